import { EnvironmentCredentials } from '#lib/domain/environment.ts';
import type { EnvironmentName } from '#lib/domain/ids.ts';
import type { Environment } from '../../db/environments.ts';
import type { Secrets } from '../../secrets/secrets.ts';

const placeOf = (name: EnvironmentName) => `environment/${name}/credentials`;

export const sealCredentials = (secrets: Secrets, name: EnvironmentName, credentials: EnvironmentCredentials): string =>
	secrets.seal(placeOf(name), JSON.stringify(credentials));

/** @throws {StorageFailed} when they were sealed with a key that is not here. */
export const openCredentials = (
	secrets: Secrets,
	environment: Pick<Environment, 'name' | 'sealedCredentials'>
): EnvironmentCredentials =>
	EnvironmentCredentials.parse(JSON.parse(secrets.open(placeOf(environment.name), environment.sealedCredentials)));
