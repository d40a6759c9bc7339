import { sql, type Kysely } from 'kysely';

/**
 * Which branch an environment shows, and the kinds of writes that come with it. A check cannot be changed where it
 * stands, so the table of deployments is made anew with the same rows.
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a migration knows the tables of its own time only
export async function up(db: Kysely<any>): Promise<void> {
	await db.schema.alterTable('environment_dashboard').addColumn('shown', 'text').execute();

	await db.schema
		.createTable('deployment_of_any_kind')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('dashboard_id', 'text', (c) => c.notNull().references('dashboard.id').onDelete('cascade'))
		.addColumn('environment', 'text', (c) => c.notNull())
		.addColumn('kind', 'text', (c) =>
			c.notNull().check(sql`kind in ('deploy', 'rollback', 'apply', 'discard', 'bring-back')`)
		)
		.addColumn('commit_oid', 'text', (c) => c.notNull())
		.addColumn('safety_commit', 'text')
		.addColumn('state', 'text', (c) =>
			c.notNull().check(sql`state in ('running', 'verified', 'differs', 'failed', 'cancelled')`)
		)
		.addColumn('started_by', 'text', (c) => c.notNull())
		.addColumn('started_at', 'bigint', (c) => c.notNull())
		.addColumn('finished_at', 'bigint')
		.addColumn('job_id', 'text', (c) => c.notNull())
		.addColumn('plan', 'text')
		.addColumn('proof', 'text')
		.addColumn('failure', 'text')
		.addColumn('shown_before', 'text')
		.execute();
	const columns = [
		...['id', 'dashboard_id', 'environment', 'kind', 'commit_oid', 'safety_commit', 'state', 'started_by'],
		...['started_at', 'finished_at', 'job_id', 'plan', 'proof', 'failure']
	];
	await db
		.insertInto('deployment_of_any_kind')
		.columns(columns)
		.expression(db.selectFrom('deployment').select(columns))
		.execute();
	await db.schema.dropTable('deployment').execute();
	await db.schema.alterTable('deployment_of_any_kind').renameTo('deployment').execute();
	await db.schema
		.createIndex('deployment_dashboard')
		.on('deployment')
		.columns(['dashboard_id', 'started_at'])
		.execute();
	await db.schema.createIndex('deployment_environment').on('deployment').column('environment').execute();
}
