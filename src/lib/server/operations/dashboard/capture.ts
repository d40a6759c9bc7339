import { z } from 'zod';
import { DashboardId, EnvironmentName } from '#lib/domain/ids.ts';
import { getDashboard } from '../../db/dashboards.ts';
import { getEnvironment } from '../../db/environments.ts';
import { captureSurely } from '../capture/capture-surely.ts';
import { defineOperation } from '../operation.ts';
import { openDashboard } from './repository.ts';

/** Look what an environment holds of a dashboard now, and record it. */
export const captureDashboard = defineOperation({
	name: 'dashboard.capture',
	permission: 'dashboard:capture',
	input: z.object({ dashboardId: DashboardId, environment: EnvironmentName }),
	resumable: true,
	title: async ({ dashboardId, environment }, app) =>
		`Capture “${(await getDashboard(app.db, dashboardId)).title}” from ${environment}`,
	href: ({ dashboardId }) => `/dashboards/${dashboardId}`,

	async run(context, { dashboardId, environment }) {
		const dashboard = await openDashboard(context.app, dashboardId);
		const target = await getEnvironment(context.app.db, environment);
		await context.report(`Asking ${target.title} what has changed`, 0.1);
		const { live, how, changed } = await captureSurely(context, dashboard, { environment: target });
		await context.report(SAID[how], 0.9);
		return { commit: live, how, changed };
	}
});

const SAID = {
	absent: 'The dashboard is not there',
	unmoved: 'Nothing has changed',
	moved: 'Recorded what has changed',
	whole: 'Recorded the whole dashboard'
} as const;
