import { z } from 'zod';
import { AlreadyExists } from '#lib/domain/errors.ts';
import { DashboardId } from '#lib/domain/ids.ts';
import type { RemoteKey } from '#lib/domain/remote.ts';
import { findRemoteKey, upsertRemoteKey } from '../../db/remote-keys.ts';
import { makeSshKey } from '../../git/ssh-key.ts';
import { sealRemoteKey } from '../dashboard/remote-access.ts';
import { openDashboard } from '../dashboard/repository.ts';
import { Ticked } from '../environment/input.ts';
import { defineOperation } from '../operation.ts';
import { shownKey } from './show.ts';

/** Make the key pair with which a dashboard gets into its git server; with `replace` another one. */
export const makeRemoteKey = defineOperation({
	name: 'remote.make-key',
	permission: 'remote:write',
	input: z.object({ dashboardId: DashboardId, replace: Ticked }),

	/** The public part. A connection keeps the key that it was made with until it is connected again. */
	async run({ app }, { dashboardId, replace }): Promise<RemoteKey> {
		await openDashboard(app, dashboardId);
		if (!replace && (await findRemoteKey(app.db, dashboardId))) {
			throw new AlreadyExists('This dashboard has a key already.', {
				hint: 'Use that one, or ask for another one; the git server then needs the new one, too.'
			});
		}
		const { privateKey, publicKey } = makeSshKey(`dashbranch-${dashboardId.slice(0, 8)}`);
		const sealedPrivateKey = sealRemoteKey(app.secrets, dashboardId, privateKey);
		const key = { dashboardId, sealedPrivateKey, publicKey, createdAt: app.now() };
		await upsertRemoteKey(app.db, key);
		return shownKey(key);
	}
});
