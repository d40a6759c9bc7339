import type { Db } from '../../db/database.ts';
import { listEnvironments, updateEnvironment } from '../../db/environments.ts';
import type { Logger } from '../../log.ts';
import type { Secrets } from '../../secrets/secrets.ts';
import { openCredentials, sealCredentials } from './credentials.ts';

/** At start: seal again, with the first key, what an older one sealed, so that the older one can be taken away. */
export async function resealCredentials({
	db,
	secrets,
	log
}: {
	db: Db;
	secrets: Secrets;
	log: Logger;
}): Promise<void> {
	for (const environment of await listEnvironments(db)) {
		if (secrets.isCurrent(environment.sealedCredentials)) continue;
		try {
			const credentials = openCredentials(secrets, environment);
			const sealedCredentials = sealCredentials(secrets, environment.name, credentials);
			await updateEnvironment(db, environment.name, { sealedCredentials });
			log.info({ environment: environment.name }, 'credentials are sealed with the first key now');
		} catch (err) {
			// The rest of the app works without them; whoever uses this environment is told the same.
			log.warn({ err, environment: environment.name }, 'credentials cannot be opened');
		}
	}
}
