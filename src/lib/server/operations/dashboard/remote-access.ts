import { z } from 'zod';
import { InvalidInput } from '#lib/domain/errors.ts';
import type { DashboardId } from '#lib/domain/ids.ts';
import type { App } from '../../app.ts';
import type { Config } from '../../config.ts';
import { findRemote, type DashboardRemote } from '../../db/remotes.ts';
import type { Allowance } from '../../git/addresses.ts';
import type { RemoteAccess } from '../../git/remote.ts';
import type { Secrets } from '../../secrets/secrets.ts';

/** Where git may go is no part of it: the settings of today say that. */
const Access = z.discriminatedUnion('kind', [
	z.object({
		...{ kind: z.literal('token'), url: z.string(), username: z.string(), token: z.string() },
		certificates: z.string().optional()
	}),
	z.object({ kind: z.literal('ssh'), url: z.string(), privateKey: z.string(), knownHosts: z.string() }),
	z.object({ kind: z.literal('folder'), path: z.string(), root: z.string() })
]);
export type SealedRemoteAccess = z.infer<typeof Access>;

const placeOf = (dashboardId: DashboardId) => `dashboard/${dashboardId}/remote`;
const keyPlaceOf = (dashboardId: DashboardId) => `dashboard/${dashboardId}/remote-key`;

export const sealRemoteAccess = (secrets: Secrets, dashboardId: DashboardId, access: RemoteAccess): string =>
	secrets.seal(placeOf(dashboardId), JSON.stringify(Access.parse(access)));

/** @throws {StorageFailed} when it was sealed with a key that is not here. */
export const openRemoteAccess = (
	secrets: Secrets,
	remote: Pick<DashboardRemote, 'dashboardId' | 'sealedAccess'>
): SealedRemoteAccess => Access.parse(JSON.parse(secrets.open(placeOf(remote.dashboardId), remote.sealedAccess)));

export const sealRemoteKey = (secrets: Secrets, dashboardId: DashboardId, privateKey: string): string =>
	secrets.seal(keyPlaceOf(dashboardId), privateKey);

/** @throws {StorageFailed} when it was sealed with a key that is not here. */
export const openRemoteKey = (
	secrets: Secrets,
	key: { readonly dashboardId: DashboardId; readonly sealedPrivateKey: string }
): string => secrets.open(keyPlaceOf(key.dashboardId), key.sealedPrivateKey);

/** Where git may go, by the settings. */
export const allowanceOf = (config: Pick<Config, 'allowedHosts' | 'allowPrivateHosts'>): Allowance => ({
	allowedHosts: config.allowedHosts,
	allowPrivate: config.allowPrivateHosts
});

/** An access with where it may lead. */
export const allowedBy = (
	config: Pick<Config, 'allowedHosts' | 'allowPrivateHosts'>,
	access: SealedRemoteAccess
): RemoteAccess => (access.kind === 'folder' ? access : { ...access, ...allowanceOf(config) });

/**
 * How to reach the git remote of a dashboard.
 * @throws {InvalidInput} when none is connected. {StorageFailed} when the secret cannot be opened.
 */
export async function remoteAccessOf(
	{ db, secrets, config }: Pick<App, 'db' | 'secrets' | 'config'>,
	dashboardId: DashboardId
): Promise<RemoteAccess> {
	const remote = await findRemote(db, dashboardId);
	if (!remote) {
		throw new InvalidInput([{ path: [], message: 'no git host is connected to this dashboard' }], {
			hint: 'Connect one in the settings of the dashboard. Until then its branches are kept here alone; a ZIP of any commit can be downloaded.'
		});
	}
	return allowedBy(config, openRemoteAccess(secrets, remote));
}
