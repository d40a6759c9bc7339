import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { NotFound } from '#lib/domain/errors.ts';
import type { DashboardId } from '#lib/domain/ids.ts';
import type { App } from '../../app.ts';
import { listDashboards, type DashboardRow } from '../../db/dashboards.ts';
import { migrate, openDatabase } from '../../db/database.ts';
import { closeGit } from '../../git/objects.ts';
import { rebuildIndex } from './fill.ts';
import { memoryOf } from './index-memory.ts';

/** A dashboard whose index was made anew; `commits`: how many are in it. */
export interface Rebuilt {
	readonly id: DashboardId;
	readonly title: string;
	readonly commits: number;
}

/** One dashboard after the other. `report` is told which one is next, and which share is done, 0 to 1. */
export async function rebuildAll(
	app: Pick<App, 'db' | 'repoOf'>,
	rows: readonly DashboardRow[],
	report: (title: string, progress: number) => unknown
): Promise<Rebuilt[]> {
	const rebuilt: Rebuilt[] = [];
	for (const [at, row] of rows.entries()) {
		await report(row.title, at / rows.length);
		const index = await rebuildIndex(app, { row, repo: app.repoOf(row.id) });
		rebuilt.push({ id: row.id, title: row.title, commits: (await memoryOf(app.db, index)).ids.length });
	}
	return rebuilt;
}

/**
 * The same for all dashboards of a data folder, without a server; one may run on it meanwhile.
 *
 * @throws {NotFound} when it is no data folder. @throws {StorageFailed} as `openDatabase` and `migrate`
 */
export async function rebuildInFolder(dataDir: string, report: (title: string) => void): Promise<Rebuilt[]> {
	const file = join(dataDir, 'dashbranch.sqlite');
	if (!existsSync(file)) {
		throw new NotFound('data folder', dataDir, { hint: 'Name the folder that the server has as DATA_DIR.' });
	}
	const db = openDatabase(file);
	try {
		await migrate(db);
		const repoOf = (id: DashboardId) => ({ gitDir: join(dataDir, 'repos', `${id}.git`) });
		return await rebuildAll({ db, repoOf }, await listDashboards(db), report);
	} finally {
		await closeGit();
		await db.destroy();
	}
}
