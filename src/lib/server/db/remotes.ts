import type { DashboardId } from '#lib/domain/ids.ts';
import type { Db } from './database.ts';

/** Where a dashboard is pushed to. `sealedAccess` never leaves the server. */
export interface DashboardRemote {
	readonly dashboardId: DashboardId;
	readonly sealedAccess: string;
	/** What may be shown. */
	readonly url: string;
	readonly lastFetchedAt: number | null;
}

export async function findRemote(db: Db, dashboardId: DashboardId): Promise<DashboardRemote | undefined> {
	const row = await db.selectFrom('remote').selectAll().where('dashboard_id', '=', dashboardId).executeTakeFirst();
	return row && { dashboardId, sealedAccess: row.access, url: row.url, lastFetchedAt: row.last_fetched_at };
}

export async function listRemotes(db: Db): Promise<Pick<DashboardRemote, 'dashboardId' | 'sealedAccess'>[]> {
	const rows = await db.selectFrom('remote').select(['dashboard_id', 'access']).execute();
	return rows.map((row) => ({ dashboardId: row.dashboard_id, sealedAccess: row.access }));
}

export async function updateRemoteAccess(db: Db, dashboardId: DashboardId, sealedAccess: string): Promise<void> {
	await db.updateTable('remote').set({ access: sealedAccess }).where('dashboard_id', '=', dashboardId).execute();
}

export async function upsertRemote(db: Db, remote: DashboardRemote): Promise<void> {
	const columns = { access: remote.sealedAccess, url: remote.url, last_fetched_at: remote.lastFetchedAt };
	await db
		.insertInto('remote')
		.values({ dashboard_id: remote.dashboardId, ...columns })
		.onConflict((conflict) => conflict.column('dashboard_id').doUpdateSet(columns))
		.execute();
}

export async function updateRemoteFetched(db: Db, dashboardId: DashboardId, at: number): Promise<void> {
	await db.updateTable('remote').set({ last_fetched_at: at }).where('dashboard_id', '=', dashboardId).execute();
}

export async function deleteRemote(db: Db, dashboardId: DashboardId): Promise<void> {
	await db.deleteFrom('remote').where('dashboard_id', '=', dashboardId).execute();
}
