import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { HOME, SUPPORT } from './install.mjs';
import { runLogged } from './logged.mjs';

/** Environment of each process of a Superset that stands in `folder`. */
export function supersetEnvironment({ version, folder, port = 8088 }) {
	const { SUPERSET_CONFIG: _, ...env } = process.env;
	return {
		...env,
		FLASK_APP: 'superset.app:create_app()',
		SUPERSET_CONFIG_PATH: join(SUPPORT, 'superset_config.py'),
		SUPERSET_HOME: folder,
		SUPERSET_VERSION: version,
		SUPERSET_PORT: String(port),
		PYTHONDONTWRITEBYTECODE: '1',
		PYTHONWARNINGS: 'ignore',
		NO_PROXY: '127.0.0.1,localhost'
	};
}

/**
 * A metadata database of that version, migrated and with people in it: its file. Made once, then copied, since the
 * migrations take half a minute.
 */
export async function ensureTemplate(version, venv) {
	const folder = join(HOME, `template-${version}`);
	const file = join(folder, 'meta.db');
	const stamp = join(folder, '.ready');
	const wanted = readFileSync(join(venv, '.requirements'), 'utf8');
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return file;
	console.log(`Preparing the metadata of Superset ${version} (half a minute, once) …`);
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	const options = { cwd: folder, log: join(folder, 'log'), env: supersetEnvironment({ version, folder }) };
	await runLogged(join(venv, 'bin', 'superset'), ['db', 'upgrade'], options);
	allowEqualTableNames(file);
	await runLogged(join(venv, 'bin', 'python'), [join(SUPPORT, 'add_people.py')], options);
	writeFileSync(stamp, wanted);
	return file;
}

/**
 * Drop `UNIQUE (table_name)` from the table of datasets. On PostgreSQL and MySQL a migration drops it; SQLite cannot,
 * and then refuses two datasets of one name in different schemas, which every real Superset accepts.
 */
function allowEqualTableNames(file) {
	const db = new Database(file);
	const select = "SELECT sql FROM sqlite_master WHERE tbl_name = 'tables' AND sql IS NOT NULL AND type = ?";
	const { sql } = db.prepare(select).get('table');
	const fixed = sql.replace(/,\s*UNIQUE \(table_name\)/, '');
	if (fixed !== sql) {
		const indexes = db.prepare(select).all('index').map((index) => `${index.sql};`); // prettier-ignore
		db.pragma('foreign_keys = OFF');
		db.pragma('legacy_alter_table = ON'); // or the rename would rewrite what other tables refer to
		db.exec(
			`BEGIN; ${fixed.replace(/"?tables"?/, '"tables_new"')}; INSERT INTO tables_new SELECT * FROM tables;
			 DROP TABLE tables; ALTER TABLE tables_new RENAME TO tables; ${indexes.join(' ')} COMMIT;`
		);
	}
	db.close();
}
