import { addNode, childrenOf, metaOf, moveNode, nodeId, nodeOfChart, resizeNode, typeOf } from '../editing/layout.ts';
import { saveChart, saveDashboard, setMetric } from '../editing/save.ts';
import { importChart } from '../import/rows.ts';
import { bindToDataset } from '../import/references.ts';
import { listOf } from '../json.ts';
import { ACCOUNTS, type Account } from '../people.ts';
import type { ChartRow, DashboardRow, DatasetRow, State } from '../state.ts';
import { chartFile, chartUuid, dashboardUuid, datasetUuid, filterOf } from './bundle.ts';
import type { DemoEdit } from './data.ts';

const WHO = ACCOUNTS[0] as Account;

function must<T>(found: T | undefined, what: string): T {
	if (found === undefined) throw new Error(`The practice data has no ${what}.`);
	return found;
}

/** Makes one edit of a practice dashboard, with all that a save in Superset changes beside it. */
export function applyEdit(state: State, key: string, edit: DemoEdit): void {
	const dashboard = must(state.byUuid('dashboard', dashboardUuid(key)), `dashboard ${key}`);
	state.transaction(() => apply(state, dashboard, key, edit));
}

function apply(state: State, dashboard: DashboardRow, key: string, edit: DemoEdit): void {
	const chartOf = (name: string): ChartRow => must(state.byUuid('chart', chartUuid(key, name)), `chart ${name}`);
	const datasetOf = (name: string): DatasetRow => must(state.byUuid('dataset', datasetUuid(name)), `dataset ${name}`);
	const save = (change: Parameters<typeof saveDashboard>[3]): void => saveDashboard(state, dashboard, WHO.id, change);
	switch (edit.op) {
		case 'renameChart': {
			const chart = chartOf(edit.chart);
			chart.fields['slice_name'] = edit.title;
			return saveChart(state, chart, WHO.id, () => undefined);
		}
		case 'setMetric':
			return saveChart(state, chartOf(edit.chart), WHO.id, (params) => setMetric(params, edit.metric));
		case 'addChart':
			return addChart(state, dashboard, key, edit);
		case 'move':
			return save((layout) => moveNode(layout, nodeOfChart(layout, chartOf(edit.chart).id), edit.direction));
		case 'resize':
			return save((layout) => resizeNode(layout, nodeOfChart(layout, chartOf(edit.chart).id), edit.width));
		case 'addTab':
			return save((layout) => {
				const tabs = Object.keys(layout).find((id) => typeOf(layout, id) === 'TABS') ?? 'GRID_ID';
				const meta = { text: edit.title, defaultText: 'Tab title', placeholder: 'Tab title' };
				addNode(layout, tabs, nodeId('TAB', key, edit.title), { type: 'TAB', meta });
			});
		case 'addFilter':
			return save((_layout, metadata) => {
				const filter = filterOf(key, edit.name, edit.column, { datasetId: datasetOf(edit.dataset).id });
				metadata['native_filter_configuration'] = [...listOf(metadata['native_filter_configuration']), filter];
			});
		case 'setNote':
			return save((layout) => {
				metaOf(layout, nodeId('MARKDOWN', key, edit.note))['code'] = edit.text;
			});
		case 'setSql': {
			const dataset = datasetOf(edit.dataset);
			dataset.fields['sql'] = edit.sql;
			return state.touch(dataset, WHO.id);
		}
		case 'renameDashboard':
			dashboard.fields['dashboard_title'] = edit.title;
			return save(() => undefined);
	}
}

function addChart(state: State, dashboard: DashboardRow, key: string, edit: DemoEdit & { op: 'addChart' }): void {
	const dataset = must(state.byUuid('dataset', datasetUuid(edit.chart.dataset)), `dataset ${edit.chart.dataset}`);
	const config = chartFile(key, edit.key, edit.chart, String(dataset.fields['main_dttm_col']));
	bindToDataset(config, { id: dataset.id, name: dataset.fields['table_name'] ?? null });
	const chart = importChart(config, false, { state, who: WHO });
	saveDashboard(state, dashboard, WHO.id, (layout) => {
		const tab =
			Object.keys(layout).find((id) => typeOf(layout, id) === 'TAB' && metaOf(layout, id)['text'] === edit.tab) ?? '';
		const row = nodeId('ROW', key, edit.key);
		addNode(
			layout,
			tab,
			row,
			{ type: 'ROW', meta: { background: 'BACKGROUND_TRANSPARENT' } },
			childrenOf(layout, tab).length
		);
		const meta = { chartId: chart.id, sliceName: edit.chart.title, uuid: chart.uuid, width: edit.width, height: 50 };
		addNode(layout, row, nodeId('CHART', key, edit.key), { type: 'CHART', meta });
	});
	saveChart(state, chart, WHO.id, () => undefined);
}
