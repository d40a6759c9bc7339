import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Kysely, Migrator, SqliteDialect } from 'kysely';
import Sqlite from 'better-sqlite3';
import { DeploymentId } from '#lib/domain/ids.ts';
import { migrate, openDatabase } from '#lib/server/db/database.ts';
import { getDeployment, updateDeployment } from '#lib/server/db/deployments.ts';
import { migrations } from '#migrations';
import { expect, test } from '#tests/support/app.ts';

const [FIRST = ''] = Object.keys(migrations);
const id = DeploymentId.parse(randomUUID());
const dashboardId = randomUUID();

/** A database as the first release left it, with a deployment. */
async function firstRelease(file: string): Promise<void> {
	// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the tables of then
	const db = new Kysely<any>({ dialect: new SqliteDialect({ database: new Sqlite(file) }) });
	const provider = { getMigrations: async () => ({ [FIRST]: migrations[FIRST]! }) };
	await new Migrator({ db, provider }).migrateToLatest();
	const [dashboard_uuid, job_id] = [randomUUID(), randomUUID()];
	await db
		.insertInto('dashboard')
		.values({
			id: dashboardId,
			title: 'Sales',
			dashboard_uuid,
			default_branch: 'main',
			created_at: 1,
			created_by: 'Ana'
		})
		.execute();
	await db
		.insertInto('deployment')
		.values({
			...{ id, dashboard_id: dashboardId, environment: 'prod', kind: 'rollback', commit_oid: 'a'.repeat(40) },
			...{ state: 'verified', started_by: 'Ana', started_at: 5, finished_at: 6, job_id, plan: null }
		})
		.execute();
	await db.destroy();
}

test('DB-2 deployments of an older release are kept, with what refers to them', async ({ world }) => {
	const file = join(world.dir, 'older.sqlite');
	await firstRelease(file);
	const db = openDatabase(file);
	await migrate(db);
	expect(await getDeployment(db, id)).toMatchObject({
		id,
		dashboardId,
		kind: 'rollback',
		state: 'verified',
		startedAt: 5
	});
	await updateDeployment(db, id, { failure: 'away' });
	await db.updateTable('deployment').set({ kind: 'apply' }).execute();
	const unknown = db
		.updateTable('deployment')
		.set({ kind: 'other' as 'apply' })
		.execute();
	await expect(unknown).rejects.toThrow(/CHECK/);
	await db.deleteFrom('dashboard').execute();
	expect(await db.selectFrom('deployment').selectAll().execute()).toEqual([]);
	await db.destroy();
});
