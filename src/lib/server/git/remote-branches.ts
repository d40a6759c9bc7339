import type { BranchSummary } from '#lib/domain/commit.ts';
import type { Oid } from '#lib/domain/ids.ts';
import { type BranchName, branchRef } from '#lib/domain/refs.ts';
import { countAheadBehind } from './ancestry.ts';
import { defaultBranch } from './branches.ts';
import type { Repo } from './exec.ts';
import { readCommits } from './objects.ts';
import { resolveRef } from './refs.ts';
import { listTracking } from './tracking.ts';

/** Branches that only the git remote has, the one committed to last first, named `origin/<name>`. */
export async function listRemoteOnly(repo: Repo, ours: ReadonlySet<string>): Promise<BranchSummary[]> {
	const theirs = [...(await listTracking(repo))].filter(([name]) => !ours.has(name));
	return summariesOf(repo, theirs);
}

/** What the git remote has of one name, named `origin/<name>`; `undefined` when it has none. */
export async function findTracked(repo: Repo, name: BranchName): Promise<BranchSummary | undefined> {
	const head = (await listTracking(repo)).get(name);
	return head && (await summariesOf(repo, [[name, head]]))[0];
}

async function summariesOf(repo: Repo, heads: readonly (readonly [BranchName, Oid])[]): Promise<BranchSummary[]> {
	if (heads.length === 0) return [];
	const base = await resolveRef(repo, branchRef(await defaultBranch(repo)));
	const oids = heads.map(([, head]) => head);
	const [commits, distances] = await Promise.all([
		readCommits(repo, oids),
		base
			? countAheadBehind(
					repo,
					oids.map((head) => ({ head, base }))
				)
			: []
	]);
	return heads
		.map(([name, head], i) => ({
			...{ name: `origin/${name}`, head, place: 'origin' as const, isDefault: false, remote: null },
			...{ lastCommit: commits[i]!, ...(distances[i] ?? { ahead: 0, behind: 0 }) }
		}))
		.sort((a, b) => b.lastCommit.committedAt - a.lastCommit.committedAt || (a.name < b.name ? -1 : 1));
}
