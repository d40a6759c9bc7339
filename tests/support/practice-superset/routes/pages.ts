import { type Answer, notFound } from '../answer.ts';
import { type Direction, moveNode, resizeNode, typeOf } from '../editing/layout.ts';
import { metricNames, metricOf, saveChart, saveDashboard, setMetric } from '../editing/save.ts';
import { addressOf, chartPage, dashboardPage, listPage } from '../pages/dashboard-page.ts';
import { ACCOUNTS, type Account } from '../people.ts';
import type { ChartRow, DashboardRow, State } from '../state.ts';
import { dashboardsOf } from '../views.ts';
import { rowOf } from './read.ts';
import type { Call, Route } from './route.ts';

/** Whoever uses the pages: nobody signs in on practice data. */
const WHO = ACCOUNTS[0] as Account;

const shown = (body: Uint8Array): Answer => ({
	status: 200,
	headers: { 'content-type': 'text/html; charset=utf-8' },
	body
});
const backTo = (location: string): Answer => ({ status: 303, headers: { location }, body: new Uint8Array() });
const formOf = ({ request }: Call): URLSearchParams => new URLSearchParams(request.body.toString('utf8'));

function chartOf(state: State, id: string): ChartRow {
	const row = state.byId('chart', Number(id));
	if (row === undefined) throw notFound();
	return row;
}
const dashboardOf = (state: State, key: string): DashboardRow => rowOf(state, 'dashboard', key, WHO) as DashboardRow;

/** A change by the form of one chart's page. Dashboards that show it keep the old name until they are saved, as in Superset. */
function changeChart(call: Call): Answer {
	const row = chartOf(call.state, call.parts[0] ?? '');
	const form = formOf(call);
	const title = form.get('title')?.trim();
	const metric = form.get('metric');
	const allowed = metricNames(call.state.byId('dataset', row.datasetId));
	call.state.transaction(() => {
		if (title) row.fields['slice_name'] = title;
		saveChart(call.state, row, WHO.id, (params) => {
			if (metric !== null && metric !== metricOf(params) && allowed.includes(metric)) setMetric(params, metric);
		});
	});
	return backTo(`/explore/?slice_id=${row.id}`);
}

function placeChart(call: Call): Answer {
	const row = dashboardOf(call.state, call.parts[0] ?? '');
	const form = formOf(call);
	const node = form.get('node') ?? '';
	call.state.transaction(() =>
		saveDashboard(call.state, row, WHO.id, (layout) => {
			if (typeOf(layout, node) !== 'CHART') return;
			const [direction, width] = [form.get('move'), form.get('width')];
			if (direction !== null && ['left', 'right', 'up', 'down'].includes(direction))
				moveNode(layout, node, direction as Direction);
			if (width !== null) resizeNode(layout, node, Number(width));
		})
	);
	return backTo(addressOf(row));
}

function renameDashboard(call: Call): Answer {
	const row = dashboardOf(call.state, call.parts[0] ?? '');
	const title = formOf(call).get('title')?.trim();
	call.state.transaction(() => {
		if (title) row.fields['dashboard_title'] = title;
		saveDashboard(call.state, row, WHO.id, () => undefined);
	});
	return backTo(addressOf(row));
}

export const pageRoutes: readonly Route[] = [
	{
		method: 'GET',
		path: /^\/(?:dashboard\/list\/|superset\/welcome\/)?$/,
		open: true,
		run: ({ state, name }) => shown(listPage(state, name))
	},
	{
		method: 'GET',
		path: /^\/superset\/dashboard\/([^/]+)\/?$/,
		open: true,
		run: ({ state, parts, name }) => shown(dashboardPage(state, dashboardOf(state, parts[0] ?? ''), name))
	},
	{
		method: 'GET',
		path: /^\/explore\/$/,
		open: true,
		run: ({ state, request, name }) => {
			const row = chartOf(state, request.query.get('slice_id') ?? '');
			return shown(chartPage(state, row, dashboardsOf(state, row.id), name));
		}
	},
	{ method: 'POST', path: /^\/practice\/chart\/(\d+)$/, open: true, run: changeChart },
	{ method: 'POST', path: /^\/practice\/dashboard\/(\d+)\/title$/, open: true, run: renameDashboard },
	{ method: 'POST', path: /^\/practice\/dashboard\/(\d+)\/place$/, open: true, run: placeChart }
];
