import { openJson } from '../import/references.ts';
import { isObject, type Json, type JsonObject, listOf, objectOf } from '../json.ts';
import { setDashboardMetadata } from '../metadata.ts';
import { pythonJson } from '../python.ts';
import type { ChartRow, DashboardRow, DatasetRow, State } from '../state.ts';
import { dashboardsOf } from '../views.ts';
import { chartIdsBelow, type Layout, metaOf, renewParents, typeOf } from './layout.ts';

const opened = (text: Json | undefined): JsonObject => (typeof text === 'string' ? objectOf(openJson(text)) : {});
const PALETTE = ['#1FA8C9', '#454E7C', '#5AC189', '#FF7F44', '#666666', '#E04355', '#FCC700', '#A868B7'];

export const layoutOf = (row: DashboardRow): Layout => opened(row.fields['position_json']);
export const metadataOf = (row: DashboardRow): JsonObject => opened(row.fields['json_metadata']);
export const paramsOf = (row: ChartRow): JsonObject => opened(row.fields['params']);

/**
 * Saves a dashboard as Superset's front end does after `change`: layout and metadata in one PUT, with all that it
 * recomputes (names of charts, parents, scopes, colours).
 */
export function saveDashboard(
	state: State,
	row: DashboardRow,
	userId: number,
	change: (layout: Layout, metadata: JsonObject) => void
): void {
	const layout = layoutOf(row);
	const metadata = metadataOf(row);
	change(layout, metadata);
	renewParents(layout);
	for (const id of Object.keys(layout)) {
		if (typeOf(layout, id) !== 'CHART') continue;
		const meta = metaOf(layout, id);
		const chart = state.byId('chart', Number(meta['chartId']));
		if (chart !== undefined) meta['sliceName'] = chart.fields['slice_name'] ?? null;
	}
	const header = metaOf(layout, 'HEADER_ID');
	if (isObject(layout['HEADER_ID'])) header['text'] = row.fields['dashboard_title'] ?? null;
	recompute(metadata, layout);
	setDashboardMetadata(state, row, pythonJson({ ...metadata, positions: layout }));
	state.touch(row, userId);
}

function recompute(metadata: JsonObject, layout: Layout): void {
	const all = chartIdsBelow(layout, 'ROOT_ID');
	const tabs = Object.keys(layout).filter((id) => typeOf(layout, id) === 'TAB');
	const inScope = (scope: Json | undefined): number[] => {
		const { rootPath, excluded } = objectOf(scope);
		const roots = rootPath === undefined ? ['ROOT_ID'] : listOf(rootPath).map(String);
		const below = new Set(roots.flatMap((root) => chartIdsBelow(layout, root)));
		return all.filter((id) => below.has(id) && !listOf(excluded).includes(id));
	};
	for (const filter of listOf(metadata['native_filter_configuration'])) {
		if (!isObject(filter) || filter['type'] === 'DIVIDER') continue;
		filter['chartsInScope'] = inScope(filter['scope']);
		filter['tabsInScope'] = tabs.filter((tab) =>
			chartIdsBelow(layout, tab).some((id) => listOf(filter['chartsInScope']).includes(id))
		);
	}
	metadata['chart_configuration'] = Object.fromEntries(
		all.map((id) => {
			const known =
				objectOf(objectOf(objectOf(metadata['chart_configuration'])[String(id)])['crossFilters'])['scope'] ?? 'global';
			const scope = isObject(known) ? inScope(known) : all;
			return [String(id), { id, crossFilters: { scope: known, chartsInScope: scope.filter((other) => other !== id) } }];
		})
	);
	metadata['global_chart_configuration'] = { scope: { rootPath: ['ROOT_ID'], excluded: [] }, chartsInScope: all };
	const labels = Object.keys(objectOf(metadata['label_colors']));
	metadata['shared_label_colors'] = labels;
	metadata['map_label_colors'] = Object.fromEntries(
		labels.map((label, at) => [label, PALETTE[at % PALETTE.length] ?? null])
	);
	metadata['color_scheme_domain'] = [...PALETTE];
}

/** Saves a chart as Explore does: its own id and dashboards into the parameters, the query made anew. */
export function saveChart(state: State, row: ChartRow, userId: number, change: (params: JsonObject) => void): void {
	const params = paramsOf(row);
	change(params);
	params['slice_id'] = row.id;
	params['dashboards'] = dashboardsOf(state, row.id).map(({ id }) => id);
	row.fields['params'] = pythonJson(params);
	row.fields['query_context'] = pythonJson(queryContextOf(row, params));
	state.touch(row, userId);
	row.lastSavedOn = row.changedOn;
}

/** The query that a chart's parameters stand for; enough for the kinds of charts that the practice data has. */
export function queryContextOf(row: ChartRow, params: JsonObject): JsonObject {
	const metrics = [...listOf(params['metrics']), ...(params['metric'] === undefined ? [] : [params['metric']])];
	const axis = typeof params['x_axis'] === 'string' ? [params['x_axis']] : [];
	const columns = [
		...axis,
		...listOf(params['groupby']),
		...listOf(params['columns']),
		...listOf(params['all_columns'])
	];
	const datasource = { id: row.datasetId, type: 'table' };
	const query: JsonObject = {
		filters: [],
		extras: { having: '', where: '' },
		columns,
		metrics,
		orderby: metrics[0] === undefined ? [] : [[metrics[0], false]],
		annotation_layers: [],
		row_limit: params['row_limit'] ?? 10000,
		series_limit: 0,
		order_desc: true,
		url_params: {},
		custom_params: {},
		custom_form_data: {},
		post_processing: []
	};
	const form_data = { ...params, force: false, result_format: 'json', result_type: 'full' };
	return { datasource, force: false, queries: [query], form_data, result_format: 'json', result_type: 'full' };
}

/** The names of a dataset's metrics, those of its own. */
export const metricNames = (dataset: DatasetRow | undefined): string[] =>
	(dataset?.metrics ?? []).map(({ fields }) => String(fields['metric_name']));

/** The metric that a chart shows first; empty when it shows none. */
export function metricOf(params: JsonObject): string {
	const first = params['metric'] ?? listOf(params['metrics'])[0];
	return typeof first === 'string' ? first : '';
}

/** Puts another metric in the place of the first. */
export function setMetric(params: JsonObject, metric: string): void {
	if ('metric' in params) params['metric'] = metric;
	else params['metrics'] = [metric, ...listOf(params['metrics']).slice(1)];
}
