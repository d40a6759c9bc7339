import { z } from 'zod';
import { DashboardId } from '#lib/domain/ids.ts';
import { listDeployments } from '../../db/deployments.ts';
import { openDashboard } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';

/** The writes into environments, the newest first. */
export const listDashboardDeployments = defineOperation({
	name: 'deployment.list',
	permission: 'dashboard:read',
	input: z.object({ dashboardId: DashboardId, limit: z.coerce.number().int().positive().max(500).default(100) }),

	async run({ app }, { dashboardId, limit }) {
		await openDashboard(app, dashboardId);
		return listDeployments(app.db, { dashboardId, limit });
	}
});
