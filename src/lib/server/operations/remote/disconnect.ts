import { z } from 'zod';
import { DashboardId } from '#lib/domain/ids.ts';
import { deleteRemote, findRemote } from '../../db/remotes.ts';
import { deleteRemoteKey } from '../../db/remote-keys.ts';
import { openDashboard } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';

/** Forget address and access of the git remote. Every branch and commit stays, here and there. */
export const disconnectRemote = defineOperation({
	name: 'remote.disconnect',
	permission: 'remote:write',
	input: z.object({ dashboardId: DashboardId }),

	/** `url`: what was connected; `null` when nothing was. */
	async run({ app }, { dashboardId }): Promise<{ url: string | null }> {
		await openDashboard(app, dashboardId);
		const before = await findRemote(app.db, dashboardId);
		await app.db.transaction().execute(async (trx) => {
			await deleteRemote(trx, dashboardId);
			await deleteRemoteKey(trx, dashboardId);
		});
		return { url: before?.url ?? null };
	}
});
