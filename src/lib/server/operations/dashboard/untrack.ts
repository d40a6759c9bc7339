import { z } from 'zod';
import { DashboardId } from '#lib/domain/ids.ts';
import { defineOperation } from '../operation.ts';
import { removeDashboard } from './create.ts';
import { openDashboard } from './repository.ts';

/** Forget a dashboard here, with its repository. No Superset and no git host is touched. */
export const untrackDashboard = defineOperation({
	name: 'dashboard.untrack',
	permission: 'dashboard:untrack',
	input: z.object({ dashboardId: DashboardId }),

	async run({ app }, { dashboardId }) {
		const { row } = await openDashboard(app, dashboardId);
		await removeDashboard(app, dashboardId);
		return { title: row.title };
	}
});
