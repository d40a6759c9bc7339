import { sql, type Kysely } from 'kysely';

/**
 * The searchable index of commits: a cache of git, which may be emptied at any time.
 *
 * A dashboard's index has a slot; ids of its commits are `slot * 2^32` and up, in the order in which they came in, so
 * that a search of one dashboard is a range of ids. `commit_search` is a table of SQLite's FTS5, which keeps no
 * text of its own; no foreign key reaches it, so a trigger takes out what goes.
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a migration knows the tables of its own time only
export async function up(db: Kysely<any>): Promise<void> {
	await sql`
		create table history_index (
			slot integer primary key autoincrement,
			dashboard_id text not null references dashboard (id) on delete cascade,
			form integer not null,
			tips text not null,
			last_id bigint not null
		)`.execute(db);
	await db.schema.createIndex('history_index_dashboard').on('history_index').column('dashboard_id').execute();

	await db.schema
		.createTable('commit_index')
		.addColumn('id', 'integer', (c) => c.primaryKey())
		.addColumn('slot', 'integer', (c) => c.notNull().references('history_index.slot').onDelete('cascade'))
		.addColumn('oid', 'text', (c) => c.notNull())
		.addColumn('author_name', 'text', (c) => c.notNull())
		.addColumn('author_email', 'text', (c) => c.notNull())
		.addColumn('committed_at', 'bigint', (c) => c.notNull())
		.addColumn('subject', 'text', (c) => c.notNull())
		.addUniqueConstraint('commit_index_oid', ['slot', 'oid'])
		.execute();

	await db.schema
		.createTable('commit_asset')
		.addColumn('commit_id', 'integer', (c) => c.notNull().references('commit_index.id').onDelete('cascade'))
		.addColumn('path', 'text', (c) => c.notNull())
		.addColumn('previous_path', 'text')
		.addColumn('suffix', 'text')
		.addColumn('kind', 'text', (c) => c.notNull())
		.addColumn('name', 'text', (c) => c.notNull())
		.addColumn('change', 'text', (c) => c.notNull().check(sql`change in ('added', 'modified', 'removed', 'renamed')`))
		.addColumn('is_own', 'integer', (c) => c.notNull())
		.addColumn('before_oid', 'text')
		.addColumn('after_oid', 'text')
		.addPrimaryKeyConstraint('commit_asset_pk', ['commit_id', 'path'])
		.execute();
	await db.schema.createIndex('commit_asset_suffix').on('commit_asset').columns(['suffix', 'commit_id']).execute();

	await db.schema
		.createTable('commit_text')
		.addColumn('commit_id', 'integer', (c) => c.primaryKey().references('commit_index.id').onDelete('cascade'))
		.addColumn('lines', 'text', (c) => c.notNull())
		.addColumn('told_folded', 'text', (c) => c.notNull())
		.addColumn('lines_folded', 'text', (c) => c.notNull())
		.execute();

	await sql`
		create virtual table commit_search using fts5 (
			told, lines, content='', contentless_delete=1, prefix='1 2 3', tokenize='unicode61 remove_diacritics 2'
		)`.execute(db);
	await sql`
		create trigger commit_index_search after delete on commit_index
		begin delete from commit_search where rowid = old.id; end`.execute(db);
}
