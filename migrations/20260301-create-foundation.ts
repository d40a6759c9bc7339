import { sql, type Kysely } from 'kysely';

/**
 * Dashboards, environments, deployments, people and the long work that is done on them.
 *
 * Types are those that SQLite and PostgreSQL both take: `bigint` for milliseconds since the Unix epoch, `text` for
 * JSON and for sealed secrets. `Kysely<any>` on purpose: a migration describes the past, so it must not follow the
 * app's types.
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export async function up(db: Kysely<any>): Promise<void> {
	await createPeople(db);
	await createDashboards(db);
	await createJobs(db);
	await createDeployments(db);
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
async function createPeople(db: Kysely<any>): Promise<void> {
	// The four tables of the sign-in library; dates are ISO text there, because the library writes them so.
	await db.schema
		.createTable('person')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('name', 'text', (c) => c.notNull())
		.addColumn('email', 'text', (c) => c.notNull().unique())
		.addColumn('email_verified', 'integer', (c) => c.notNull().defaultTo(0))
		.addColumn('image', 'text')
		.addColumn('role', 'text', (c) => c.notNull().check(sql`role in ('analyst', 'engineer', 'admin')`))
		.addColumn('created_at', 'text', (c) => c.notNull())
		.addColumn('updated_at', 'text', (c) => c.notNull())
		.execute();

	await db.schema
		.createTable('session')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('token', 'text', (c) => c.notNull().unique())
		.addColumn('person_id', 'text', (c) => c.notNull().references('person.id').onDelete('cascade'))
		.addColumn('ip_address', 'text')
		.addColumn('user_agent', 'text')
		.addColumn('expires_at', 'text', (c) => c.notNull())
		.addColumn('created_at', 'text', (c) => c.notNull())
		.addColumn('updated_at', 'text', (c) => c.notNull())
		.execute();
	await db.schema.createIndex('session_person').on('session').column('person_id').execute();

	await db.schema
		.createTable('sign_in_account')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('account_id', 'text', (c) => c.notNull())
		.addColumn('provider_id', 'text', (c) => c.notNull())
		.addColumn('person_id', 'text', (c) => c.notNull().references('person.id').onDelete('cascade'))
		.addColumn('access_token', 'text')
		.addColumn('refresh_token', 'text')
		.addColumn('id_token', 'text')
		.addColumn('access_token_expires_at', 'text')
		.addColumn('refresh_token_expires_at', 'text')
		.addColumn('scope', 'text')
		.addColumn('password', 'text')
		.addColumn('created_at', 'text', (c) => c.notNull())
		.addColumn('updated_at', 'text', (c) => c.notNull())
		.execute();
	await db.schema.createIndex('sign_in_account_person').on('sign_in_account').column('person_id').execute();

	await db.schema
		.createTable('verification')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('identifier', 'text', (c) => c.notNull())
		.addColumn('value', 'text', (c) => c.notNull())
		.addColumn('expires_at', 'text', (c) => c.notNull())
		.addColumn('created_at', 'text', (c) => c.notNull())
		.addColumn('updated_at', 'text', (c) => c.notNull())
		.execute();
	await db.schema.createIndex('verification_identifier').on('verification').column('identifier').execute();

	await db.schema
		.createTable('api_token')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('person_id', 'text', (c) => c.notNull().references('person.id').onDelete('cascade'))
		.addColumn('name', 'text', (c) => c.notNull())
		.addColumn('hash', 'text', (c) => c.notNull().unique())
		.addColumn('created_at', 'bigint', (c) => c.notNull())
		.addColumn('expires_at', 'bigint', (c) => c.notNull())
		.execute();

	await db.schema
		.createTable('throttle')
		.addColumn('key', 'text', (c) => c.primaryKey())
		.addColumn('failures', 'integer', (c) => c.notNull())
		.addColumn('window_ends_at', 'bigint', (c) => c.notNull())
		.execute();
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
async function createDashboards(db: Kysely<any>): Promise<void> {
	await db.schema
		.createTable('environment')
		.addColumn('name', 'text', (c) => c.primaryKey())
		.addColumn('title', 'text', (c) => c.notNull())
		.addColumn('url', 'text', (c) => c.notNull())
		.addColumn('stage', 'text', (c) => c.notNull().check(sql`stage in ('dev', 'staging', 'prod')`))
		.addColumn('credentials_kind', 'text', (c) => c.notNull())
		.addColumn('username', 'text')
		.addColumn('credentials', 'text', (c) => c.notNull())
		.addColumn('mapping', 'text', (c) => c.notNull())
		.addColumn('health', 'text', (c) => c.notNull())
		.addColumn('created_at', 'bigint', (c) => c.notNull())
		.execute();

	await db.schema
		.createTable('dashboard')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('title', 'text', (c) => c.notNull())
		.addColumn('dashboard_uuid', 'text', (c) => c.notNull().unique())
		.addColumn('home_environment', 'text', (c) => c.references('environment.name'))
		.addColumn('default_branch', 'text', (c) => c.notNull())
		.addColumn('created_at', 'bigint', (c) => c.notNull())
		.addColumn('created_by', 'text', (c) => c.notNull())
		.execute();
	await db.schema.createIndex('dashboard_home').on('dashboard').column('home_environment').execute();

	await db.schema
		.createTable('environment_dashboard')
		.addColumn('dashboard_id', 'text', (c) => c.notNull().references('dashboard.id').onDelete('cascade'))
		.addColumn('environment', 'text', (c) => c.notNull().references('environment.name').onDelete('cascade'))
		.addColumn('superset_id', 'integer')
		.addColumn('change_stamps', 'text')
		.addColumn('captured_at', 'bigint')
		.addPrimaryKeyConstraint('environment_dashboard_pk', ['dashboard_id', 'environment'])
		.execute();

	await db.schema
		.createTable('remote')
		.addColumn('dashboard_id', 'text', (c) => c.primaryKey().references('dashboard.id').onDelete('cascade'))
		.addColumn('access', 'text', (c) => c.notNull())
		.addColumn('url', 'text', (c) => c.notNull())
		.addColumn('last_fetched_at', 'bigint')
		.execute();
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
async function createJobs(db: Kysely<any>): Promise<void> {
	const states = sql`state in ('queued', 'running', 'succeeded', 'failed', 'cancelled', 'interrupted')`;
	await db.schema
		.createTable('job')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('operation', 'text', (c) => c.notNull())
		.addColumn('title', 'text', (c) => c.notNull())
		.addColumn('href', 'text')
		.addColumn('state', 'text', (c) => c.notNull().check(states))
		.addColumn('input', 'text')
		.addColumn('result', 'text')
		.addColumn('error', 'text')
		.addColumn('person_id', 'text', (c) => c.notNull())
		.addColumn('started_by', 'text', (c) => c.notNull())
		.addColumn('created_at', 'bigint', (c) => c.notNull())
		.addColumn('finished_at', 'bigint')
		.addColumn('last_seq', 'integer', (c) => c.notNull())
		.addColumn('owner', 'text', (c) => c.notNull())
		.addColumn('heartbeat_at', 'bigint', (c) => c.notNull())
		.addColumn('cancel_requested_at', 'bigint')
		.execute();
	await db.schema.createIndex('job_created').on('job').column('created_at').execute();
	await db.schema.createIndex('job_state').on('job').column('state').execute();

	await db.schema
		.createTable('job_event')
		.addColumn('job_id', 'text', (c) => c.notNull().references('job.id').onDelete('cascade'))
		.addColumn('seq', 'integer', (c) => c.notNull())
		.addColumn('at', 'bigint', (c) => c.notNull())
		.addColumn('kind', 'text', (c) => c.notNull().check(sql`kind in ('state', 'step', 'log', 'warning')`))
		.addColumn('message', 'text', (c) => c.notNull())
		.addColumn('progress', 'real')
		.addColumn('state', 'text', (c) => c.notNull().check(states))
		.addPrimaryKeyConstraint('job_event_pk', ['job_id', 'seq'])
		.execute();

	await db.schema
		.createTable('environment_lock')
		.addColumn('environment', 'text', (c) => c.primaryKey().references('environment.name').onDelete('cascade'))
		.addColumn('token', 'text', (c) => c.notNull())
		.addColumn('owner', 'text', (c) => c.notNull())
		.addColumn('purpose', 'text', (c) => c.notNull())
		.addColumn('job_id', 'text')
		.addColumn('held_by', 'text', (c) => c.notNull())
		.addColumn('since', 'bigint', (c) => c.notNull())
		.addColumn('heartbeat_at', 'bigint', (c) => c.notNull())
		.execute();
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
async function createDeployments(db: Kysely<any>): Promise<void> {
	await db.schema
		.createTable('plan')
		.addColumn('hash', 'text', (c) => c.notNull())
		.addColumn('dashboard_id', 'text', (c) => c.notNull().references('dashboard.id').onDelete('cascade'))
		.addColumn('body', 'text', (c) => c.notNull())
		.addColumn('made_at', 'bigint', (c) => c.notNull())
		.addPrimaryKeyConstraint('plan_pk', ['dashboard_id', 'hash'])
		.execute();

	await db.schema
		.createTable('deployment')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('dashboard_id', 'text', (c) => c.notNull().references('dashboard.id').onDelete('cascade'))
		// No reference: what was once deployed stays on record when the environment is forgotten.
		.addColumn('environment', 'text', (c) => c.notNull())
		.addColumn('kind', 'text', (c) => c.notNull().check(sql`kind in ('deploy', 'rollback')`))
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
		.execute();
	await db.schema
		.createIndex('deployment_dashboard')
		.on('deployment')
		.columns(['dashboard_id', 'started_at'])
		.execute();
	await db.schema.createIndex('deployment_environment').on('deployment').column('environment').execute();
}
