import type { Db } from '../../db/database.ts';
import { listRemoteKeys, upsertRemoteKey } from '../../db/remote-keys.ts';
import { listRemotes, updateRemoteAccess } from '../../db/remotes.ts';
import type { Logger } from '../../log.ts';
import type { Secrets } from '../../secrets/secrets.ts';
import { openRemoteAccess, openRemoteKey, sealRemoteAccess, sealRemoteKey } from '../dashboard/remote-access.ts';

/** At start: seal again, with the first key, what an older one sealed of git remotes. */
export async function resealRemotes({ db, secrets, log }: { db: Db; secrets: Secrets; log: Logger }): Promise<void> {
	const reseal = async (dashboardId: string, what: string, sealed: string, again: () => Promise<void>) => {
		if (secrets.isCurrent(sealed)) return;
		try {
			await again();
			log.info({ dashboardId }, `the ${what} is sealed with the first key now`);
		} catch (err) {
			// The rest of the app works without it; whoever uses this remote is told the same.
			log.warn({ err, dashboardId }, `the ${what} cannot be opened`);
		}
	};
	for (const remote of await listRemotes(db)) {
		const { dashboardId, sealedAccess } = remote;
		await reseal(dashboardId, 'access to a git remote', sealedAccess, () =>
			updateRemoteAccess(db, dashboardId, sealRemoteAccess(secrets, dashboardId, openRemoteAccess(secrets, remote)))
		);
	}
	for (const key of await listRemoteKeys(db)) {
		await reseal(key.dashboardId, 'key for a git remote', key.sealedPrivateKey, () => {
			const sealedPrivateKey = sealRemoteKey(secrets, key.dashboardId, openRemoteKey(secrets, key));
			return upsertRemoteKey(db, { ...key, sealedPrivateKey });
		});
	}
}
