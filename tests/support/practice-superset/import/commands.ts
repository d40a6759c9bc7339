import { backendFailed, commandFailed, type Refusal } from '../answer.ts';
import { isObject, type Json, type JsonObject, listOf } from '../json.ts';
import { pythonJson } from '../python.ts';
import type { DashboardRow } from '../state.ts';
import { checkMetadata, type Configs, loadConfigs, type Problems, refuseProblems, WrongForm } from './configs.ts';
import {
	bindToDataset,
	chartIdsOf,
	type DatasetReference,
	filterDatasets,
	openJson,
	updateReferences
} from './references.ts';
import {
	type Import,
	importChart,
	importDashboard,
	importDatabase,
	importDataset,
	importTheme,
	Stumbled
} from './rows.ts';

export type ImportKind = 'dashboard' | 'chart' | 'dataset' | 'database' | 'assets';
export interface Upload {
	readonly contents: ReadonlyMap<string, string>;
	readonly overwrite: boolean;
	readonly passwords: JsonObject;
	/** Whether references may point at what this Superset has already (assets of 6.x only). */
	readonly sparse: boolean;
}

const FOLDERS = {
	database: ['databases', 'datasets'],
	dataset: ['databases', 'datasets'],
	chart: ['charts', 'datasets', 'databases'],
	dashboard: ['charts', 'dashboards', 'datasets', 'databases', 'themes'],
	assets: ['charts', 'dashboards', 'datasets', 'databases']
} as const;
const TYPES = {
	database: 'Database',
	dataset: 'SqlaTable',
	chart: 'Slice',
	dashboard: 'Dashboard',
	assets: 'assets'
} as const;

const under = (configs: Configs, folder: string): [string, JsonObject][] =>
	[...configs].filter(([path]) => path.startsWith(`${folder}/`));

/** What the importer for the old form of files says to a bundle, which it cannot read either. */
function oldFormFailed(kind: ImportKind): Refusal {
	if (kind === 'dashboard') return backendFailed('Expecting value: line 1 column 1 (char 0)');
	return commandFailed(422, 'Could not find a valid command to import file');
}

/**
 * One import request, all or nothing.
 * @throws Refusal with Superset's own words; `assets` never says why
 */
export function runImport(kind: ImportKind, upload: Upload, context: Import): void {
	context.state.transaction(() => {
		try {
			runKind(kind, upload, context);
		} catch (error) {
			if (kind === 'assets') throw commandFailed(500, 'Import failed for an unknown reason');
			if (error instanceof WrongForm) throw oldFormFailed(kind);
			if (error instanceof Stumbled) throw commandFailed(500, `Import ${kind} failed for an unknown reason`);
			throw error;
		}
	});
}

function runKind(kind: ImportKind, upload: Upload, context: Import): void {
	const problems: Problems = {};
	checkMetadata(upload.contents, TYPES[kind], context.state, problems);
	const configs = loadConfigs(upload.contents, FOLDERS[kind], upload.passwords, context.state, problems);
	if (kind !== 'assets') forbidExisting(kind, configs, upload.overwrite, context, problems);
	refuseProblems(problems, kind, context.state);
	if (kind === 'database') return importDatabases(configs, upload.overwrite, context);
	if (kind === 'dataset') return importDatasets(configs, upload.overwrite, context);
	if (kind === 'chart') return importCharts(configs, upload.overwrite, context);
	if (kind === 'dashboard') return importDashboards(configs, upload, context);
	importAssets(configs, upload.sparse, context);
}

function forbidExisting(
	kind: Exclude<ImportKind, 'assets'>,
	configs: Configs,
	overwrite: boolean,
	{ state }: Import,
	problems: Problems
): void {
	if (overwrite) return;
	const title = (kind[0] ?? '').toUpperCase() + kind.slice(1);
	for (const [path, config] of under(configs, `${kind}s`)) {
		if (state.byUuid(kind, config['uuid']) === undefined) continue;
		problems[path] = `${title} already exists and \`overwrite=true\` was not passed`;
	}
}

