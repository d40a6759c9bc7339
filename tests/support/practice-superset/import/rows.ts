import { Refusal, commandFailed } from '../answer.ts';
import { DATABASE_IMPORT_ONLY, DEFAULTS, exportColumns, EXTERNAL } from '../columns.ts';
import { isObject, type Json, type JsonObject, listOf } from '../json.ts';
import { canOverwrite, canWrite, type Account } from '../people.ts';
import { pythonJson } from '../python.ts';
import type { ChartRow, ChildRow, DashboardRow, DatabaseRow, DatasetRow, Fields, Kind, Row, State } from '../state.ts';

/** Whoever imports, into what. */
export interface Import {
	readonly state: State;
	readonly who: Account;
}

/** Something that Superset's code trips over without a word: “failed for an unknown reason”. */
export class Stumbled extends Error {}

/**
 * The row that a file would write: `kept` when it exists and must not be overwritten.
 * @throws Refusal where the account may not
 */
function rowToWrite<T extends Row>(
	found: T | undefined,
	kind: Kind,
	overwrite: boolean,
	{ who }: Import
): { kept: T | undefined } {
	const may = canWrite(who, kind);
	if (found === undefined) {
		const [name, names] = [kind[0]?.toUpperCase() + kind.slice(1), `${kind}s`];
		if (!may) throw commandFailed(500, `${name} doesn't exist and user doesn't have permission to create ${names}`);
		return { kept: undefined };
	}
	if (!overwrite || !may) return { kept: found };
	if (kind !== 'database' && !canOverwrite(who, found)) {
		throw commandFailed(500, `A ${kind} already exists and user doesn't have permissions to overwrite it`);
	}
	return { kept: undefined };
}

/** Only what the file says is written; the rest stays, or gets its default in a new row. */
function write(fields: Fields, config: JsonObject, columns: readonly string[]): void {
	for (const column of columns) if (column in config) fields[column] = config[column] ?? null;
}

function fill(fields: Fields, columns: readonly string[], defaults: { readonly [name: string]: Json }): void {
	for (const column of [...columns, ...EXTERNAL]) fields[column] ??= defaults[column] ?? null;
}

const asText = (value: Json): Json => (value === null || typeof value === 'string' ? value : pythonJson(value));

function own(row: Row, { state, who }: Import): void {
	state.touch(row, who.id);
	if (!row.owners.includes(who.id)) row.owners.push(who.id);
}

export function importDatabase(config: JsonObject, overwrite: boolean, context: Import): DatabaseRow {
	const { state, who } = context;
	const { kept } = rowToWrite(state.byUuid('database', config['uuid']), 'database', overwrite, context);
	if (kept !== undefined) return kept;
	if (!isObject(config['extra']) || (state.version === '4.1.4' && !('allow_csv_upload' in config)))
		throw new Stumbled();
	const extra = { ...config['extra'] };
	if ('schemas_allowed_for_csv_upload' in extra) {
		extra['schemas_allowed_for_file_upload'] = extra['schemas_allowed_for_csv_upload'] ?? null;
		delete extra['schemas_allowed_for_csv_upload'];
	}
	const wanted: JsonObject = {
		...config,
		allow_file_upload: config['allow_csv_upload'] ?? true,
		extra: pythonJson(extra)
	};
	// The same name is the same database: its row gets the uuid and the address of the bundle.
	const matches = state.tables.database.filter(
		(row) =>
			row.uuid === String(config['uuid']).toLowerCase() || row.fields['database_name'] === config['database_name']
	);
	if (matches.length > 1) throw new Stumbled();
	const row = matches[0] ?? created('database', context);
	const columns = [...exportColumns(state.version).database, ...DATABASE_IMPORT_ONLY, ...EXTERNAL];
	row.uuid = String(config['uuid']).toLowerCase();
	write(row.fields, wanted, columns);
	fill(row.fields, columns, DEFAULTS.database);
	state.touch(row, who.id);
	return row;
}

function created<K extends Kind>(kind: K, { state, who }: Import): State['tables'][K][number] {
	const row = { ...state.newRow(kind, who.id), ...EMPTY[kind]() } as State['tables'][K][number];
	(state.tables[kind] as Row[]).push(row);
	return row;
}

const EMPTY: { readonly [kind in Kind]: () => object } = {
	database: () => ({}),
	dataset: () => ({ databaseId: 0, columns: [], metrics: [] }),
	chart: () => ({ datasetId: null, tags: [], lastSavedOn: null }),
	dashboard: () => ({ charts: [], tags: [], themeId: null }),
	theme: () => ({})
};

