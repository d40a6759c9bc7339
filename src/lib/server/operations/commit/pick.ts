import { z } from 'zod';
import { InvalidInput, RefMoved } from '#lib/domain/errors.ts';
import { DashboardId, Oid } from '#lib/domain/ids.ts';
import type { PickResult } from '#lib/domain/merge/session.ts';
import { BranchName, branchRef } from '#lib/domain/refs.ts';
import type { App } from '../../app.ts';
import { readCommit } from '../../git/objects.ts';
import { moveRef } from '../../git/refs.ts';
import { writeCommit } from '../../git/write.ts';
import { notePulled } from '../apply/based-on.ts';
import { commitNamed, headOf, openDashboard, type OpenDashboard } from '../dashboard/repository.ts';
import { keepOpen } from '../merge/keep-open.ts';
import { editsOfMerged, isMine } from '../merge/merge-sides.ts';
import { anotherIsOpen, openMergeOn } from '../merge/open-merges.ts';
import { pickCommit, refuseUnknownPaths, type CommitToPick } from '../merge/pick-commit.ts';
import { messageOf, refuseFaulty } from '../merge/tell-open.ts';
import { defineOperation, type Context } from '../operation.ts';

/** Do on a branch what commits of another one did, each as a commit of its own on top. */
export const pickCommits = defineOperation({
	name: 'commit.pick',
	permission: 'commit:write',
	input: z.object({
		dashboardId: DashboardId,
		branch: BranchName,
		expectedHead: Oid,
		/** Ids or their first digits, the oldest first. */
		commits: z.array(z.string().min(1).max(244)).min(1, 'must name at least one commit').max(100),
		/** Of what they changed only these assets: paths, as before or after a commit. Default: all. */
		paths: z.array(z.string().max(1000)).min(1, 'must name at least one asset').max(1000).optional()
	}),

	async run(context, { dashboardId, branch, expectedHead, commits, paths = null }): Promise<PickResult> {
		const { app } = context;
		const dashboard = await openDashboard(app, dashboardId);
		const { repo } = dashboard;
		if ((await headOf(repo, branch)) !== expectedHead) throw new RefMoved(branchRef(branch));
		const open = await openMergeOn(app, dashboard, branch);
		if (open) throw anotherIsOpen(open);
		const wanted: Oid[] = [];
		for (const name of commits) wanted.push((await readCommit(repo, await commitNamed(repo, name))).oid);
		if (paths) await refuseUnknownPaths(repo, { commits: wanted, paths });

		const made: PickResult['commits'][number][] = [];
		const empty: Oid[] = [];
		let head = expectedHead;
		for (const [at, commit] of wanted.entries()) {
			const picked = await pickOnto(context, dashboard, { branch, head, picked: { commit, paths } });
			if (picked.kind === 'conflicts') {
				// Those before it are on the branch, whatever becomes of this one.
				if (made.length > 0) await take(context.app, dashboard, { branch, from: expectedHead, to: head });
				const { base, count } = picked;
				const merge = { purpose: 'pick', branch, from: commits[at]!, mine: head, theirs: commit } as const;
				const { id } = await keepOpen(context, dashboard, { ...merge, base, paths, message: null });
				return { kind: 'conflicts', mergeId: id, count, left: wanted.slice(at), commits: made, empty };
			}
			if (picked.kind === 'empty') {
				empty.push(commit);
				continue;
			}
			head = picked.commit;
			made.push({ commit: head, of: commit, message: picked.message });
		}
		if (made.length === 0) throw nothingToPick(branch);
		await take(context.app, dashboard, { branch, from: expectedHead, to: head });
		return { kind: 'picked', commits: made, empty };
	}
});

async function take(
	app: App,
	dashboard: OpenDashboard,
	{ branch, from, to }: { branch: BranchName; from: Oid; to: Oid }
): Promise<void> {
	await notePulled(app, dashboard, { branch, before: from });
	await moveRef(dashboard.repo, branchRef(branch), { from, to });
}

const nothingToPick = (branch: BranchName) =>
	new InvalidInput([{ path: ['commits'], message: `left nothing to pick: “${branch}” has all of it` }], {
		hint: 'Choose another commit, or another branch to pick onto.'
	});

type PickedOnto =
	| { readonly kind: 'conflicts'; readonly base: Oid; readonly count: number }
	| { readonly kind: 'empty' }
	| { readonly kind: 'made'; readonly commit: Oid; readonly message: string };

/** A commit on top of another one; no branch is moved. */
async function pickOnto(
	{ app, actor }: Context,
	{ repo }: OpenDashboard,
	{ branch, head, picked }: { readonly branch: BranchName; readonly head: Oid; readonly picked: CommitToPick }
): Promise<PickedOnto> {
	const mine = { commit: head, name: branch };
	const found = await pickCommit(app, repo, { mine, picked, choices: new Map() });
	if (found.undecided.length > 0) return { kind: 'conflicts', base: found.base, count: found.conflicts.length };
	if (isMine(found)) return { kind: 'empty' };
	refuseFaulty(found.merged.findings);
	const pick = { purpose: 'pick', message: null, from: picked.commit, branch } as const;
	const message = await messageOf(repo, pick, { heads: { mine: head, theirs: picked.commit }, conflicts: [] });
	const { commit } = await writeCommit(repo, {
		...{ base: head, parents: [head], edits: await editsOfMerged(repo, head, found) },
		...{ message: `${message}\n`, author: actor, at: app.now() }
	});
	return { kind: 'made', commit, message };
}
