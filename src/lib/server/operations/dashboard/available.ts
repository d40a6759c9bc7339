import { z } from 'zod';
import type { AvailableDashboard } from '#lib/domain/dashboard.ts';
import { EnvironmentName } from '#lib/domain/ids.ts';
import { listDashboards } from '../../db/dashboards.ts';
import { defineOperation } from '../operation.ts';

const PAGE_SIZE = 25;

/** The dashboards of an environment, to choose from; newest first. `page` counts from 0. */
export const availableDashboards = defineOperation({
	name: 'dashboard.available',
	permission: 'dashboard:track',
	input: z.object({
		environment: EnvironmentName,
		search: z.string().trim().max(200).optional(),
		page: z.coerce.number().int().nonnegative().max(10_000).catch(0).default(0)
	}),

	async run({ app, signal }, { environment, search, page }) {
		const client = await app.superset(environment);
		const found = await client.listDashboards({ ...(search && { search }), page, pageSize: PAGE_SIZE }, { signal });
		const tracked = new Map((await listDashboards(app.db)).map((row) => [row.dashboard_uuid, row.id]));
		const dashboards: AvailableDashboard[] = found.dashboards.map((one) => ({
			supersetId: one.id,
			uuid: one.uuid,
			title: one.title,
			slug: one.slug,
			published: one.published,
			changedAt: one.changedAt,
			changedBy: one.changedBy,
			trackedAs: tracked.get(one.uuid) ?? null
		}));
		return { count: found.count, pageSize: PAGE_SIZE, dashboards };
	}
});
