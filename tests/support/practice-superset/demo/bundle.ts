import JSZip from 'jszip';
import { writeYaml } from '#lib/server/superset/bundle/yaml.ts';
import { nodeId } from '../editing/layout.ts';
import type { Json, JsonObject } from '../json.ts';
import { pythonJson } from '../python.ts';
import { queryContextOf } from '../editing/save.ts';
import { type DemoChart, type DemoDashboard, type DemoData, type DemoDataset, demoUuid } from './data.ts';

/** What differs between the practice Supersets: the uuid and the address of the database, not its name. */
export interface DemoDatabase {
	readonly environment: string;
	readonly host: string;
}
export const DATABASE_NAME = 'Shop';

export const databaseUuid = (environment: string): string => demoUuid('database', environment);
export const datasetUuid = (key: string): string => demoUuid('dataset', key);
export const chartUuid = (dashboard: string, key: string): string => demoUuid('chart', dashboard, key);
export const dashboardUuid = (key: string): string => demoUuid('dashboard', key);

const VERSION = { version: '1.0.0' };

function databaseFile({ environment, host }: DemoDatabase): JsonObject {
	return {
		database_name: DATABASE_NAME,
		sqlalchemy_uri: `postgresql://reader@${host}:5432/shop`,
		cache_timeout: null,
		expose_in_sqllab: true,
		allow_run_async: true,
		allow_ctas: false,
		allow_cvas: false,
		allow_dml: false,
		allow_csv_upload: false,
		extra: { metadata_params: {}, engine_params: {}, metadata_cache_timeout: {}, schemas_allowed_for_csv_upload: [] },
		uuid: databaseUuid(environment),
		...VERSION
	};
}

function datasetFile(dataset: DemoDataset, environment: string): JsonObject {
	return {
		table_name: dataset.table,
		main_dttm_col: dataset.time,
		description: dataset.description,
		schema: dataset.schema,
		sql: dataset.sql ?? null,
		uuid: datasetUuid(dataset.key),
		columns: Object.entries(dataset.columns).map(([column_name, type]) => ({
			column_name,
			type,
			is_dttm: /TIME|DATE/.test(type),
			groupby: true,
			filterable: true,
			expression: ''
		})),
		metrics: Object.entries(dataset.metrics).map(([metric_name, [expression, d3format, verbose_name]]) => ({
			metric_name,
			expression,
			d3format,
			verbose_name
		})),
		...VERSION,
		database_uuid: databaseUuid(environment)
	};
}

/** A chart's parameters as Explore leaves them, from the few that the practice data names. */
export function chartParams(chart: DemoChart, time: string): JsonObject {
	return {
		datasource: '0__table',
		viz_type: chart.viz,
		adhoc_filters: [
			{ clause: 'WHERE', subject: time, operator: 'TEMPORAL_RANGE', comparator: 'No filter', expressionType: 'SIMPLE' }
		],
		row_limit: 1000,
		color_scheme: 'supersetColors',
		...chart.params,
		extra_form_data: {},
		dashboards: []
	};
}

export function chartFile(dashboard: string, key: string, chart: DemoChart, time: string): JsonObject {
	const params = chartParams(chart, time);
	const row = { datasetId: 0 } as Parameters<typeof queryContextOf>[0];
	return {
		slice_name: chart.title,
		viz_type: chart.viz,
		params,
		query_context: pythonJson(queryContextOf(row, params)),
		cache_timeout: null,
		uuid: chartUuid(dashboard, key),
		...VERSION,
		dataset_uuid: datasetUuid(chart.dataset)
	};
}

export const filterOf = (dashboard: string, name: string, column: string, target: JsonObject): JsonObject => ({
	id: nodeId('NATIVE_FILTER', dashboard, name),
	name,
	filterType: 'filter_select',
	type: 'NATIVE_FILTER',
	targets: [{ column: { name: column }, ...target }],
	scope: { rootPath: ['ROOT_ID'], excluded: [] },
	cascadeParentIds: [],
	defaultDataMask: { extraFormData: {}, filterState: {}, ownState: {} },
	controlValues: {
		enableEmptyFilter: false,
		defaultToFirstItem: false,
		multiSelect: true,
		searchAllOptions: false,
		inverseSelection: false
	},
	description: '',
	chartsInScope: [],
	tabsInScope: []
});

/** A chart that a dashboard shows, its own or, by `<dashboard>/<chart>`, one of another. */
interface ShownChart {
	readonly id: number;
	readonly uuid: string;
	readonly title: string;
}

/** The charts that a dashboard shows, as its rows name them, numbered in order. */
function chartsShown(dashboard: DemoDashboard, all: readonly DemoDashboard[]): ReadonlyMap<string, ShownChart> {
	const cells = dashboard.tabs.flatMap(({ rows }) => rows.flat()).map((cell) => cell.split(':')[0] ?? '');
	const named = [...new Set([...Object.keys(dashboard.charts), ...cells])].flatMap((name) => {
		const [key = '', of = dashboard.key] = name.split('/').reverse();
		const chart = all.find((one) => one.key === of)?.charts[key];
		return chart ? [{ name, uuid: chartUuid(of, key), title: chart.title }] : [];
	});
	return new Map(named.map(({ name, uuid, title }, at) => [name, { id: at + 1, uuid, title }]));
}

