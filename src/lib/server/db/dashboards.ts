import type { Insertable, Selectable, Updateable } from 'kysely';
import { NotFound } from '#lib/domain/errors.ts';
import type { AssetUuid, DashboardId, EnvironmentName } from '#lib/domain/ids.ts';
import type { Db } from './database.ts';
import type { DashboardTable } from './schema.ts';

export type DashboardRow = Selectable<DashboardTable>;

export function listDashboards(db: Db): Promise<DashboardRow[]> {
	return db.selectFrom('dashboard').selectAll().orderBy('title').orderBy('id').execute();
}

/** Dashboards whose home is this environment. */
export function listDashboardsAtHome(db: Db, environment: EnvironmentName): Promise<DashboardRow[]> {
	return db.selectFrom('dashboard').selectAll().where('home_environment', '=', environment).orderBy('title').execute();
}

export function findDashboard(db: Db, id: DashboardId): Promise<DashboardRow | undefined> {
	return db.selectFrom('dashboard').selectAll().where('id', '=', id).executeTakeFirst();
}

/** By Superset's own uuid of it. */
export function findDashboardByUuid(db: Db, uuid: AssetUuid): Promise<DashboardRow | undefined> {
	return db.selectFrom('dashboard').selectAll().where('dashboard_uuid', '=', uuid).executeTakeFirst();
}

/** @throws {NotFound} when no dashboard has this id. */
export async function getDashboard(db: Db, id: DashboardId): Promise<DashboardRow> {
	const dashboard = await findDashboard(db, id);
	if (!dashboard) throw new NotFound('dashboard', id);
	return dashboard;
}

export async function insertDashboard(db: Db, dashboard: Insertable<DashboardTable>): Promise<void> {
	await db.insertInto('dashboard').values(dashboard).execute();
}

export async function updateDashboard(
	db: Db,
	id: DashboardId,
	change: Omit<Updateable<DashboardTable>, 'id'>
): Promise<void> {
	await db.updateTable('dashboard').set(change).where('id', '=', id).execute();
}

/** With everything that refers to it. The repository is not touched. */
export async function deleteDashboard(db: Db, id: DashboardId): Promise<void> {
	await db.deleteFrom('dashboard').where('id', '=', id).execute();
}

/** Dashboards of this environment keep their history and lose their home. */
export async function clearHome(db: Db, environment: EnvironmentName): Promise<void> {
	await db
		.updateTable('dashboard')
		.set({ home_environment: null })
		.where('home_environment', '=', environment)
		.execute();
}
