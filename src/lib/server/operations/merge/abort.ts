import { z } from 'zod';
import { DashboardId, MergeId } from '#lib/domain/ids.ts';
import { deleteOpenMerge } from '../../db/open-merges.ts';
import { openDashboard } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';
import { getWaitingMerge } from './open-merges.ts';

/** Give up a merge that waits for decisions. The branch was never touched, so nothing is left of it. */
export const abortMerge = defineOperation({
	name: 'merge.abort',
	permission: 'commit:write',
	input: z.object({ dashboardId: DashboardId, mergeId: MergeId }),

	async run({ app }, { dashboardId, mergeId }) {
		const { id, branch, from } = await getWaitingMerge(app, await openDashboard(app, dashboardId), mergeId);
		await deleteOpenMerge(app.db, id);
		return { branch, from };
	}
});
