import type { Kysely } from 'kysely';

/** The key pair of a dashboard for its git server; it is there before anything is connected, since the server has to know it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a migration knows the tables of its own time only
export async function up(db: Kysely<any>): Promise<void> {
	await db.schema
		.createTable('remote_key')
		.addColumn('dashboard_id', 'text', (c) => c.primaryKey().references('dashboard.id').onDelete('cascade'))
		.addColumn('private_key', 'text', (c) => c.notNull())
		.addColumn('public_key', 'text', (c) => c.notNull())
		.addColumn('created_at', 'bigint', (c) => c.notNull())
		.execute();
}
