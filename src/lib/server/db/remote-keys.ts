import type { DashboardId } from '#lib/domain/ids.ts';
import type { Db } from './database.ts';

/** The key pair with which a dashboard gets into its git server. `sealedPrivateKey` never leaves the server. */
export interface DashboardRemoteKey {
	readonly dashboardId: DashboardId;
	readonly sealedPrivateKey: string;
	readonly publicKey: string;
	readonly createdAt: number;
}

export async function findRemoteKey(db: Db, dashboardId: DashboardId): Promise<DashboardRemoteKey | undefined> {
	const row = await db.selectFrom('remote_key').selectAll().where('dashboard_id', '=', dashboardId).executeTakeFirst();
	return row && keyOf(row);
}

export async function listRemoteKeys(db: Db): Promise<DashboardRemoteKey[]> {
	return (await db.selectFrom('remote_key').selectAll().execute()).map(keyOf);
}

export async function upsertRemoteKey(db: Db, key: DashboardRemoteKey): Promise<void> {
	const columns = { private_key: key.sealedPrivateKey, public_key: key.publicKey, created_at: key.createdAt };
	await db
		.insertInto('remote_key')
		.values({ dashboard_id: key.dashboardId, ...columns })
		.onConflict((conflict) => conflict.column('dashboard_id').doUpdateSet(columns))
		.execute();
}

export async function deleteRemoteKey(db: Db, dashboardId: DashboardId): Promise<void> {
	await db.deleteFrom('remote_key').where('dashboard_id', '=', dashboardId).execute();
}

const keyOf = (row: {
	dashboard_id: DashboardId;
	private_key: string;
	public_key: string;
	created_at: number;
}): DashboardRemoteKey => ({
	dashboardId: row.dashboard_id,
	sealedPrivateKey: row.private_key,
	publicKey: row.public_key,
	createdAt: row.created_at
});
