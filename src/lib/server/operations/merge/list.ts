import { z } from 'zod';
import { DashboardId } from '#lib/domain/ids.ts';
import type { OpenMergeSummary } from '#lib/domain/merge/session.ts';
import { openDashboard } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';
import { waitingMerges } from './open-merges.ts';
import { summarise } from './tell-open.ts';

/** Merges that wait for decisions, the newest first. */
export const listMerges = defineOperation({
	name: 'merge.list',
	permission: 'dashboard:read',
	input: z.object({ dashboardId: DashboardId }),

	async run({ app }, { dashboardId }): Promise<OpenMergeSummary[]> {
		const dashboard = await openDashboard(app, dashboardId);
		const records = await waitingMerges(app, dashboard);
		return Promise.all(records.map((record) => summarise(app, dashboard.repo, record)));
	}
});
