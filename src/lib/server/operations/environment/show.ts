import { z } from 'zod';
import { EnvironmentName } from '#lib/domain/ids.ts';
import { listDashboardsAtHome } from '../../db/dashboards.ts';
import { findEnvironmentLock } from '../../db/environment-locks.ts';
import { getEnvironment } from '../../db/environments.ts';
import { defineOperation } from '../operation.ts';
import { summaryOfEnvironment } from './summary.ts';

/** One environment, who writes into it at the moment, and the dashboards that are edited there. */
export const showEnvironment = defineOperation({
	name: 'environment.show',
	permission: 'environment:read',
	input: z.object({ name: EnvironmentName }),

	async run({ app }, { name }) {
		const environment = summaryOfEnvironment(await getEnvironment(app.db, name));
		const lock = await findEnvironmentLock(app.db, name);
		const dashboards = await listDashboardsAtHome(app.db, name);
		return {
			environment,
			lock: lock ? { purpose: lock.purpose, heldBy: lock.heldBy, since: lock.since, jobId: lock.jobId } : null,
			dashboards: dashboards.map(({ id, title }) => ({ id, title }))
		};
	}
});
