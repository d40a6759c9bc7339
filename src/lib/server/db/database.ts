import Sqlite from 'better-sqlite3';
import { Kysely, Migrator, SqliteDialect } from 'kysely';
import { migrations } from '#migrations';
import { StorageFailed } from '#lib/domain/errors.ts';
import { tellingStorageTrouble } from './storage-trouble.ts';
import type { Schema } from './schema.ts';

/** A connection or a transaction. Queries take it as their first argument and never reach for a global one. */
export type Db = Kysely<Schema>;

/**
 * Open the database file, made when it is missing.
 *
 * @throws {StorageFailed} when the file cannot be opened or is no database.
 */
export function openDatabase(file: string): Db {
	try {
		const database = new Sqlite(file);
		database.pragma('journal_mode = WAL');
		// With WAL a killed process loses nothing; a power cut can lose the last moments, never consistency.
		database.pragma('synchronous = NORMAL');
		database.pragma('foreign_keys = ON');
		database.pragma('busy_timeout = 5000');
		return new Kysely<Schema>({ dialect: new SqliteDialect({ database: tellingStorageTrouble(database) }) });
	} catch (cause) {
		throw new StorageFailed(`The database ${file} cannot be opened: ${(cause as Error).message}.`, {
			hint: 'Check that DATA_DIR is a folder that this process may write to and that its disk has room.',
			cause
		});
	}
}

/**
 * Bring the tables up to date; forward only.
 *
 * @throws {StorageFailed} when a migration fails, or the database was made by a newer Dashbranch.
 */
export async function migrate(db: Db): Promise<void> {
	const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
	const { error } = await migrator.migrateToLatest();
	if (!error) return;
	throw new StorageFailed(`The database could not be brought up to date: ${messageOf(error)}`, {
		hint: 'If an older Dashbranch was started on a newer database, start the newer one again; otherwise restore the backup.',
		cause: error
	});
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
