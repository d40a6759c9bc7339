import { z } from 'zod';
import { AppError, RefMoved, type ErrorCode } from '#lib/domain/errors.ts';
import { DashboardId, Oid } from '#lib/domain/ids.ts';
import { BranchName, branchRef } from '#lib/domain/refs.ts';
import { commitEdits } from '../../git/write.ts';
import { headOf, openDashboard, readCanonicalTree } from '../dashboard/repository.ts';
import { noteCommitted } from '../apply/based-on.ts';
import { liveOnHead } from '../changes/on-head.ts';
import { defineOperation, type Context } from '../operation.ts';
import { chosenTree } from './chosen-tree.ts';
import { editsOfAssets } from './tree-edits.ts';

const Place = z.object({
	dashboardId: DashboardId,
	branch: BranchName,
	/** The branch's head and the capture that the person looked at. */
	expectedHead: Oid,
	live: Oid,
	/** Paths in that dashboard, as `dashboard.changes` or `changes.shared` names them. */
	paths: z.array(z.string().max(1000)).min(1, 'must name at least one change').max(1000)
});
type Place = z.infer<typeof Place>;

/** What became of one dashboard. */
export interface CommittedPlace {
	readonly dashboardId: DashboardId;
	/** Its title; its id where there is no such dashboard. */
	readonly title: string;
	readonly result:
		| { readonly kind: 'committed'; readonly commit: Oid; readonly alsoTaken: readonly string[] }
		| { readonly kind: 'nothing' }
		| { readonly kind: 'moved' }
		| { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string };
}

/**
 * Commit a change of what several dashboards share to all of them, with one message. Each is a repository of its own, so
 * one may move while the others are committed to: the answer says of each what became of it.
 */
export const createCommitEverywhere = defineOperation({
	name: 'commit.create-everywhere',
	permission: 'commit:write',
	input: z.object({
		message: z.string().trim().min(1, 'must say what changed').max(20_000, 'must have at most 20,000 characters'),
		dashboards: z
			.array(Place)
			.min(1, 'must name at least one dashboard')
			.max(200)
			.refine((all) => new Set(all.map((one) => one.dashboardId)).size === all.length, 'names a dashboard twice')
	}),

	async run(context, { message, dashboards }): Promise<CommittedPlace[]> {
		const done: CommittedPlace[] = [];
		for (const place of dashboards) done.push(await commitTo(context, place, message));
		return done;
	}
});

async function commitTo({ app, actor }: Context, place: Place, message: string): Promise<CommittedPlace> {
	const { dashboardId, branch, expectedHead, live, paths } = place;
	let title: string = dashboardId;
	try {
		const dashboard = await openDashboard(app, dashboardId);
		const { row, repo } = dashboard;
		title = row.title;
		if ((await headOf(repo, branch)) !== expectedHead) return { dashboardId, title, result: { kind: 'moved' } };
		const head = await readCanonicalTree(app, repo, expectedHead);
		const target = await liveOnHead(app, dashboard, { branch, head: expectedHead, live });
		const { tree, alsoTaken } = chosenTree(head, target, new Set(paths));
		const { commit, changed } = await commitEdits(repo, {
			...{ ref: branchRef(branch), expected: expectedHead, base: expectedHead },
			edits: await editsOfAssets(repo, expectedHead, tree),
			message: `${message}\n`,
			author: actor,
			at: app.now()
		});
		if (changed) await noteCommitted(app, dashboard, { branch, live, before: expectedHead, commit });
		return { dashboardId, title, result: changed ? { kind: 'committed', commit, alsoTaken } : { kind: 'nothing' } };
	} catch (cause) {
		if (cause instanceof RefMoved) return { dashboardId, title, result: { kind: 'moved' } };
		// What the others became must still be told.
		if (cause instanceof AppError) {
			return { dashboardId, title, result: { kind: 'failed', code: cause.code, message: cause.message } };
		}
		throw cause;
	}
}
