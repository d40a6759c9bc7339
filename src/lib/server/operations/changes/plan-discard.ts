import { z } from 'zod';
import { InvalidInput, RefMoved } from '#lib/domain/errors.ts';
import { DashboardId, EnvironmentName, Oid } from '#lib/domain/ids.ts';
import type { Plan } from '#lib/domain/plan.ts';
import { BranchName, branchRef, liveRef } from '#lib/domain/refs.ts';
import { getDashboard } from '../../db/dashboards.ts';
import { upsertPlan } from '../../db/plans.ts';
import { treeOf } from '../../git/objects.ts';
import { resolveRef } from '../../git/refs.ts';
import { editedIn } from '../apply/target.ts';
import { scratchCommit } from '../apply/scratch.ts';
import { headOf, openDashboard, readCanonicalTree } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';
import { makePlan } from '../plan/make-plan.ts';
import { discardedTree } from './discarded-tree.ts';

/** What discarding changes would do, to be read before; `changes.discard` takes the plan's hash. */
export interface DiscardPlan {
	readonly plan: Plan;
	/** Names of what comes along, since the discarded form needs it. */
	readonly alsoTaken: readonly string[];
}

/** What putting chosen assets back to a branch's form would do. Captures the environment, writes nothing there. */
export const planDiscard = defineOperation({
	name: 'changes.plan-discard',
	permission: 'apply:write',
	input: z.object({
		dashboardId: DashboardId,
		/** Must be the dashboard's home; default: it. */
		environment: EnvironmentName.optional(),
		branch: BranchName,
		/** What the person looked at. */
		expectedHead: Oid,
		live: Oid,
		/** As `dashboard.changes` names them. */
		paths: z.array(z.string().max(1000)).min(1, 'must name at least one change').max(1000)
	}),
	title: async ({ dashboardId }, app) =>
		`Plan to discard changes of “${(await getDashboard(app.db, dashboardId)).title}”`,
	href: ({ dashboardId }) => `/dashboards/${dashboardId}`,

	async run(context, { dashboardId, environment: wanted, branch, expectedHead, live, paths }): Promise<DiscardPlan> {
		const { app } = context;
		const dashboard = await openDashboard(app, dashboardId);
		const { repo } = dashboard;
		const environment = await editedIn(context, dashboard, wanted);
		if ((await headOf(repo, branch)) !== expectedHead) throw new RefMoved(branchRef(branch));
		if ((await resolveRef(repo, liveRef(environment.name))) !== live) throw new RefMoved(liveRef(environment.name));
		const trees = {
			live: await readCanonicalTree(app, repo, live),
			head: await readCanonicalTree(app, repo, expectedHead)
		};
		const { tree, alsoTaken } = discardedTree(app, trees, paths);
		const commit = await scratchCommit(context, dashboard, {
			...{ base: live, tree, message: `Discard changes in ${environment.name}: back to ${branch}` }
		});
		if ((await treeOf(repo, commit)) === (await treeOf(repo, live))) {
			throw new InvalidInput([{ path: ['paths'], message: `nothing of this differs from ${branch}` }], {
				hint: 'Reload the page: somebody may have discarded or committed it already.'
			});
		}
		const { plan, capture } = await makePlan(context, dashboard, { commit, environment });
		// A plan over what somebody edited since would take that back too.
		if (capture.live !== live) throw new RefMoved(liveRef(environment.name));
		await upsertPlan(app.db, dashboardId, plan);
		return { plan, alsoTaken };
	}
});