const uuidOf = (config: JsonObject, key = 'uuid'): string => String(config[key]);

function importNeededDatabases(configs: Configs, uuids: ReadonlySet<string>, context: Import): Map<string, number> {
	const ids = new Map<string, number>();
	for (const [, config] of under(configs, 'databases')) {
		if (!uuids.has(uuidOf(config))) continue;
		const row = importDatabase(config, false, context);
		ids.set(row.uuid, row.id);
	}
	return ids;
}

/** All datasets of the bundle whose database came along, needed or not. */
function importDatasetsOf(
	configs: Configs,
	databases: ReadonlyMap<string, number>,
	overwrite: boolean,
	context: Import
): Map<string, DatasetReference> {
	const references = new Map<string, DatasetReference>();
	for (const [, config] of under(configs, 'datasets')) {
		const databaseId = databases.get(uuidOf(config, 'database_uuid'));
		if (databaseId === undefined) continue;
		const row = importDataset(config, overwrite, databaseId, context);
		references.set(row.uuid, { id: row.id, name: row.fields['table_name'] ?? null });
	}
	return references;
}

function databasesOf(configs: Configs, datasets: ReadonlySet<string>): Set<string> {
	const uuids = new Set<string>();
	for (const [, config] of under(configs, 'datasets')) {
		if (datasets.has(uuidOf(config))) uuids.add(uuidOf(config, 'database_uuid'));
	}
	return uuids;
}

function importDatabases(configs: Configs, overwrite: boolean, context: Import): void {
	const ids = new Map<string, number>();
	for (const [, config] of under(configs, 'databases')) {
		const row = importDatabase(config, overwrite, context);
		ids.set(row.uuid, row.id);
	}
	importDatasetsOf(configs, ids, false, context);
}

function importDatasets(configs: Configs, overwrite: boolean, context: Import): void {
	const uuids = new Set(under(configs, 'datasets').map(([, config]) => uuidOf(config, 'database_uuid')));
	importDatasetsOf(configs, importNeededDatabases(configs, uuids, context), overwrite, context);
}

/** Charts whose dataset is not in the bundle are passed over in silence. */
function importChartsOf(
	configs: Configs,
	datasets: ReadonlyMap<string, DatasetReference>,
	overwrite: boolean,
	context: Import
): Map<string, number> {
	const ids = new Map<string, number>();
	for (const [, config] of under(configs, 'charts')) {
		const dataset = datasets.get(uuidOf(config, 'dataset_uuid'));
		if (dataset === undefined) continue;
		bindToDataset(config, dataset);
		const row = importChart(config, overwrite, context);
		setTags(row, config, context);
		ids.set(row.uuid, row.id);
	}
	return ids;
}

function setTags(row: { tags: string[] }, config: JsonObject, { state }: Import): void {
	if (state.version !== '4.1.4' && Array.isArray(config['tags'])) row.tags = config['tags'].map(String);
}

function importCharts(configs: Configs, overwrite: boolean, context: Import): void {
	const wanted = new Set(under(configs, 'charts').map(([, config]) => uuidOf(config, 'dataset_uuid')));
	const databases = importNeededDatabases(configs, databasesOf(configs, wanted), context);
	importChartsOf(configs, importDatasetsOf(configs, databases, false, context), overwrite, context);
}

