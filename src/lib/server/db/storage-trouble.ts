import type { SqliteDatabase, SqliteStatement } from 'kysely';
import { StorageFailed } from '#lib/domain/errors.ts';

/** SQLite's result codes that somebody can act on (https://sqlite.org/rescode.html), without what stands behind them. */
const TROUBLE: Record<string, readonly [message: string, hint: string]> = {
	SQLITE_BUSY: [
		'The database is locked by another process',
		'Nothing was changed. Try again; if it stays, look which other program has dashbranch.sqlite open.'
	],
	SQLITE_FULL: ['The disk of the database is full', 'Nothing was changed. Make room on the disk of the data folder.'],
	SQLITE_READONLY: [
		'The database cannot be written',
		'Let the process write to the data folder and to every file of it, then try again.'
	],
	SQLITE_IOERR: [
		'The disk of the database cannot be read or written',
		'Check the disk of the data folder, then try again.'
	],
	SQLITE_CORRUPT: ['The database file is damaged', 'Stop the server and put back dashbranch.sqlite from the backup.']
};

/** A database whose statements fail with a {@link StorageFailed} where disk, file or another process is the cause. */
export function tellingStorageTrouble(database: SqliteDatabase): SqliteDatabase {
	const telling = <Result>(work: () => Result): Result => {
		try {
			return work();
		} catch (cause) {
			const code = (cause as { code?: unknown }).code;
			const known = typeof code === 'string' ? TROUBLE[code.split('_').slice(0, 2).join('_')] : undefined;
			throw known ? new StorageFailed(`${known[0]}.`, { hint: known[1], cause }) : cause;
		}
	};
	const guarded = (statement: SqliteStatement): SqliteStatement => ({
		reader: statement.reader,
		all: (parameters) => telling(() => statement.all(parameters)),
		run: (parameters) => telling(() => statement.run(parameters)),
		iterate: (parameters) => telling(() => statement.iterate(parameters))
	});
	return {
		prepare: (sql) => guarded(telling(() => database.prepare(sql))),
		close: () => database.close()
	};
}
