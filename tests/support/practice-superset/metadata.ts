import { openJson } from './import/references.ts';
import { idOf, isObject, type Json, type JsonObject, listOf, objectOf } from './json.ts';
import { pythonJson, pythonJsonTight } from './python.ts';
import type { DashboardRow, State } from './state.ts';

const parsed = (text: Json | undefined): JsonObject =>
	typeof text === 'string' && text !== '' ? objectOf(openJson(text)) : {};

/**
 * What Superset makes of `json_metadata` that comes by PUT (`set_dash_metadata` in daos/dashboard.py): `positions` become
 * the layout and the links, some keys are dropped, some get their defaults, the rest stays.
 */
export function setDashboardMetadata(state: State, row: DashboardRow, text: string): void {
	const data = parsed(text);
	const metadata: JsonObject = { ...data };
	delete metadata['filter_scopes'];
	if (isObject(data['positions'])) {
		const layout = data['positions'];
		const inLayout = new Set(Object.values(layout).map((node) => idOf(objectOf(objectOf(node)['meta'])['chartId'])));
		row.charts = state.tables.chart.filter(({ id }) => inLayout.has(id)).map(({ id }) => id);
		nameChartsByUuid(state, layout);
		row.fields['position_json'] = pythonJsonTight(layout);
		const scopes = scopesOf(data['filter_scopes'], inLayout);
		if (Object.keys(scopes).length > 0) metadata['filter_scopes'] = scopes;
		const defaults = Object.entries(parsed(data['default_filters'])).filter(([id]) => inLayout.has(idOf(id)));
		metadata['default_filters'] = pythonJson(Object.fromEntries(defaults));
		delete metadata['positions'];
	}
	if ((data['color_namespace'] ?? null) === null) delete metadata['color_namespace'];
	const defaults: JsonObject = {
		timed_refresh_immune_slices: [],
		expanded_slices: {},
		refresh_frequency: 0,
		color_scheme: '',
		label_colors: {},
		shared_label_colors: [],
		map_label_colors: {},
		color_scheme_domain: [],
		cross_filters_enabled: true
	};
	for (const [key, value] of Object.entries(defaults)) metadata[key] ??= key in metadata ? null : value;
	row.fields['json_metadata'] = pythonJson(metadata);
}

function nameChartsByUuid(state: State, layout: JsonObject): void {
	for (const node of Object.values(layout)) {
		const meta = isObject(node) && node['type'] === 'CHART' ? node['meta'] : null;
		if (!isObject(meta) || !meta['chartId']) continue;
		meta['uuid'] = state.byId('chart', idOf(meta['chartId']))?.uuid ?? null;
	}
}

/** Old filter scopes, without the charts that are not in the layout. */
function scopesOf(value: Json | undefined, inLayout: ReadonlySet<number>): JsonObject {
	const scopes = typeof value === 'string' ? parsed(value) : objectOf(value);
	const kept: JsonObject = {};
	for (const [id, columns] of Object.entries(scopes)) {
		if (!inLayout.has(idOf(id))) continue;
		kept[id] = Object.fromEntries(
			Object.entries(objectOf(columns)).map(([column, scope]) => [
				column,
				{ ...objectOf(scope), immune: listOf(objectOf(scope)['immune']).filter((other) => inLayout.has(idOf(other))) }
			])
		);
	}
	return kept;
}

/** Whether 6.x can walk the layout to its tabs, which every PUT of a dashboard does: a child that is not there is a 500. */
export function canFindTabs(text: Json | undefined): boolean {
	const position = parsed(text);
	if (Object.keys(position).length === 0) return true;
	const walk = (id: string): boolean => {
		const node = position[id];
		if (!isObject(node)) return false;
		const children = listOf(node['children']).map(String);
		const goesOn = ['TABS', 'GRID', 'ROOT', 'TAB'].includes(String(node['type']));
		return children.every((child) => (goesOn ? walk(child) : isObject(position[child])));
	};
	return walk('ROOT_ID');
}
