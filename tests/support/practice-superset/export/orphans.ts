import { randomInt } from 'node:crypto';
import { chartIdsOf } from '../import/references.ts';
import { isObject, type Json, type JsonObject, listOf } from '../json.ts';
import type { ChartRow, DashboardRow, State } from '../state.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
/** Random, as Superset's: two exports of one dashboard differ in it. */
const suffix = (): string => Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)]).join('');

const defaultPosition = (title: Json): JsonObject => ({
	DASHBOARD_VERSION_KEY: 'v2',
	ROOT_ID: { children: ['GRID_ID'], id: 'ROOT_ID', type: 'ROOT' },
	GRID_ID: { children: [], id: 'GRID_ID', parents: ['ROOT_ID'], type: 'GRID' },
	HEADER_ID: { id: 'HEADER_ID', meta: { text: title }, type: 'HEADER' }
});

/** The layout of an export: charts that are linked but nowhere in it get a row of their own at its end. */
export function withOrphans(state: State, dashboard: DashboardRow, stored: Json): JsonObject {
	const position =
		isObject(stored) && Object.keys(stored).length > 0
			? stored
			: defaultPosition(dashboard.fields['dashboard_title'] ?? null);
	const laidOut = chartIdsOf(position);
	const orphans = dashboard.charts.flatMap((id) => {
		const chart = state.byId('chart', id);
		return chart !== undefined && !laidOut.has(chart.uuid) ? [chart] : [];
	});
	if (orphans.length > 0) append(position, orphans);
	return position;
}

function append(position: JsonObject, charts: readonly ChartRow[]): void {
	const names = charts.map(() => `CHART-${suffix()}`);
	const [root, grid] = [position['ROOT_ID'], position['GRID_ID']];
	const row =
		isObject(root) && isObject(grid) && listOf(root['children']).includes('GRID_ID') ? `ROW-N-${suffix()}` : null;
	if (row !== null && isObject(grid)) {
		grid['children'] = [...listOf(grid['children']), row];
		position[row] = {
			children: names,
			id: row,
			meta: { '0': 'ROOT_ID', background: 'BACKGROUND_TRANSPARENT' },
			type: 'ROW',
			parents: ['ROOT_ID', 'GRID_ID']
		};
	}
	charts.forEach((chart, at) => {
		const name = names[at] ?? '';
		position[name] = {
			children: [],
			id: name,
			meta: {
				chartId: chart.id,
				height: 50,
				sliceName: chart.fields['slice_name'] ?? null,
				uuid: chart.uuid,
				width: 4
			},
			type: 'CHART',
			...(row === null ? {} : { parents: ['ROOT_ID', 'GRID_ID', row] })
		};
	});
}
