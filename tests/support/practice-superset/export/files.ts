import { exportColumns } from '../columns.ts';
import { openJson } from '../import/references.ts';
import { isObject, type Json, type JsonObject, listOf, objectOf } from '../json.ts';
import { sortAsExported } from '../python.ts';
import type { ChartRow, ChildRow, DashboardRow, DatabaseRow, DatasetRow, Fields, Row, State } from '../state.ts';
import { withOrphans } from './orphans.ts';

const VERSION = '1.0.0';

const pick = (fields: Fields, columns: readonly string[]): JsonObject =>
	Object.fromEntries(columns.map((column) => [column, fields[column] ?? null]));

/** JSON text as a mapping; what is no JSON stays text, as in Superset. */
function opened(value: Json | undefined): Json {
	if (typeof value !== 'string' || value === '') return value ?? null;
	try {
		return openJson(value);
	} catch {
		return value;
	}
}

/** `plain`: as the database export writes it, where JSON stays text. */
export function datasetFile(state: State, row: DatasetRow, plain = false): JsonObject {
	const columns = exportColumns(state.version);
	const file = pick(row.fields, columns.dataset);
	const children = (rows: readonly ChildRow[], names: readonly string[]): JsonObject[] => {
		const sorted = sortAsExported(rows.map((child) => pick(child.fields, names)));
		return plain ? sorted : sorted.map((child) => ({ ...child, extra: opened(child['extra']) }));
	};
	if (!plain) for (const key of ['params', 'template_params', 'extra']) file[key] = opened(file[key]);
	return {
		...file,
		uuid: row.uuid,
		metrics: children(row.metrics, columns.metric),
		columns: children(row.columns, columns.column),
		version: VERSION,
		database_uuid: state.byId('database', row.databaseId)?.uuid ?? ''
	};
}

/** The database beside a dataset: upload under its new name, `extra` as it is. */
export function databaseFile(state: State, row: DatabaseRow): JsonObject {
	const file = pick(row.fields, exportColumns(state.version).database);
	file['sqlalchemy_uri'] = masked(file['sqlalchemy_uri'] ?? null);
	file['extra'] = opened(file['extra']);
	return { ...file, uuid: row.uuid, version: VERSION };
}

/** The database as the database export writes it: the old names, and what is encrypted. */
export function ownDatabaseFile(state: State, row: DatabaseRow): JsonObject {
	const { version, ...file } = databaseFile(state, row);
	const renamed = Object.fromEntries(
		Object.entries(file).map(([key, value]) => [key === 'allow_file_upload' ? 'allow_csv_upload' : key, value])
	);
	const extra = renamed['extra'];
	if (isObject(extra) && 'schemas_allowed_for_file_upload' in extra) {
		const { schemas_allowed_for_file_upload: allowed, ...rest } = extra;
		renamed['extra'] = { ...rest, schemas_allowed_for_csv_upload: allowed ?? null };
	}
	if (state.version !== '4.1.4') renamed['encrypted_extra'] = row.fields['encrypted_extra'] ?? '{}';
	return { ...renamed, version: version ?? VERSION };
}

const masked = (uri: Json): Json =>
	typeof uri === 'string' ? uri.replace(/(:\/\/[^/@:]*:)[^/@]*@/, '$1XXXXXXXXXX@') : uri;

export function chartFile(state: State, row: ChartRow): JsonObject {
	const file = pick(row.fields, exportColumns(state.version).chart);
	file['params'] = opened(file['params']);
	const dataset = state.byId('dataset', row.datasetId);
	return {
		...file,
		uuid: row.uuid,
		version: VERSION,
		...(dataset === undefined ? {} : { dataset_uuid: dataset.uuid }),
		...(state.version === '4.1.4' ? {} : { tags: [...row.tags] })
	};
}

/** Ids of the datasets that the native filters of a dashboard name. */
export function filterDatasetIds(row: DashboardRow): number[] {
	const metadata = objectOf(opened(row.fields['json_metadata']));
	return listOf(metadata['native_filter_configuration']).flatMap((filter) =>
		listOf(objectOf(filter)['targets']).flatMap((target) => {
			const id = objectOf(target)['datasetId'];
			return typeof id === 'number' ? [id] : [];
		})
	);
}

export function dashboardFile(state: State, row: DashboardRow): JsonObject {
	const { position_json, json_metadata, ...file } = pick(row.fields, exportColumns(state.version).dashboard);
	const metadata = opened(json_metadata);
	for (const filter of listOf(objectOf(metadata)['native_filter_configuration'])) {
		for (const target of listOf(objectOf(filter)['targets'])) nameByUuid(state, target);
	}
	const theme = state.byId('theme', row.themeId);
	return {
		...file,
		uuid: row.uuid,
		position: withOrphans(state, row, opened(position_json)),
		...(isObject(metadata) ? { metadata } : {}),
		...(state.version === '4.1.4' ? {} : { theme_uuid: theme?.uuid ?? null }),
		version: VERSION,
		...(state.version === '4.1.4' ? {} : { tags: [...row.tags] })
	};
}

/** Only targets of native filters: display controls keep the number. */
function nameByUuid(state: State, target: Json): void {
	if (!isObject(target) || !('datasetId' in target)) return;
	const dataset = state.byId('dataset', Number(target['datasetId']));
	delete target['datasetId'];
	if (dataset !== undefined) target['datasetUuid'] = dataset.uuid;
}

export function themeFile(row: Row): JsonObject {
	return {
		theme_name: row.fields['theme_name'] ?? null,
		json_data: opened(row.fields['json_data']),
		uuid: row.uuid,
		version: VERSION
	};
}
