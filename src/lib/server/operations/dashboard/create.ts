import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { AlreadyExists } from '#lib/domain/errors.ts';
import { DashboardId, type AssetUuid, type EnvironmentName } from '#lib/domain/ids.ts';
import { BranchName } from '#lib/domain/refs.ts';
import type { App } from '../../app.ts';
import { deleteDashboard, findDashboardByUuid, insertDashboard } from '../../db/dashboards.ts';
import type { Db } from '../../db/database.ts';
import { closeRepo } from '../../git/objects.ts';
import { initRepo } from '../../git/write.ts';
import type { Actor } from '../operation.ts';
import type { OpenDashboard } from './repository.ts';

const MAIN = BranchName.parse('main');

/**
 * Make a dashboard's repository, fill it, and only then its row: one that is listed is whole, whenever the process dies.
 * When filling fails, the repository is taken away again.
 * @param fill may give back what is to be written together with the row
 * @throws {AlreadyExists} when a dashboard of this uuid is tracked already.
 */
export async function createDashboard(
	{ app, actor }: { app: App; actor: Actor },
	of: { title: string; uuid: AssetUuid; home: EnvironmentName | null },
	fill: (dashboard: OpenDashboard) => Promise<void | ((db: Db) => Promise<void>)>
): Promise<DashboardId> {
	await refuseTwin(app, of.uuid);
	const id = DashboardId.parse(randomUUID());
	const row = {
		id,
		title: of.title,
		dashboard_uuid: of.uuid,
		home_environment: of.home,
		default_branch: MAIN,
		created_at: app.now(),
		created_by: actor.name
	};
	try {
		const repo = await initRepo(app.repoOf(id).gitDir);
		const alongside = await fill({ row, repo });
		await app.db.transaction().execute(async (trx) => {
			await insertDashboard(trx, row);
			await alongside?.(trx);
		});
	} catch (cause) {
		await removeDashboard(app, id);
		// Somebody may have tracked it since our look; then the table has refused our row.
		await refuseTwin(app, of.uuid);
		throw cause;
	}
	return id;
}

/** @throws {AlreadyExists} when a dashboard of this uuid is tracked. `hint`: the next step. */
export async function refuseTwin(
	app: Pick<App, 'db'>,
	uuid: AssetUuid,
	hint = 'Open it in the list of dashboards.'
): Promise<void> {
	const twin = await findDashboardByUuid(app.db, uuid);
	if (!twin) return;
	throw new AlreadyExists(`“${twin.title}” is tracked already.`, { hint });
}

/** Row first: a repository without a row is found and removed later, a row without a repository would be a dead end. */
export async function removeDashboard(app: App, id: DashboardId): Promise<void> {
	await deleteDashboard(app.db, id);
	const repo = app.repoOf(id);
	await closeRepo(repo);
	await rm(repo.gitDir, { recursive: true, force: true });
}
