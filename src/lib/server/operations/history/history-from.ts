import type { Oid } from '#lib/domain/ids.ts';
import { listReachable } from '../../git/history.ts';
import { commitNamed, type OpenDashboard } from '../dashboard/repository.ts';
import type { RefsOf } from '../dashboard/stops.ts';

/**
 * Everything that a branch, tag or commit reaches, the newest first; `*`: what all branches and tags do. Asked again
 * while nothing moved, it is the same object.
 *
 * @throws {NotFound} when there is none of this name.
 */
export async function historyFrom(
	{ row, repo }: OpenDashboard,
	refs: RefsOf,
	from: string = row.default_branch
): Promise<readonly Oid[]> {
	if (from === '*') {
		const heads = [...refs.branches, ...refs.tags].map(({ oid }) => oid);
		return listReachable(repo, heads, false);
	}
	return listReachable(repo, [await commitFrom({ row, repo }, refs, from)]);
}

/**
 * The commit that a branch's or tag's name or an id means; default: the head of the default branch.
 *
 * @throws {NotFound} when there is none of this name.
 */
export async function commitFrom(
	{ row, repo }: OpenDashboard,
	refs: RefsOf,
	from: string = row.default_branch
): Promise<Oid> {
	return refs.branches.find(({ name }) => name === from)?.oid ?? commitNamed(repo, from);
}
