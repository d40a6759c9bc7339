import { z } from 'zod';
import { EnvironmentName } from '#lib/domain/ids.ts';
import { listDashboards } from '../../db/dashboards.ts';
import { listEnvironmentDashboards, upsertEnvironmentDashboard } from '../../db/environment-dashboards.ts';
import { getEnvironment } from '../../db/environments.ts';
import { isUnmoved } from '../../superset/capture/moved.ts';
import { CaptureStamps } from '../../superset/capture/stamps.ts';
import { captureSurely } from '../capture/capture-surely.ts';
import { defineOperation } from '../operation.ts';
import { openDashboard } from './repository.ts';

/**
 * Look what has changed in all dashboards of an environment: three lists say which ones moved, and only those are
 * captured.
 */
export const captureAllDashboards = defineOperation({
	name: 'dashboard.capture-all',
	permission: 'dashboard:capture',
	input: z.object({ environment: EnvironmentName }),
	resumable: true,
	title: ({ environment }) => `Check ${environment} for changes`,
	href: () => '/dashboards',

	async run(context, { environment: name }) {
		const { app, signal } = context;
		const environment = await getEnvironment(app.db, name);
		const client = await app.superset(name);
		const known = (await listEnvironmentDashboards(app.db)).filter((one) => one.environment === name);
		const knownById = new Map(known.map((one) => [one.dashboardId, one]));
		const tracked = (await listDashboards(app.db)).filter(
			(row) => row.home_environment === name || knownById.has(row.id)
		);
		await context.report(`Asking ${environment.title} what has changed`, 0.05);
		const inventory = await client.inventory({ signal });

		const moved = tracked.filter((row) => {
			const before = CaptureStamps.safeParse(knownById.get(row.id)?.changeStamps);
			return !before.success || !isUnmoved(before.data, inventory);
		});
		let changed = 0;
		for (const [at, row] of moved.entries()) {
			await context.report(`Capturing “${row.title}”`, 0.1 + (0.9 * at) / moved.length);
			const capture = await captureSurely(context, await openDashboard(app, row.id), { environment, inventory });
			if (capture.changed) changed += 1;
		}
		const isMoved = new Set(moved.map(({ id }) => id));
		const capturedAt = app.now();
		for (const one of known) {
			if (!isMoved.has(one.dashboardId)) await upsertEnvironmentDashboard(app.db, { ...one, capturedAt });
		}
		return { looked: tracked.length, captured: moved.length, changed };
	}
});