function importDashboards(configs: Configs, upload: Upload, context: Import): void {
	const { state } = context;
	const charts = new Set<string>();
	const datasets = new Set<string>();
	const themes = new Set<string>();
	for (const [, config] of under(configs, 'dashboards')) {
		for (const uuid of chartIdsOf(config['position']).keys()) charts.add(uuid);
		for (const uuid of filterDatasets(config['metadata'])) datasets.add(uuid);
		if (typeof config['theme_uuid'] === 'string') themes.add(config['theme_uuid']);
	}
	for (const [, config] of under(configs, 'charts')) {
		if (charts.has(uuidOf(config))) datasets.add(uuidOf(config, 'dataset_uuid'));
	}
	const themeIds = new Map<string, number>();
	for (const [, config] of under(configs, 'themes')) {
		if (themes.has(uuidOf(config))) themeIds.set(uuidOf(config), importTheme(config, context).id);
	}
	const databases = importNeededDatabases(configs, databasesOf(configs, datasets), context);
	const references = importDatasetsOf(configs, databases, false, context);
	const chartIds = importChartsOf(configs, references, false, context);
	for (const [, config] of under(configs, 'dashboards')) {
		updateReferences(config, chartIds, references, state.version);
		const row = importDashboard(config, upload.overwrite, context);
		if ('theme_uuid' in config) row.themeId = themeIds.get(String(config['theme_uuid'])) ?? null;
		if (state.version !== '4.1.4' && upload.overwrite) row.charts = [];
		link(row, linkedUuids(config, chartIds, state.version === '4.1.4'), chartIds);
		setTags(row, config, context);
		migrateFilterBoxes(row);
	}
}

function importAssets(configs: Configs, sparse: boolean, context: Import): void {
	const { state } = context;
	if (sparse && state.version === '4.1.4') throw new Stumbled();
	const rows = sparse ? state.tables : { database: [], dataset: [], chart: [] };
	const databases = new Map(rows.database.map((row) => [row.uuid, row.id]));
	const datasets = new Map(
		rows.dataset.map((row): [string, DatasetReference] => [
			row.uuid,
			{ id: row.id, name: row.fields['table_name'] ?? null }
		])
	);
	const charts = new Map(rows.chart.map((row) => [row.uuid, row.id]));
	for (const [, config] of under(configs, 'databases')) {
		const row = importDatabase(config, true, context);
		databases.set(row.uuid, row.id);
	}
	for (const [, config] of under(configs, 'datasets')) {
		if (!databases.has(uuidOf(config, 'database_uuid'))) throw new Stumbled();
	}
	for (const [uuid, reference] of importDatasetsOf(configs, databases, true, context)) datasets.set(uuid, reference);
	for (const [, config] of under(configs, 'charts')) {
		if (!datasets.has(uuidOf(config, 'dataset_uuid'))) throw new Stumbled();
	}
	for (const [uuid, id] of importChartsOf(withoutTags(configs), datasets, true, context)) charts.set(uuid, id);
	for (const [, config] of under(configs, 'dashboards')) {
		updateReferences(config, charts, datasets, state.version);
		const row = importDashboard(config, true, context);
		row.charts = [];
		link(row, linkedUuids(config, charts, true), charts);
		migrateFilterBoxes(row);
	}
}

const withoutTags = (configs: Configs): Configs =>
	new Map([...configs].map(([path, { tags: _unknown, ...config }]) => [path, config]));

/**
 * The charts to link. Where Superset stops at the first unknown uuid, it walks a Python set, so how many charts get
 * lost is chance; here it is always all of them.
 */
function linkedUuids(config: JsonObject, charts: ReadonlyMap<string, number>, stopsAtUnknown: boolean): string[] {
	const uuids = [...chartIdsOf(config['position']).keys()];
	const known = uuids.filter((uuid) => charts.has(uuid));
	return stopsAtUnknown && known.length < uuids.length ? [] : known;
}

function link(row: DashboardRow, uuids: readonly string[], charts: ReadonlyMap<string, number>): void {
	for (const uuid of uuids) {
		const id = charts.get(uuid);
		if (id !== undefined && !row.charts.includes(id)) row.charts.push(id);
	}
}

/** The migration away from filter boxes that each import runs: two keys go, one comes (migrations/shared/native_filters.py). */
function migrateFilterBoxes(row: DashboardRow): void {
	const text = row.fields['json_metadata'];
	const metadata: Json = typeof text === 'string' ? openJson(text) : {};
	if (!isObject(metadata)) return;
	metadata['native_filter_configuration'] = listOf(metadata['native_filter_configuration'] ?? []);
	delete metadata['default_filters'];
	delete metadata['filter_scopes'];
	row.fields['json_metadata'] = pythonJson(metadata);
	const position = row.fields['position_json'];
	if (typeof position === 'string') row.fields['position_json'] = pythonJson(openJson(position));
}
