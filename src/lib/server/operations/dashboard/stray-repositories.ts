import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DashboardId } from '#lib/domain/ids.ts';
import type { App } from '../../app.ts';
import { findDashboard } from '../../db/dashboards.ts';
import { removeLeftovers } from '../../git/leftovers.ts';
import { emptyTrash, finishTrashing } from './trash.ts';

/** A younger one may be in the making, by another process on the same folder. */
const STRAY_AFTER_MS = 3_600_000;

/**
 * Remove repositories that no dashboard has: left over where a process died while it tracked one. One that was on its way
 * to the trash gets there, and what lay there for long enough goes. Of those that stay, locks of a git that was killed are
 * taken away. What is not named like a repository of ours is not touched.
 */
export async function removeStrayRepositories(app: Pick<App, 'config' | 'db' | 'log'>, now: number): Promise<void> {
	await emptyTrash(app, now);
	const folder = join(app.config.dataDir, 'repos');
	for (const name of await readdir(folder)) {
		const id = DashboardId.safeParse(/^(.+)\.git$/.exec(name)?.[1]);
		if (!id.success) continue;
		const path = join(folder, name);
		if (await findDashboard(app.db, id.data)) {
			const removed = await removeLeftovers({ gitDir: path }, { olderThan: now - STRAY_AFTER_MS });
			if (removed.length > 0) app.log.warn({ repository: name, removed }, 'removed what a git left that was killed');
			continue;
		}
		if (await finishTrashing(app, id.data, path)) continue;
		if (now - (await stat(path)).mtimeMs < STRAY_AFTER_MS) continue;
		await rm(path, { recursive: true, force: true });
		app.log.warn({ repository: name }, 'removed a repository that no dashboard has');
	}
}
