import { z } from 'zod';
import { StorageFailed } from '#lib/domain/errors.ts';
import { DashboardId } from '#lib/domain/ids.ts';
import type { RemoteAccessSummary, RemoteKey, RemoteView } from '#lib/domain/remote.ts';
import { findRemoteKey, type DashboardRemoteKey } from '../../db/remote-keys.ts';
import { findRemote, type DashboardRemote } from '../../db/remotes.ts';
import { hostKeyIn } from '../../git/host-key.ts';
import { fingerprintOf } from '../../git/ssh-key.ts';
import type { Secrets } from '../../secrets/secrets.ts';
import { openRemoteAccess } from '../dashboard/remote-access.ts';
import { openDashboard } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';

/** Which git remote is connected to a dashboard, without its secrets, and the public part of its key. */
export const showRemote = defineOperation({
	name: 'remote.show',
	permission: 'dashboard:read',
	input: z.object({ dashboardId: DashboardId }),

	async run({ app }, { dashboardId }): Promise<RemoteView> {
		await openDashboard(app, dashboardId);
		const [remote, key] = await Promise.all([findRemote(app.db, dashboardId), findRemoteKey(app.db, dashboardId)]);
		return {
			connection: remote
				? { url: remote.url, lastFetchedAt: remote.lastFetchedAt, access: summaryOf(app.secrets, remote) }
				: null,
			key: key ? shownKey(key) : null
		};
	}
});

/** What may be shown of a key pair. */
export const shownKey = ({ publicKey, createdAt }: DashboardRemoteKey): RemoteKey => ({
	publicKey,
	fingerprint: fingerprintOf(publicKey.split(' ')[1] ?? ''),
	createdAt
});

function summaryOf(secrets: Secrets, remote: DashboardRemote): RemoteAccessSummary | null {
	try {
		const access = openRemoteAccess(secrets, remote);
		return {
			kind: access.kind,
			username: access.kind === 'token' ? access.username : null,
			certificates: access.kind === 'token' ? (access.certificates ?? '') : '',
			hostKey: (access.kind === 'ssh' && hostKeyIn(access.knownHosts)) || null
		};
	} catch (cause) {
		if (cause instanceof StorageFailed) return null;
		throw cause;
	}
}
