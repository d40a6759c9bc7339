import { z } from 'zod';
import { DashboardId } from '#lib/domain/ids.ts';
import { findRemote } from '../../db/remotes.ts';
import { defineOperation } from '../operation.ts';
import { sharedWork } from '../shared-work.ts';
import { fetchNow } from './fetch-now.ts';

/** `fresh`: somebody fetched just now, so nobody was asked; `nowhere`: no git remote is connected. */
export interface RemoteCheck {
	readonly how: 'fetched' | 'fresh' | 'nowhere';
	/** Whether a branch or tag came, moved or went. */
	readonly changed: boolean;
	/** Milliseconds since the Unix epoch. */
	readonly fetchedAt: number | null;
}

const LONGEST_MS = 120_000;

/** Fetch as pages do by themselves: it is no job and in no list. Those who ask at the same moment share one fetch. */
export const checkRemote = defineOperation({
	name: 'remote.check',
	permission: 'remote:use',
	input: z.object({
		dashboardId: DashboardId,
		/** A fetch of so long ago is new enough, in ms. */
		maxAgeMs: z.coerce.number().int().nonnegative().max(3_600_000).default(30_000)
	}),

	async run({ app, actor }, { dashboardId, maxAgeMs }): Promise<RemoteCheck> {
		const remote = await findRemote(app.db, dashboardId);
		if (!remote) return { how: 'nowhere', changed: false, fetchedAt: null };
		const fetchedAt = remote.lastFetchedAt;
		if (fetchedAt !== null && app.now() - fetchedAt < maxAgeMs) return { how: 'fresh', changed: false, fetchedAt };
		return sharedWork(app, `${checkRemote.name} ${dashboardId}`, async () => {
			// It goes on when the one who began it leaves: others may wait for it.
			const found = await fetchNow({ app, actor, signal: AbortSignal.timeout(LONGEST_MS) }, dashboardId);
			return {
				how: 'fetched' as const,
				changed: found.moved + found.gone + found.tags > 0,
				fetchedAt: found.fetchedAt
			};
		});
	}
});
