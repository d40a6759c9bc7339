import { z } from 'zod';
import { InvalidInput, NotFound } from '#lib/domain/errors.ts';
import { DashboardId } from '#lib/domain/ids.ts';
import { PlanHash } from '#lib/domain/plan.ts';
import { getDashboard } from '../../db/dashboards.ts';
import { findPlan } from '../../db/plans.ts';
import { openDashboard } from '../dashboard/repository.ts';
import { shownAfterDeploying } from '../apply/based-on.ts';
import { defineOperation } from '../operation.ts';
import { runDeployment } from './run-deployment.ts';

/** Deploy what a plan says, if it still holds. Runs as a job. */
export const startDeployment = defineOperation({
	name: 'deployment.start',
	permission: 'deployment:start',
	input: z.object({ dashboardId: DashboardId, planHash: PlanHash }),
	title: async ({ dashboardId, planHash }, app) => {
		const plan = await findPlan(app.db, dashboardId, planHash);
		return `Deploy “${(await getDashboard(app.db, dashboardId)).title}” to ${plan?.environment ?? 'an environment'}`;
	},
	href: ({ dashboardId }) => `/dashboards/${dashboardId}/deployments`,

	async run(context, { dashboardId, planHash }) {
		const plan = await findPlan(context.app.db, dashboardId, planHash);
		if (!plan) throw new NotFound('plan', planHash.slice(0, 12), { hint: 'Make the plan again.' });
		if (!context.job) throw new InvalidInput([{ path: [], message: 'a deployment runs as a job' }]);
		const dashboard = await openDashboard(context.app, dashboardId);
		const shown = await shownAfterDeploying(context.app, dashboard, plan);
		const order = { kind: 'deploy', plan, job: context.job, movesDeployed: true, ...(shown && { shown }) } as const;
		const { deploymentId } = await runDeployment(context, dashboard, order);
		return { deploymentId };
	}
});
