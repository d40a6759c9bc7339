import { NO_MAPPING } from '#lib/domain/environment.ts';
import { AlreadyExists } from '#lib/domain/errors.ts';
import { findEnvironment, insertEnvironment } from '../../db/environments.ts';
import { defineOperation } from '../operation.ts';
import { sealCredentials } from './credentials.ts';
import { NewEnvironmentInput } from './input.ts';
import { summaryOfEnvironment } from './summary.ts';
import { connectOnce, failedHealth, usernameOf } from './test-connection.ts';

/** Add a Superset, after it was reached with these credentials. */
export const createEnvironment = defineOperation({
	name: 'environment.create',
	permission: 'environment:write',
	input: NewEnvironmentInput,

	async run({ app, signal }, { name, credentials, saveAnyway, mapping, ...given }) {
		const taken = () =>
			new AlreadyExists(`There is an environment “${name}” already.`, {
				hint: 'Choose another name, or change that one.'
			});
		if (await findEnvironment(app.db, name)) throw taken();

		const health = await connectOnce({ app, signal }, { url: given.url, credentials }).catch((cause: unknown) => {
			if (saveAnyway) return failedHealth(cause, app.now());
			throw cause;
		});
		const environment = {
			...given,
			name,
			mapping: mapping ?? NO_MAPPING,
			credentialsKind: credentials.kind,
			username: usernameOf(credentials),
			sealedCredentials: sealCredentials(app.secrets, name, credentials),
			health,
			createdAt: app.now()
		};
		// Somebody may have added it while Superset was asked.
		if (!(await insertEnvironment(app.db, environment))) throw taken();
		return summaryOfEnvironment(environment);
	}
});
