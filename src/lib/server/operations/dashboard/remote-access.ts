import { z } from 'zod';
import { InvalidInput } from '#lib/domain/errors.ts';
import type { DashboardId } from '#lib/domain/ids.ts';
import type { App } from '../../app.ts';
import { findRemote } from '../../db/remotes.ts';
import type { RemoteAccess } from '../../git/remote.ts';
import type { Secrets } from '../../secrets/secrets.ts';

const allowance = { allowedHosts: z.array(z.string()).optional() };
const Access = z.discriminatedUnion('kind', [
	z.object({
		...{ kind: z.literal('token'), url: z.string(), username: z.string(), token: z.string(), ...allowance },
		certificates: z.string().optional()
	}),
	z.object({
		...{ kind: z.literal('ssh'), url: z.string(), privateKey: z.string(), knownHosts: z.string(), ...allowance }
	}),
	z.object({ kind: z.literal('folder'), path: z.string(), root: z.string() })
]);

const placeOf = (dashboardId: DashboardId) => `dashboard/${dashboardId}/remote`;

export const sealRemoteAccess = (secrets: Secrets, dashboardId: DashboardId, access: RemoteAccess): string =>
	secrets.seal(placeOf(dashboardId), JSON.stringify(access));

/**
 * How to reach the git host of a dashboard.
 * @throws {InvalidInput} when none is connected. {StorageFailed} when the secret cannot be opened.
 */
export async function remoteAccessOf(
	{ db, secrets }: Pick<App, 'db' | 'secrets'>,
	dashboardId: DashboardId
): Promise<RemoteAccess> {
	const remote = await findRemote(db, dashboardId);
	if (!remote) {
		throw new InvalidInput([{ path: [], message: 'no git host is connected to this dashboard' }], {
			hint: 'Until one is connected, its branches are kept here alone; a ZIP of any commit can be downloaded.'
		});
	}
	return Access.parse(JSON.parse(secrets.open(placeOf(dashboardId), remote.sealedAccess))) as RemoteAccess;
}
