import { z } from 'zod';
import { DashboardId } from '#lib/domain/ids.ts';
import type { Fetched } from '#lib/domain/remote.ts';
import { getDashboard } from '../../db/dashboards.ts';
import { defineOperation } from '../operation.ts';
import { fetchNow } from './fetch-now.ts';

/** Bring what the git remote has to `refs/remotes/origin/*`, and its new tags. */
export const fetchDashboardRemote = defineOperation({
	name: 'remote.fetch',
	permission: 'remote:use',
	input: z.object({ dashboardId: DashboardId }),
	title: async ({ dashboardId }, app) => `Fetch “${(await getDashboard(app.db, dashboardId)).title}”`,
	href: ({ dashboardId }) => `/dashboards/${dashboardId}/branches`,

	async run(context, { dashboardId }): Promise<Fetched> {
		await context.report('Asking the git remote what it has', 0.1);
		const fetched = await fetchNow(context, dashboardId);
		for (const name of fetched.passedOver) await context.warn(`${name} was passed over`);
		return fetched;
	}
});