function layoutFile(dashboard: DemoDashboard, charts: ReadonlyMap<string, ShownChart>): JsonObject {
	const layout: JsonObject = {
		DASHBOARD_VERSION_KEY: 'v2',
		ROOT_ID: { children: ['GRID_ID'], id: 'ROOT_ID', type: 'ROOT' },
		GRID_ID: { children: [nodeId('TABS', dashboard.key)], id: 'GRID_ID', parents: ['ROOT_ID'], type: 'GRID' },
		HEADER_ID: { id: 'HEADER_ID', meta: { text: dashboard.title }, type: 'HEADER' }
	};
	const add = (
		type: string,
		id: string,
		parents: readonly string[],
		children: readonly string[],
		meta: JsonObject
	): void => {
		layout[id] = { children: [...children], id, meta, parents: [...parents], type };
	};
	const tabs = dashboard.tabs.map(({ title }) => nodeId('TAB', dashboard.key, title));
	const root = ['ROOT_ID', 'GRID_ID'];
	add('TABS', nodeId('TABS', dashboard.key), root, tabs, {});
	dashboard.tabs.forEach(({ title, rows }, at) => {
		const tab = tabs[at] ?? '';
		const above = [...root, nodeId('TABS', dashboard.key)];
		const ids = rows.map((_cells, row) => nodeId('ROW', dashboard.key, title, String(row)));
		add('TAB', tab, above, ids, { text: title, defaultText: 'Tab title', placeholder: 'Tab title' });
		rows.forEach((cells, row) => {
			const nodes = cells.map((cell) => cellOf(dashboard, cell, charts));
			add(
				'ROW',
				ids[row] ?? '',
				[...above, tab],
				nodes.map(({ id }) => id),
				{ background: 'BACKGROUND_TRANSPARENT' }
			);
			for (const { type, id, meta } of nodes) add(type, id, [...above, tab, ids[row] ?? ''], [], meta);
		});
	});
	return layout;
}

function cellOf(dashboard: DemoDashboard, cell: string, charts: ReadonlyMap<string, ShownChart>) {
	const [key = '', width] = cell.split(':');
	const size = { width: Number(width), height: 50 };
	const chart = charts.get(key);
	if (chart === undefined) {
		const code: Json = dashboard.notes?.[key] ?? '';
		return { type: 'MARKDOWN', id: nodeId('MARKDOWN', dashboard.key, key), meta: { code, ...size } };
	}
	const meta = {
		chartId: chart.id,
		sliceName: chart.title,
		uuid: chart.uuid,
		...size
	};
	return { type: 'CHART', id: nodeId('CHART', dashboard.key, key), meta };
}

function dashboardFile(dashboard: DemoDashboard, all: readonly DemoDashboard[]): JsonObject {
	const charts = chartsShown(dashboard, all);
	return {
		dashboard_title: dashboard.title,
		description: null,
		css: null,
		slug: dashboard.key,
		certified_by: dashboard.certified_by ?? null,
		certification_details: null,
		published: dashboard.published,
		uuid: dashboardUuid(dashboard.key),
		position: layoutFile(dashboard, charts),
		metadata: {
			color_scheme: 'supersetColors',
			refresh_frequency: 0,
			cross_filters_enabled: true,
			expanded_slices: {},
			label_colors: { ...dashboard.colors },
			timed_refresh_immune_slices: [],
			native_filter_configuration: dashboard.filters.map(({ name, dataset, column }) =>
				filterOf(dashboard.key, name, column, { datasetUuid: datasetUuid(dataset) })
			)
		},
		...VERSION
	};
}

/** All practice dashboards of one environment in one bundle. Datasets that only the history uses are in it too. */
export async function demoBundle(data: DemoData, database: DemoDatabase): Promise<Uint8Array> {
	const zip = new JSZip();
	const put = (path: string, file: JsonObject): unknown => zip.file(`demo/${path}.yaml`, writeYaml(file));
	put('metadata', { ...VERSION });
	put('databases/Shop', databaseFile(database));
	const times = new Map(data.datasets.map(({ key, time }) => [key, time]));
	for (const dataset of data.datasets)
		put(`datasets/Shop/${dataset.table}`, datasetFile(dataset, database.environment));
	for (const dashboard of data.dashboards) {
		put(`dashboards/${dashboard.key}`, dashboardFile(dashboard, data.dashboards));
		for (const [key, chart] of Object.entries(dashboard.charts)) {
			put(`charts/${dashboard.key}-${key}`, chartFile(dashboard.key, key, chart, times.get(chart.dataset) ?? ''));
		}
	}
	return zip.generateAsync({ type: 'uint8array' });
}
