import { z } from 'zod';
import { RefMoved } from '#lib/domain/errors.ts';
import { DashboardId, Oid } from '#lib/domain/ids.ts';
import type { MergeStarted } from '#lib/domain/merge/session.ts';
import { BranchName, branchRef } from '#lib/domain/refs.ts';
import { readCommit } from '../../git/objects.ts';
import { moveRef } from '../../git/refs.ts';
import { commitEdits } from '../../git/write.ts';
import { notePulled } from '../apply/based-on.ts';
import { commitNamed, headOf, openDashboard } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';
import { isSame, keepOpen } from './keep-open.ts';
import { mergeCommits } from './merge-commits.ts';
import { editsOfMerged } from './merge-sides.ts';
import { anotherIsOpen, openMergeOn } from './open-merges.ts';
import { messageOf, refuseFaulty, summarise } from './tell-open.ts';

export const MergeMessage = z.string().trim().max(20_000, 'must have at most 20,000 characters');

export const MergeInput = z.object({
	dashboardId: DashboardId,
	/** What it goes into, and where the person saw it. */
	branch: BranchName,
	expectedHead: Oid,
	/** What comes in: a branch, a tag, `origin/<branch>`, a commit's id or its first digits. */
	from: z.string().trim().min(1, 'must name a branch, a tag or a commit').max(244),
	/** Default: names the branches and what came in. */
	message: MergeMessage.optional()
});

/** Merge into a branch; what nobody can tell without a person waits for decisions, and the branch stays as it is. */
export const startMerge = defineOperation({
	name: 'merge.start',
	permission: 'commit:write',
	input: MergeInput,

	async run(context, { dashboardId, branch, expectedHead: mine, from, message }): Promise<MergeStarted> {
		const { app, actor } = context;
		const dashboard = await openDashboard(app, dashboardId);
		const { repo } = dashboard;
		const ref = branchRef(branch);
		if ((await headOf(repo, branch)) !== mine) throw new RefMoved(ref);
		const { oid: theirs, subject } = await readCommit(repo, await commitNamed(repo, from));
		const open = await openMergeOn(app, dashboard, branch);
		if (open) {
			if (!isSame(open, { purpose: 'merge', theirs, paths: null })) throw anotherIsOpen(open);
			return { kind: 'conflicts', mergeId: open.id, count: (await summarise(app, repo, open)).of };
		}
		const sides = { mine: { commit: mine, name: branch }, theirs: { commit: theirs, name: from } };
		const found = await mergeCommits(app, repo, { ...sides, choices: new Map() });
		if (found.kind === 'up_to_date') return { kind: 'up_to_date' };
		if (found.kind === 'fast_forward') {
			await notePulled(app, dashboard, { branch, before: mine });
			await moveRef(repo, ref, { from: mine, to: theirs });
			return { kind: 'fast_forward', commit: theirs, message: subject };
		}
		const merge = { purpose: 'merge', branch, from, message: message || null } as const;
		if (found.undecided.length > 0) {
			const kept = await keepOpen(context, dashboard, { ...merge, mine, theirs, base: found.base, paths: null });
			return { kind: 'conflicts', mergeId: kept.id, count: found.conflicts.length };
		}
		refuseFaulty(found.merged.findings);
		const said = await messageOf(repo, merge, { heads: { mine, theirs }, conflicts: [] });
		await notePulled(app, dashboard, { branch, before: mine });
		const { commit } = await commitEdits(repo, {
			...{ ref, expected: mine, base: mine, parents: [mine, theirs], allowEmpty: true },
			...{ edits: await editsOfMerged(repo, mine, found), message: `${said}\n`, author: actor, at: app.now() }
		});
		return { kind: 'merged', commit, message: said };
	}
});
