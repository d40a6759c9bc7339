import { z } from 'zod';
import type { DashboardId } from '#lib/domain/ids.ts';
import { listDashboards } from '../../db/dashboards.ts';
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
	/** The dashboard that is tracked in its place meanwhile, which keeps it from coming back; `null` when none is. */
	readonly trackedAs: DashboardId | null;
}

/** Dashboards that were untracked in the last 30 days, the newest first. */
export const listDeletedDashboards = defineOperation({
	name: 'dashboard.deleted',
	permission: 'dashboard:untrack',
	input: z.object({}),

	async run({ app }): Promise<DeletedDashboard[]> {
		const trash = await listTrash(app);
		const tracked = new Map((await listDashboards(app.db)).map((row) => [row.dashboard_uuid, row.id]));
		return trash.map(({ id, dashboardId, at, content: { dashboard, deletedBy } }) => ({
			...{ id, dashboardId, title: dashboard.title, deletedBy },
			...{ deletedAt: at, keptUntil: at + TRASH_KEPT_MS },
			trackedAs: tracked.get(dashboard.dashboard_uuid) ?? null
		}));
	}
});
