import type { DashboardStop } from '#lib/domain/dashboard.ts';
import type { EnvironmentName, Oid } from '#lib/domain/ids.ts';
import { assetTreesOf } from '../../git/asset-trees.ts';
import type { Repo } from '../../git/exec.ts';
import { readCommits } from '../../git/objects.ts';

/**
 * Environments that hold what the head of a branch says, by the branch's name: also those where another commit of the
 * same assets was deployed.
 */
export async function standsInOf(
	repo: Repo,
	branches: readonly { readonly name: string; readonly head: Oid }[],
	stops: readonly DashboardStop[]
): Promise<Record<string, EnvironmentName[]>> {
	const there = stops.flatMap(({ environment, commit }) => (commit ? [{ environment, commit }] : []));
	const commits = await readCommits(repo, [...branches.map(({ head }) => head), ...there.map(({ commit }) => commit)]);
	const treeOf = new Map(commits.map(({ oid, tree }) => [oid, tree]));
	const assets = await assetTreesOf(repo, treeOf.values());
	const assetsOf = (commit: Oid) => assets.get(treeOf.get(commit)!);
	return Object.fromEntries(
		branches.map(({ name, head }) => [
			name,
			there.filter(({ commit }) => assetsOf(commit) === assetsOf(head)).map(({ environment }) => environment)
		])
	);
}
