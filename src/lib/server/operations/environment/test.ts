import { z } from 'zod';
import { EnvironmentName } from '#lib/domain/ids.ts';
import { updateEnvironment } from '../../db/environments.ts';
import { defineOperation } from '../operation.ts';
import { describeHealth, failedHealth } from './test-connection.ts';

/** Ask an environment who we are there and what we may do; a failure is kept and answered as health, too. */
export const testEnvironment = defineOperation({
	name: 'environment.test',
	permission: 'environment:read',
	input: z.object({ name: EnvironmentName }),

	async run({ app, signal }, { name }) {
		const client = await app.superset(name);
		const health = await describeHealth({ app, signal }, client).catch((cause: unknown) =>
			failedHealth(cause, app.now())
		);
		await updateEnvironment(app.db, name, { health });
		return health;
	}
});
