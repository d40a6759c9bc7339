import { z } from 'zod';
import { DashboardId } from '#lib/domain/ids.ts';
import { listBranches } from '../../git/branches.ts';
import { openDashboard } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';

/** All branches, the one committed to last first. */
export const listDashboardBranches = defineOperation({
	name: 'branch.list',
	permission: 'dashboard:read',
	input: z.object({ dashboardId: DashboardId }),
	run: async ({ app }, { dashboardId }) => listBranches((await openDashboard(app, dashboardId)).repo)
});
