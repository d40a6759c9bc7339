import type { Oid } from '#lib/domain/ids.ts';
import { BranchName, remoteRef } from '#lib/domain/refs.ts';
import type { RemoteState } from '#lib/domain/sync.ts';
import type { App } from '../../app.ts';
import { findRemote } from '../../db/remotes.ts';
import { countAheadBehind, isAncestor, mergeBase } from '../../git/ancestry.ts';
import { listMissing } from '../../git/history.ts';
import { resolveRef } from '../../git/refs.ts';
import { listTracking } from '../../git/tracking.ts';
import { headOf, type OpenDashboard } from '../dashboard/repository.ts';
import { listThrownAway } from '../remote/thrown-away.ts';

/** Where a branch stands to the same one of the git remote, as fetched last. */
export interface Standing {
	readonly branch: BranchName;
	readonly head: Oid;
	readonly remoteHead: Oid | null;
	readonly remoteState: RemoteState;
	readonly ahead: number;
	readonly behind: number;
	/** Since when both went their own ways; where the remote has no such branch, what it has of ours by another name. */
	readonly base: Oid | null;
}

/** @throws {NotFound} when we have no such branch */
export async function standingOf(app: App, { row, repo }: OpenDashboard, branch: BranchName): Promise<Standing> {
	const head = await headOf(repo, branch);
	const remoteHead = await resolveRef(repo, remoteRef(branch));
	const url = (await findRemote(app.db, row.id))?.url ?? '';
	const thrownAway = await listThrownAway(repo, { branch, url });
	if (!remoteHead) {
		const tracking = await listTracking(repo);
		const main = tracking.get(BranchName.parse(row.default_branch));
		const ahead = (await listMissing(repo, [head], [...tracking.values()])).length;
		const remoteState = thrownAway.some(({ by }) => by === 'gone') ? 'gone' : 'unpublished';
		const base = main ? await mergeBase(repo, head, main) : null;
		return { branch, head, remoteHead, remoteState, ahead, behind: 0, base };
	}
	const [distance] = await countAheadBehind(repo, [{ head, base: remoteHead }]);
	const { ahead, behind } = distance!;
	let remoteState: RemoteState = 'there';
	for (const { commit, by } of thrownAway) {
		if (by !== 'rewritten' || remoteState === 'rewritten') continue;
		// What we never had, or gave up as well, merging does not bring back.
		const common = await mergeBase(repo, head, commit);
		if (common && !(await isAncestor(repo, { ancestor: common, descendant: remoteHead }))) remoteState = 'rewritten';
	}
	return { branch, head, remoteHead, remoteState, ahead, behind, base: await mergeBase(repo, head, remoteHead) };
}

/** Nothing to pull and nothing to push. */
export const isInStep = ({ remoteHead, ahead, behind }: Standing): boolean =>
	remoteHead !== null && ahead === 0 && behind === 0;
