import { EnvironmentCredentials } from '#lib/domain/environment.ts';
import { InvalidInput } from '#lib/domain/errors.ts';
import { getEnvironment, updateEnvironment as updateRow, type Environment } from '../../db/environments.ts';
import { defineOperation } from '../operation.ts';
import { openCredentials, sealCredentials } from './credentials.ts';
import { ChangedEnvironmentInput, type ChangedCredentials } from './input.ts';
import { summaryOfEnvironment } from './summary.ts';
import { connectOnce, failedHealth, usernameOf } from './test-connection.ts';

/** Change what is named; an empty password, token or key keeps the one that is there. */
export const updateEnvironment = defineOperation({
	name: 'environment.update',
	permission: 'environment:write',
	input: ChangedEnvironmentInput,

	async run({ app, signal }, { name, credentials, saveAnyway, title, url, stage, mapping }) {
		const before = await getEnvironment(app.db, name);
		const change = {
			...(title !== undefined && { title }),
			...(stage !== undefined && { stage }),
			...(mapping !== undefined && { mapping })
		};
		if (credentials === undefined && url === undefined) {
			await updateRow(app.db, name, change);
			return summaryOfEnvironment(await getEnvironment(app.db, name));
		}

		const kept = openCredentials(app.secrets, before);
		refuseKeptSecretElsewhere(before, url, credentials);
		const wanted = credentials === undefined ? kept : withKeptSecret(credentials, kept);
		const health = await connectOnce({ app, signal }, { url: url ?? before.url, credentials: wanted }).catch(
			(cause: unknown) => {
				if (saveAnyway) return failedHealth(cause, app.now());
				throw cause;
			}
		);
		await updateRow(app.db, name, {
			...change,
			url: url ?? before.url,
			credentialsKind: wanted.kind,
			username: usernameOf(wanted),
			sealedCredentials: sealCredentials(app.secrets, name, wanted),
			health
		});
		return summaryOfEnvironment(await getEnvironment(app.db, name));
	}
});

const secretFieldOf = { password: 'password', token: 'token', api_key: 'key' } as const;

const secretOf = (credentials: ChangedCredentials): string =>
	credentials.kind === 'password'
		? credentials.password
		: credentials.kind === 'token'
			? credentials.token
			: credentials.key;

/** Else who may change the address could send a secret that they cannot read to a server of their own. */
function refuseKeptSecretElsewhere(
	before: Environment,
	url: string | undefined,
	credentials: ChangedCredentials | undefined
): void {
	if (url === undefined || new URL(url).origin === new URL(before.url).origin) return;
	if (credentials !== undefined && secretOf(credentials) !== '') return;
	const field = secretFieldOf[credentials?.kind ?? before.credentialsKind];
	throw new InvalidInput([
		{ path: ['credentials', field], message: 'must be entered again, since the address is another server now' }
	]);
}

/** @throws {InvalidInput} when there is none to keep: it signed in another way before. */
function withKeptSecret(changed: ChangedCredentials, kept: EnvironmentCredentials): EnvironmentCredentials {
	if (secretOf(changed) !== '') return EnvironmentCredentials.parse(changed);
	const field = secretFieldOf[changed.kind];
	if (changed.kind !== kept.kind)
		throw new InvalidInput([{ path: ['credentials', field], message: 'must not be empty' }]);
	return EnvironmentCredentials.parse({ ...changed, [field]: secretOf(kept) });
}
