import { json, refuse } from '../answer.ts';
import { openJson } from '../import/references.ts';
import { isObject, type Json, type JsonObject, listOf, objectOf } from '../json.ts';
import type { ChartRow, DashboardRow, DatasetRow, State } from '../state.ts';
import { dashboardsOf, datasetView, formDataOf, isoTime, markedDown, pickColumns } from '../views.ts';
import { rowOf } from './read.ts';
import { type Route, signedIn } from './route.ts';

function chartOfDashboard(row: ChartRow): JsonObject {
	const { fields } = row;
	const query = encodeURIComponent(`{"slice_id": ${row.id}}`);
	return {
		cache_timeout: fields['cache_timeout'] ?? null,
		certification_details: fields['certification_details'] ?? null,
		certified_by: fields['certified_by'] ?? null,
		changed_on: isoTime(row.changedOn),
		description: fields['description'] ?? null,
		description_markeddown: markedDown(fields['description']),
		form_data: formDataOf(row),
		id: row.id,
		slice_name: fields['slice_name'] ?? null,
		slice_url: `/explore/?slice_id=${row.id}&form_data=${query}`
	};
}

const ADDED = list(`always_filter_main_dttm cache_timeout column_formats datasource_name default_endpoint
	fetch_values_predicate filter_select_enabled granularity_sqla id is_sqllab_view main_dttm_col name normalize_columns offset
	order_by_choices params schema select_star sql table_name template_params time_grain_sqla uid verbose_map`);

const OLD_OWNERS = ['owners.first_name', 'owners.id', 'owners.last_name', 'owners.username'];

function list(text: string): string[] {
	return text.trim().split(/\s+/);
}

/** Only the columns and metrics that the charts use: enough of Superset's rule is that all are there. */
function datasetOfDashboard(state: State, row: DatasetRow): JsonObject {
	const view = datasetView(state, row);
	const database = objectOf(view['database']);
	return {
		...pickColumns(view, [
			...ADDED,
			...(state.version === '4.1.4' ? [...OLD_OWNERS, 'currency_formats'] : ['owners', 'currency_code_column'])
		]),
		column_names: row.columns.map(({ fields }) => fields['column_name'] ?? null),
		column_types: [0, 1, 2],
		columns: view['columns'] ?? [],
		metrics: view['metrics'] ?? [],
		database: {
			allow_multi_catalog: false,
			allows_cost_estimate: false,
			allows_subquery: true,
			allows_virtual_table_explore: true,
			backend: database['backend'] ?? null,
			disable_data_preview: false,
			disable_drill_to_detail: false,
			explore_database_id: row.databaseId,
			id: row.databaseId,
			name: database['database_name'] ?? null
		},
		edit_url: view['url'] ?? null,
		filter_select: view['filter_select_enabled'] ?? null,
		health_check_message: null,
		perm: `[${String(database['database_name'])}].[${String(view['table_name'])}](id:${row.id})`,
		type: 'table'
	};
}

function tabTree(position: JsonObject, id: string): { all: JsonObject; tree: Json[] } {
	const node = objectOf(position[id]);
	const all: JsonObject = {};
	const tree: Json[] = [];
	for (const child of listOf(node['children']).map(String)) {
		const inner = tabTree(position, child);
		const found = objectOf(position[child]);
		Object.assign(all, inner.all);
		if (found['type'] !== 'TAB') {
			tree.push(...inner.tree);
			continue;
		}
		const title = objectOf(found['meta'])['text'] ?? null;
		all[child] = title;
		tree.push({ children: inner.tree, parents: listOf(found['parents']), title, value: child });
	}
	return { all, tree };
}

export const dashboardRoutes: readonly Route[] = [
	{
		method: 'GET',
		path: /^\/api\/v1\/dashboard\/([^/]+)\/charts$/,
		run: signedIn(({ state, parts }, who) => {
			const row = rowOf(state, 'dashboard', parts[0] ?? '', who) as DashboardRow;
			return json({ result: row.charts.flatMap((id) => state.byId('chart', id) ?? []).map(chartOfDashboard) });
		})
	},
	{
		method: 'GET',
		path: /^\/api\/v1\/dashboard\/([^/]+)\/datasets$/,
		run: signedIn(({ state, parts }, who) => {
			const row = rowOf(state, 'dashboard', parts[0] ?? '', who) as DashboardRow;
			const ids = new Set(row.charts.flatMap((id) => state.byId('chart', id)?.datasetId ?? []));
			return json({
				result: [...ids]
					.flatMap((id) => state.byId('dataset', id) ?? [])
					.map((dataset) => datasetOfDashboard(state, dataset))
			});
		})
	},
	{
		method: 'GET',
		path: /^\/api\/v1\/dashboard\/([^/]+)\/tabs$/,
		run: signedIn(({ state, parts }, who) => {
			const row = rowOf(state, 'dashboard', parts[0] ?? '', who) as DashboardRow;
			const text = row.fields['position_json'];
			const position = typeof text === 'string' ? openJson(text) : {};
			const { all, tree } = tabTree(isObject(position) ? position : {}, 'ROOT_ID');
			const filters = state.version === '4.1.4' ? {} : { native_filters: {} };
			return json({ result: { all_tabs: all, ...filters, tab_tree: tree } });
		})
	},
	{
		method: 'GET',
		path: /^\/api\/v1\/chart\/(\d+)\/data\/$/,
		run: signedIn(({ state, parts }, who) => {
			const row = rowOf(state, 'chart', parts[0] ?? '', who) as ChartRow;
			if (typeof row.fields['query_context'] !== 'string') {
				throw refuse(400, 'Chart has no query context saved. Please save the chart again.');
			}
			return json({ result: [{ cache_key: null, data: [], rowcount: 0, status: 'success', error: null }] });
		})
	},
	{
		method: 'GET',
		path: /^\/api\/v1\/dataset\/(\d+)\/related_objects$/,
		run: signedIn(({ state, parts }, who) => {
			const row = rowOf(state, 'dataset', parts[0] ?? '', who);
			const charts = state.tables.chart.filter(({ datasetId }) => datasetId === row.id);
			const dashboards = [...new Set(charts.flatMap(({ id }) => dashboardsOf(state, id)))];
			return json({
				charts: {
					count: charts.length,
					result: charts.map(({ id, fields }) => ({
						id,
						slice_name: fields['slice_name'] ?? null,
						viz_type: fields['viz_type'] ?? null
					}))
				},
				dashboards: {
					count: dashboards.length,
					result: dashboards.map(({ id, fields }) => ({
						id,
						json_metadata: fields['json_metadata'] ?? null,
						slug: fields['slug'] ?? null,
						title: fields['dashboard_title'] ?? null
					}))
				}
			});
		})
	}
];
