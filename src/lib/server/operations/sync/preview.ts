import { z } from 'zod';
import { DashboardId } from '#lib/domain/ids.ts';
import { BranchName } from '#lib/domain/refs.ts';
import type { SyncPreview } from '#lib/domain/sync.ts';
import type { App } from '../../app.ts';
import { findRemote } from '../../db/remotes.ts';
import { remoteAccessOf } from '../dashboard/remote-access.ts';
import { openDashboard, readCanonicalTree, type OpenDashboard } from '../dashboard/repository.ts';
import { Ticked } from '../environment/input.ts';
import { defineOperation } from '../operation.ts';
import { fetchNow } from '../remote/fetch-now.ts';
import { filesBetween } from './files.ts';
import { mergeOf, type Merge } from './merging.ts';
import { orphansOf } from './orphans.ts';
import { isInStep, standingOf, type Standing } from './standing.ts';

/** What pulling and pushing a branch would do. Changes no branch on either side. */
export const previewSync = defineOperation({
	name: 'sync.preview',
	permission: 'dashboard:read',
	input: z.object({
		dashboardId: DashboardId,
		/** Default: the default branch. */
		branch: BranchName.optional(),
		/** Whether the git remote is asked first; else it is told from what was fetched last. */
		fetch: Ticked.default(true)
	}),

	async run(context, { dashboardId, branch, fetch }): Promise<SyncPreview> {
		const { app } = context;
		const dashboard = await openDashboard(app, dashboardId);
		const { row, repo } = dashboard;
		await remoteAccessOf(app, dashboardId); // says what to do where none is connected
		if (fetch) await fetchNow(context, dashboardId);
		const standing = await standingOf(app, dashboard, branch ?? BranchName.parse(row.default_branch));
		const { head, remoteHead, remoteState, ahead, behind, base } = standing;
		const merge = await mergeIfNeeded(app, dashboard, standing);
		return {
			...{ branch: standing.branch, head, remote_head: remoteHead, remote_state: remoteState, ahead, behind },
			to_pull: remoteHead && behind > 0 ? await filesBetween(app, repo, base, remoteHead) : [],
			to_push: ahead > 0 ? await filesBetween(app, repo, base, head) : [],
			conflicts: merge?.conflicts ?? [],
			will_orphan: await orphansAfter(app, dashboard, { standing, merge }),
			is_empty: isInStep(standing),
			fetched_at: (await findRemote(app.db, dashboardId))?.lastFetchedAt ?? null
		};
	}
});

async function mergeIfNeeded(app: App, dashboard: OpenDashboard, standing: Standing): Promise<Merge | null> {
	const { branch, head, remoteHead, ahead, behind } = standing;
	if (!remoteHead || ahead === 0 || behind === 0) return null;
	return mergeOf(app, dashboard, {
		mine: { commit: head, name: branch },
		theirs: { commit: remoteHead, name: `origin/${branch}` }
	});
}

async function orphansAfter(
	app: App,
	dashboard: OpenDashboard,
	{ standing: { head, remoteHead, behind }, merge }: { standing: Standing; merge: Merge | null }
): Promise<SyncPreview['will_orphan']> {
	if (!remoteHead || behind === 0) return [];
	const { repo } = dashboard;
	const after = merge?.tree ?? (await readCanonicalTree(app, repo, remoteHead));
	return orphansOf(app, dashboard, { before: await readCanonicalTree(app, repo, head), after });
}
