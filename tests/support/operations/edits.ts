import { isObject, type JsonObject } from '#tests/support/practice-superset/json.ts';
import type { PracticeSuperset } from '#tests/support/practice-superset/server.ts';
import type { ChartRow, DashboardRow, DatasetRow } from '#tests/support/practice-superset/state.ts';

/** Edits of people in a practice Superset; each moves `changed_on` of what it touches and of nothing else. */

export const chartIn = ({ state }: PracticeSuperset, name: string): ChartRow =>
	found(state.tables.chart.find(({ fields }) => fields['slice_name'] === name));

export const datasetIn = ({ state }: PracticeSuperset, name: string): DatasetRow =>
	found(state.tables.dataset.find(({ fields }) => fields['table_name'] === name));

export const dashboardIn = ({ state }: PracticeSuperset, slug: string): DashboardRow =>
	found(state.tables.dashboard.find(({ fields }) => fields['slug'] === slug));

export function renameChart(superset: PracticeSuperset, name: string, to: string): void {
	const row = chartIn(superset, name);
	row.fields['slice_name'] = to;
	superset.state.touch(row, 1);
}

export function describeDataset(superset: PracticeSuperset, name: string, description: string): void {
	const row = datasetIn(superset, name);
	row.fields['description'] = description;
	superset.state.touch(row, 1);
}

export function retitleDashboard(superset: PracticeSuperset, slug: string, title: string): void {
	const row = dashboardIn(superset, slug);
	row.fields['dashboard_title'] = title;
	superset.state.touch(row, 1);
}

/** Take a chart off a dashboard: out of its layout and its links. */
export function takeOffDashboard(superset: PracticeSuperset, slug: string, chart: string): void {
	const row = dashboardIn(superset, slug);
	const { id } = chartIn(superset, chart);
	const layout = JSON.parse(String(row.fields['position_json'])) as JsonObject;
	const node = found(
		Object.values(layout).find((one) => isObject(one) && isObject(one['meta']) && one['meta']['chartId'] === id)
	) as JsonObject;
	for (const one of Object.values(layout)) {
		if (!isObject(one) || !Array.isArray(one['children'])) continue;
		one['children'] = one['children'].filter((child) => child !== node['id']);
	}
	delete layout[String(node['id'])];
	row.fields['position_json'] = JSON.stringify(layout);
	row.charts = row.charts.filter((one) => one !== id);
	superset.state.touch(row, 1);
}

/** Put a chart that is there into the first row of a dashboard. */
export function putChartOn(superset: PracticeSuperset, slug: string, name: string): void {
	const row = dashboardIn(superset, slug);
	const { id, uuid } = chartIn(superset, name);
	const layout = JSON.parse(String(row.fields['position_json'])) as JsonObject;
	const [first] = Object.values(layout).filter((one) => isObject(one) && one['type'] === 'ROW') as JsonObject[];
	found(first)['children'] = ['CHART-new', ...((first!['children'] ?? []) as string[])];
	layout['CHART-new'] = {
		...{ type: 'CHART', id: 'CHART-new', children: [] },
		meta: { chartId: id, uuid, width: 4, height: 20, sliceName: name }
	};
	row.fields['position_json'] = JSON.stringify(layout);
	row.charts.push(id);
	superset.state.touch(row, 1);
}

/** Everything that a Superset holds, to be compared. */
export const heldBy = ({ state }: PracticeSuperset): unknown => structuredClone(state.tables);

/** Its connections, byte for byte. */
export const connectionsOf = ({ state }: PracticeSuperset): string => JSON.stringify(state.tables.database);

function found<T>(value: T | undefined): T {
	if (value === undefined) throw new Error('The practice Superset does not hold what the test wants to edit.');
	return value;
}
