import { NO_MAPPING } from '#lib/domain/environment.ts';
import { EnvironmentName } from '#lib/domain/ids.ts';
import type { App } from '#lib/server/app.ts';
import { insertEnvironment } from '#lib/server/db/environments.ts';
import { sealCredentials } from '#lib/server/operations/environment/credentials.ts';

/** Put an environment into the database without asking any Superset. */
export async function addEnvironment(
	app: App,
	name = 'dev',
	url = `https://${name}.example`
): Promise<EnvironmentName> {
	const parsed = EnvironmentName.parse(name);
	await insertEnvironment(app.db, {
		name: parsed,
		title: name.toUpperCase(),
		url,
		stage: name === 'prod' ? 'prod' : name === 'staging' ? 'staging' : 'dev',
		credentialsKind: 'password',
		username: 'robot',
		sealedCredentials: sealCredentials(app.secrets, parsed, {
			kind: 'password',
			username: 'robot',
			password: 'kept-password',
			provider: 'db'
		}),
		mapping: NO_MAPPING,
		health: { kind: 'unknown' },
		createdAt: app.now()
	});
	return parsed;
}