export function importDataset(config: JsonObject, overwrite: boolean, databaseId: number, context: Import): DatasetRow {
	const { state } = context;
	const known = state.byUuid('dataset', config['uuid']);
	const { kept } = rowToWrite(known, 'dataset', overwrite, context);
	if (kept !== undefined) return kept;
	const uuid = String(config['uuid']).toLowerCase();
	const names = ['catalog', 'schema', 'table_name'];
	// Unique columns that the bundle leaves empty do not count, so a table without schema matches any schema.
	const matches = state.tables.dataset.filter(
		(row) =>
			row.databaseId === databaseId &&
			(row.uuid === uuid || names.every((name) => (config[name] ?? null) === null || row.fields[name] === config[name]))
	);
	if (matches.length > 1) {
		const original = matches.find((row) => row.uuid === uuid);
		if (original === undefined) throw new Stumbled();
		return original;
	}
	// The uuid lives in another database: a second row of the same uuid is refused by the database itself.
	if (matches.length === 0 && known !== undefined) throw new Stumbled();
	const isNew = matches.length === 0;
	const row = matches[0] ?? created('dataset', context);
	const { dataset: columns, column, metric } = exportColumns(state.version);
	const texts: JsonObject = { ...config };
	for (const key of ['params', 'template_params', 'extra']) if (key in texts) texts[key] = asText(texts[key] ?? null);
	row.uuid = uuid;
	row.databaseId = databaseId;
	write(row.fields, texts, [...columns, ...EXTERNAL]);
	fill(row.fields, columns, DEFAULTS.dataset);
	const sync = overwrite && !isNew;
	row.metrics = importChildren(
		row.metrics,
		config['metrics'],
		{ table: 'metric', name: 'metric_name', columns: metric, sync },
		context
	);
	row.columns = importChildren(
		row.columns,
		config['columns'],
		{ table: 'column', name: 'column_name', columns: column, sync },
		context
	);
	own(row, context);
	return row;
}

interface Children {
	readonly table: 'column' | 'metric';
	readonly name: string;
	readonly columns: readonly string[];
	/** Whether those that the file does not name go away. */
	readonly sync: boolean;
}

function importChildren(
	rows: readonly ChildRow[],
	files: Json | undefined,
	how: Children,
	{ state }: Import
): ChildRow[] {
	const written: ChildRow[] = [];
	for (const file of listOf(files)) {
		if (!isObject(file)) continue;
		const row = rows.find((one) => one.fields[how.name] === file[how.name]) ?? state.newChild(how.table);
		const config: JsonObject = { ...file };
		if ('extra' in config) config['extra'] = asText(config['extra'] ?? null);
		if (state.version !== '4.1.4' && typeof config['currency'] === 'string')
			config['currency'] = currencyOf(config['currency']);
		write(row.fields, config, how.columns);
		fill(row.fields, how.columns, DEFAULTS[how.table]);
		row.changedOn = state.time();
		written.push(row);
	}
	const others = how.sync ? [] : rows.filter((row) => !written.includes(row));
	return [
		...rows.filter((row) => written.includes(row)),
		...others,
		...written.filter((row) => !rows.includes(row))
	].sort((a, b) => a.id - b.id);
}

function currencyOf(text: string): Json {
	try {
		const value = JSON.parse(text) as Json;
		return isObject(value) && Object.keys(value).length > 0 ? value : null;
	} catch {
		return null;
	}
}

/** Writes one chart; `config` is already bound to its dataset (see `bindToDataset`). */
export function importChart(config: JsonObject, overwrite: boolean, context: Import): ChartRow {
	const { state } = context;
	const { kept } = rowToWrite(state.byUuid('chart', config['uuid']), 'chart', overwrite, context);
	if (kept !== undefined) return kept;
	if (!isObject(config['params'])) throw new Stumbled();
	const params = config['params'];
	const layers = listOf(params['annotation_layers']).filter(
		(layer) => isObject(layer) && layer['annotationType'] === 'FORMULA'
	);
	const row = state.byUuid('chart', config['uuid']) ?? created('chart', context);
	const columns = exportColumns(state.version).chart;
	row.uuid = String(config['uuid']).toLowerCase();
	row.datasetId = Number(config['datasource_id']);
	write(row.fields, { ...config, params: pythonJson({ ...params, annotation_layers: layers }) }, [
		...columns,
		...EXTERNAL
	]);
	row.fields['datasource_type'] = 'table';
	row.fields['datasource_name'] = config['datasource_name'] ?? null;
	fill(row.fields, columns, DEFAULTS.chart);
	own(row, context);
	return row;
}

/** Writes one dashboard; ids in `config` are already those of this Superset (see `references.ts`). */
export function importDashboard(config: JsonObject, overwrite: boolean, context: Import): DashboardRow {
	const { state } = context;
	const { kept } = rowToWrite(state.byUuid('dashboard', config['uuid']), 'dashboard', overwrite, context);
	if (kept !== undefined) return kept;
	const uuid = String(config['uuid']).toLowerCase();
	const slug = config['slug'] ?? null;
	const matches = state.tables.dashboard.filter(
		(row) => row.uuid === uuid || (slug !== null && row.fields['slug'] === slug)
	);
	if (matches.length > 1) throw new Stumbled();
	const row = matches[0] ?? created('dashboard', context);
	const wanted: JsonObject = { ...config };
	if (isObject(config['metadata'])) {
		const { show_native_filters: _dropped, ...metadata } = config['metadata'];
		wanted['json_metadata'] = pythonJson(metadata);
	}
	if (isObject(config['position'])) wanted['position_json'] = pythonJson(config['position']);
	row.uuid = uuid;
	const columns = exportColumns(state.version).dashboard;
	write(row.fields, wanted, [...columns, ...EXTERNAL]);
	fill(row.fields, columns, DEFAULTS.dashboard);
	own(row, context);
	return row;
}

/** Themes are only made, never overwritten. */
export function importTheme(config: JsonObject, context: Import): Row {
	const { state } = context;
	const found = state.byUuid('theme', config['uuid']);
	if (found !== undefined) return found;
	const row = created('theme', context);
	row.uuid = String(config['uuid']).toLowerCase();
	row.fields = { theme_name: config['theme_name'] ?? null, json_data: asText(config['json_data'] ?? null) };
	return row;
}

export const isRefusal = (error: unknown): error is Refusal => error instanceof Refusal;
