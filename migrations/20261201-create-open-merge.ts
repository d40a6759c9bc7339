import { sql, type Kysely } from 'kysely';

/** Merges that wait for decisions of people: which commits, and what was decided so far. One on a branch at most. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a migration knows the tables of its own time only
export async function up(db: Kysely<any>): Promise<void> {
	await db.schema
		.createTable('open_merge')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('dashboard_id', 'text', (c) => c.notNull().references('dashboard.id').onDelete('cascade'))
		.addColumn('purpose', 'text', (c) => c.notNull().check(sql`purpose in ('merge', 'pick')`))
		.addColumn('branch', 'text', (c) => c.notNull())
		.addColumn('from_name', 'text', (c) => c.notNull())
		.addColumn('mine', 'text', (c) => c.notNull())
		.addColumn('theirs', 'text', (c) => c.notNull())
		.addColumn('base', 'text')
		.addColumn('paths', 'text')
		.addColumn('message', 'text')
		.addColumn('choices', 'text', (c) => c.notNull())
		.addColumn('result', 'text')
		.addColumn('started_by', 'text', (c) => c.notNull())
		.addColumn('started_at', 'bigint', (c) => c.notNull())
		.addColumn('version', 'integer', (c) => c.notNull())
		.addUniqueConstraint('open_merge_branch', ['dashboard_id', 'branch'])
		.execute();
}
