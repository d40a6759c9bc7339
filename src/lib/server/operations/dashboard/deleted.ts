import { z } from 'zod';
import type { DashboardId } from '#lib/domain/ids.ts';
import { defineOperation } from '../operation.ts';
import { listTrash, TRASH_KEPT_MS } from './trash.ts';

export interface DeletedDashboard {
	/** For `dashboard.bring-back`. */
	readonly id: string;
	readonly dashboardId: DashboardId;
	readonly title: string;
	readonly deletedAt: number;
	readonly deletedBy: string;
	/** When it goes for good. */
	readonly keptUntil: number;
}

/** Dashboards that were untracked in the last 30 days, the newest first. */
export const listDeletedDashboards = defineOperation({
	name: 'dashboard.deleted',
	permission: 'dashboard:untrack',
	input: z.object({}),

	async run({ app }): Promise<DeletedDashboard[]> {
		const trash = await listTrash(app);
		return trash.map(({ id, dashboardId, at, content }) => ({
			...{ id, dashboardId, title: content.dashboard.title, deletedBy: content.deletedBy },
			...{ deletedAt: at, keptUntil: at + TRASH_KEPT_MS }
		}));
	}
});
