import { z } from 'zod';
import { DashboardId, MergeId } from '#lib/domain/ids.ts';
import type { OpenMerge } from '#lib/domain/merge/session.ts';
import { openDashboard } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';
import { getWaitingMerge } from './open-merges.ts';
import { tellOpenMerge } from './tell-open.ts';

/** A merge that waits for decisions, with each of them. */
export const showMerge = defineOperation({
	name: 'merge.show',
	permission: 'dashboard:read',
	input: z.object({ dashboardId: DashboardId, mergeId: MergeId }),

	async run({ app }, { dashboardId, mergeId }): Promise<OpenMerge> {
		const dashboard = await openDashboard(app, dashboardId);
		return tellOpenMerge(app, dashboard.repo, await getWaitingMerge(app, dashboard, mergeId));
	}
});
