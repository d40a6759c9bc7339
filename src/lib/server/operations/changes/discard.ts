import { z } from 'zod';
import { InvalidInput, NotFound } from '#lib/domain/errors.ts';
import { DashboardId } from '#lib/domain/ids.ts';
import { PlanHash } from '#lib/domain/plan.ts';
import { scratchRef } from '#lib/domain/refs.ts';
import { getDashboard } from '../../db/dashboards.ts';
import { findPlan } from '../../db/plans.ts';
import { moveRef, resolveRef } from '../../git/refs.ts';
import { editedIn } from '../apply/target.ts';
import { openDashboard } from '../dashboard/repository.ts';
import { runDeployment } from '../deployment/run-deployment.ts';
import { defineOperation } from '../operation.ts';

/**
 * Carry out a plan of `changes.plan-discard`: a write with a safety capture and a proof, which `apply.undo` takes back.
 * Charts that were new are taken off the dashboard and stay in that Superset. Runs as a job.
 */
export const discardChanges = defineOperation({
	name: 'changes.discard',
	permission: 'apply:write',
	input: z.object({ dashboardId: DashboardId, planHash: PlanHash }),
	title: async ({ dashboardId }, app) => `Discard changes of “${(await getDashboard(app.db, dashboardId)).title}”`,
	href: ({ dashboardId }) => `/dashboards/${dashboardId}`,

	async run(context, { dashboardId, planHash }) {
		const { app, job } = context;
		if (!job) throw new InvalidInput([{ path: [], message: 'a write into an environment runs as a job' }]);
		const dashboard = await openDashboard(app, dashboardId);
		const { repo } = dashboard;
		const plan = await findPlan(app.db, dashboardId, planHash);
		// A plan of another kind, to deploy a commit somewhere, asks for more than this permission.
		if (!plan || !(await resolveRef(repo, scratchRef(plan.commit)))) {
			throw new NotFound('plan to discard changes', planHash.slice(0, 12), { hint: 'Make the plan again.' });
		}
		await editedIn(context, dashboard, plan.environment);
		const { deploymentId, state } = await runDeployment(context, dashboard, {
			...{ kind: 'discard', plan, job, movesDeployed: false }
		});
		await moveRef(repo, scratchRef(plan.commit), { from: plan.commit, to: null });
		return { deploymentId, state };
	}
});
