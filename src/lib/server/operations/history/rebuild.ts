import { z } from 'zod';
import { DashboardId } from '#lib/domain/ids.ts';
import { getDashboard, listDashboards } from '../../db/dashboards.ts';
import { defineOperation } from '../operation.ts';
import { rebuildAll } from './rebuild-all.ts';

/** Make the searchable index of one dashboard, or of all, anew from git. Nothing but the index is touched. */
export const rebuildHistory = defineOperation({
	name: 'history.rebuild',
	permission: 'history:rebuild',
	input: z.object({ dashboardId: DashboardId.optional() }),
	title: () => 'Rebuild the index of history',

	async run({ app, report }, { dashboardId }) {
		const rows = dashboardId ? [await getDashboard(app.db, dashboardId)] : await listDashboards(app.db);
		return { dashboards: await rebuildAll(app, rows, report) };
	}
});
