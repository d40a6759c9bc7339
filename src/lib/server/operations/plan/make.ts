import { z } from 'zod';
import { DashboardId, EnvironmentName } from '#lib/domain/ids.ts';
import { getDashboard } from '../../db/dashboards.ts';
import { getEnvironment } from '../../db/environments.ts';
import { upsertPlan } from '../../db/plans.ts';
import { commitNamed, openDashboard } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';
import { makePlan } from './make-plan.ts';

/** What deploying a commit into an environment would do; kept, so that it can be started by its hash. */
export const makeDeploymentPlan = defineOperation({
	name: 'plan.make',
	permission: 'deployment:plan',
	input: z.object({
		dashboardId: DashboardId,
		/** A commit's id or a branch's name. */
		commit: z.string().min(1).max(244),
		environment: EnvironmentName
	}),
	resumable: true,
	title: async ({ dashboardId, environment }, app) =>
		`Plan “${(await getDashboard(app.db, dashboardId)).title}” for ${environment}`,
	href: ({ dashboardId, environment, commit }) =>
		`/dashboards/${dashboardId}/deploy?environment=${environment}&commit=${encodeURIComponent(commit)}`,

	async run(context, { dashboardId, commit, environment }) {
		const dashboard = await openDashboard(context.app, dashboardId);
		const oid = await commitNamed(dashboard.repo, commit);
		const { plan } = await makePlan(context, dashboard, {
			commit: oid,
			environment: await getEnvironment(context.app.db, environment)
		});
		await upsertPlan(context.app.db, dashboardId, plan);
		return plan;
	}
});
