import type { Oid } from '#lib/domain/ids.ts';
import { BranchName } from '#lib/domain/refs.ts';
import type { Repo } from './exec.ts';
import { listRefs, moveRefs } from './refs.ts';

const ORIGIN = 'refs/remotes/origin/';

/** Where the git remote had each of its branches when it was fetched last. */
export async function listTracking(repo: Repo): Promise<Map<BranchName, Oid>> {
	const named = (await listRefs(repo, ORIGIN)).flatMap(({ ref, oid }) => {
		const name = BranchName.safeParse(ref.slice(ORIGIN.length));
		return name.success ? [[name.data, oid] as const] : [];
	});
	return new Map(named);
}

/** Forget where a git remote had its branches, but for those that are known to be there now. No commit of ours goes. */
export async function forgetTracking(repo: Repo, there: ReadonlyMap<string, Oid>): Promise<void> {
	const wrong = (await listRefs(repo, ORIGIN)).filter(
		({ ref, target }) => there.get(ref.slice(ORIGIN.length)) !== target
	);
	await moveRefs(
		repo,
		wrong.map(({ ref, target }) => ({ ref, from: target, to: null }))
	);
}
