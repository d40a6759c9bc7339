import { z } from 'zod';
import { RefMoved } from '#lib/domain/errors.ts';
import { DashboardId, EnvironmentName } from '#lib/domain/ids.ts';
import { findEnvironmentDashboard } from '../../db/environment-dashboards.ts';
import { getEnvironment } from '../../db/environments.ts';
import { captureEnvironment, type Capture } from '../capture/capture-environment.ts';
import { defineOperation, type Context } from '../operation.ts';
import { sharedWork } from '../shared-work.ts';
import { openDashboard } from './repository.ts';

/** What a look found. `fresh`: somebody looked just now, so nobody was asked; `nowhere`: there is no home to look into. */
export interface Check {
	readonly how: Capture['how'] | 'fresh' | 'nowhere';
	/** Whether `live` moved. */
	readonly changed: boolean;
	/** Milliseconds since the Unix epoch. */
	readonly capturedAt: number | null;
}

/**
 * Look whether somebody edited a dashboard, as pages do by themselves: a capture that nobody asked for, so it is no job
 * and in no list. Those who look at the same moment share one look. Default of `environment`: the dashboard's home.
 */
export const checkDashboard = defineOperation({
	name: 'dashboard.check',
	permission: 'dashboard:capture',
	input: z.object({
		dashboardId: DashboardId,
		environment: EnvironmentName.optional(),
		/** A look of so long ago is new enough, in ms. */
		maxAgeMs: z.coerce.number().int().nonnegative().max(3_600_000).default(2_000)
	}),

	async run(context, { dashboardId, environment, maxAgeMs }): Promise<Check> {
		const { app } = context;
		const dashboard = await openDashboard(app, dashboardId);
		const home = environment ?? dashboard.row.home_environment;
		if (!home) return { how: 'nowhere', changed: false, capturedAt: null };
		const target = await getEnvironment(app.db, home);
		const known = await findEnvironmentDashboard(app.db, { dashboardId, environment: home });
		const capturedAt = known?.capturedAt ?? null;
		if (capturedAt !== null && app.now() - capturedAt < maxAgeMs) return { how: 'fresh', changed: false, capturedAt };
		return sharedWork(app, `dashboard.check ${dashboardId} ${home}`, async () => {
			// A look goes on when the one who began it leaves: others may wait for it.
			const unattended = { ...context, signal: AbortSignal.timeout(LONGEST_MS) };
			return look(unattended, () => captureEnvironment(unattended, dashboard, { environment: target }));
		});
	}
});

const LONGEST_MS = 120_000;

async function look({ app }: Pick<Context, 'app'>, capture: () => Promise<Capture>): Promise<Check> {
	try {
		const { how, changed } = await capture();
		return { how, changed, capturedAt: app.now() };
	} catch (cause) {
		// Another process captured it in the same moment; what it found is as new as ours.
		if (cause instanceof RefMoved) return { how: 'moved', changed: true, capturedAt: app.now() };
		throw cause;
	}
}
