import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { AlreadyExists } from '#lib/domain/errors.ts';
import { DashboardId, type AssetUuid, type EnvironmentName } from '#lib/domain/ids.ts';
import { BranchName } from '#lib/domain/refs.ts';
import type { App } from '../../app.ts';
import { deleteDashboard, findDashboardByUuid, insertDashboard } from '../../db/dashboards.ts';
import { closeRepo } from '../../git/objects.ts';
import { initRepo } from '../../git/write.ts';
import type { Actor } from '../operation.ts';
import { openDashboard, type OpenDashboard } from './repository.ts';

const MAIN = BranchName.parse('main');

/**
 * Make a dashboard's row and its empty repository, fill it, and take both away again when filling fails.
 * @throws {AlreadyExists} when a dashboard of this uuid is tracked already.
 */
export async function createDashboard(
	{ app, actor }: { app: App; actor: Actor },
	of: { title: string; uuid: AssetUuid; home: EnvironmentName | null },
	fill: (dashboard: OpenDashboard) => Promise<void>
): Promise<DashboardId> {
	await refuseTwin(app, of.uuid);
	const id = DashboardId.parse(randomUUID());
	try {
		await initRepo(app.repoOf(id).gitDir);
		await insertDashboard(app.db, {
			id,
			title: of.title,
			dashboard_uuid: of.uuid,
			home_environment: of.home,
			default_branch: MAIN,
			created_at: app.now(),
			created_by: actor.name
		});
		await fill(await openDashboard(app, id));
	} catch (cause) {
		await removeDashboard(app, id);
		// Somebody may have tracked it between our look and our row, which the table then refused.
		await refuseTwin(app, of.uuid);
		throw cause;
	}
	return id;
}

async function refuseTwin(app: App, uuid: AssetUuid): Promise<void> {
	const twin = await findDashboardByUuid(app.db, uuid);
	if (!twin) return;
	throw new AlreadyExists(`“${twin.title}” is tracked already.`, { hint: 'Open it in the list of dashboards.' });
}

/** Row first: a repository without a row is found and removed later, a row without a repository would be a dead end. */
export async function removeDashboard(app: App, id: DashboardId): Promise<void> {
	await deleteDashboard(app.db, id);
	const repo = app.repoOf(id);
	await closeRepo(repo);
	await rm(repo.gitDir, { recursive: true, force: true });
}
