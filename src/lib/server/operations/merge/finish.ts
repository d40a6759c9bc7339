import { z } from 'zod';
import { InvalidInput, NotFound, RefMoved } from '#lib/domain/errors.ts';
import { DashboardId, MergeId, type Oid } from '#lib/domain/ids.ts';
import type { MergeFinished } from '#lib/domain/merge/session.ts';
import { branchRef } from '#lib/domain/refs.ts';
import { deleteOpenMerge, updateOpenMerge, type OpenMergeRecord } from '../../db/open-merges.ts';
import { readCommit } from '../../git/objects.ts';
import { moveRef } from '../../git/refs.ts';
import { writeCommit } from '../../git/write.ts';
import { notePulled } from '../apply/based-on.ts';
import { openDashboard, type OpenDashboard } from '../dashboard/repository.ts';
import { defineOperation, type Context } from '../operation.ts';
import { choicesOf } from './choices.ts';
import { editsOfMerged, isMine, tellSides, type MergedSides } from './merge-sides.ts';
import { withOrigin } from './message.ts';
import { getWaitingMerge, headsOf, mergeAnew, type Heads } from './open-merges.ts';
import { MergeMessage } from './start.ts';
import { messageOf, refuseFaulty } from './tell-open.ts';

/** Somebody who moves the branch, or decides, at every single attempt would be somebody to talk to. */
const ATTEMPTS = 5;

/** Commit a merge whose conflicts are decided, onto where the branch is by now. */
export const finishMerge = defineOperation({
	name: 'merge.finish',
	permission: 'commit:write',
	input: z.object({
		dashboardId: DashboardId,
		mergeId: MergeId,
		/** Default: names the branches, what came in and what was decided. */
		message: MergeMessage.optional()
	}),

	async run(context, { dashboardId, mergeId, message }): Promise<MergeFinished> {
		const dashboard = await openDashboard(context.app, dashboardId);
		for (let attempt = 1; ; attempt++) {
			const record = await getWaitingMerge(context.app, dashboard, mergeId);
			const finished = await finish(context, dashboard, { record, message: message || null });
			if (finished) return finished;
			if (attempt === ATTEMPTS) throw new RefMoved(branchRef(record.branch));
		}
	}
});

interface ToFinish {
	readonly record: OpenMergeRecord;
	readonly message: string | null;
}

/** @returns `null` when the branch or the decisions changed in between, and nothing was done */
async function finish(
	context: Context,
	dashboard: OpenDashboard,
	{ record, message }: ToFinish
): Promise<MergeFinished | null> {
	const { app } = context;
	const { repo } = dashboard;
	const heads = await headsOf(repo, record);
	const found = await mergeAnew(app, repo, { record, heads });
	if (found.kind === 'up_to_date') {
		await deleteOpenMerge(app.db, record.id);
		const hint = `Somebody merged it meanwhile: “${record.branch}” has all of “${record.from}”.`;
		throw new NotFound('open merge', record.id, { hint });
	}
	if (found.kind === 'merged' && found.undecided.length > 0) {
		const { mine, theirs } = heads;
		const isBehind = mine !== record.mine || theirs !== record.theirs;
		if (isBehind && !(await updateOpenMerge(app.db, record, { mine, theirs, base: found.base }))) return null;
		return { kind: 'undecided', undecided: found.undecided.map(({ id }) => id) };
	}
	const made =
		found.kind === 'merged'
			? await writeMerge(context, dashboard, { record, message, heads, found })
			: { commit: heads.theirs, message: (await readCommit(repo, heads.theirs)).subject };
	// Noted before the branch moves: if this process dies in between, the branch itself tells whether it is done.
	if (!(await updateOpenMerge(app.db, record, { result: made.commit }))) return null;
	try {
		await notePulled(app, dashboard, { branch: record.branch, before: heads.mine });
		await moveRef(repo, branchRef(record.branch), { from: heads.mine, to: made.commit });
	} catch (cause) {
		if (cause instanceof RefMoved) return null;
		throw cause;
	}
	await deleteOpenMerge(app.db, record.id);
	return { kind: 'merged', ...made };
}

async function writeMerge(
	{ app, actor }: Context,
	{ repo }: OpenDashboard,
	{ record, message, heads, found }: ToFinish & { readonly heads: Heads; readonly found: MergedSides }
): Promise<{ commit: Oid; message: string }> {
	refuseFaulty(found.merged.findings);
	const isPick = record.purpose === 'pick';
	if (isPick && isMine(found)) {
		throw new InvalidInput([{ path: ['mergeId'], message: `leaves “${record.branch}” as it is` }], {
			hint: 'Nothing of the commit is taken over: give this up, or decide otherwise.'
		});
	}
	const { conflicts } = tellSides(found, choicesOf(record.choices));
	const own = message && isPick ? withOrigin(message, heads.theirs) : message;
	const said = own ?? (await messageOf(repo, record, { heads, conflicts }));
	const { commit } = await writeCommit(repo, {
		...{ base: heads.mine, parents: isPick ? [heads.mine] : [heads.mine, heads.theirs] },
		...{ edits: await editsOfMerged(repo, heads.mine, found), message: `${said}\n`, author: actor, at: app.now() }
	});
	return { commit, message: said };
}
