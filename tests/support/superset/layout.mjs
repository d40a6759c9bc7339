import { uuidOf } from './rest.mjs';

// A layout is a tree of { type, meta, children }, and of { chart: key, width, height } at its ends.

const TRANSPARENT = { background: 'BACKGROUND_TRANSPARENT' };

export const chart = (key, width = 4, height = 50) => ({ chart: key, width, height });
export const row = (...children) => ({ type: 'ROW', meta: TRANSPARENT, children });
export const column = (width, ...children) => ({ type: 'COLUMN', meta: { ...TRANSPARENT, width }, children });
export const markdown = (code, width = 4, height = 30) => ({ type: 'MARKDOWN', meta: { code, width, height } });
export const divider = () => ({ type: 'DIVIDER', meta: {} });
export const header = (text) => ({ type: 'HEADER', meta: { text, headerSize: 'MEDIUM_HEADER', ...TRANSPARENT } });
export const tabs = (id, ...children) => ({ type: 'TABS', id, meta: {}, children });
export const tab = (id, text, ...children) => ({
	type: 'TAB',
	id,
	meta: { text, defaultText: 'Tab title', placeholder: 'Tab title' },
	children
});

/**
 * The `position_json` of a layout. Tabs at the top hang from the root and leave the grid empty, as the front end does.
 *
 * @param dashboard  { key, title }; ids of the elements come from the key
 * @param chartMeta  gives what an element of a chart says about the chart: id, uuid, name
 */
export function positionsOf(dashboard, nodes, chartMeta) {
	const positions = {
		DASHBOARD_VERSION_KEY: 'v2',
		ROOT_ID: { type: 'ROOT', id: 'ROOT_ID', children: [] },
		GRID_ID: { type: 'GRID', id: 'GRID_ID', children: [], parents: ['ROOT_ID'] },
		HEADER_ID: { id: 'HEADER_ID', type: 'HEADER', meta: { text: dashboard.title } }
	};
	const counts = new Map();
	const newId = (type) => {
		const n = (counts.get(type) ?? 0) + 1;
		counts.set(type, n);
		return `${type}-${uuidOf(`${dashboard.key}/${type}/${n}`).replaceAll('-', '').slice(0, 12)}`;
	};
	const add = (node, parents) => {
		const type = node.chart === undefined ? node.type : 'CHART';
		const id = node.id ?? newId(type);
		const { width, height } = node;
		const meta = node.chart === undefined ? node.meta : { ...chartMeta(node.chart), width, height };
		positions[id] = { type, id, children: [], parents, meta };
		positions[id].children = (node.children ?? []).map((child) => add(child, [...parents, id]));
		return id;
	};
	const atTop = nodes[0]?.type === 'TABS';
	const ids = nodes.map((node) => add(node, atTop ? ['ROOT_ID'] : ['ROOT_ID', 'GRID_ID']));
	positions.ROOT_ID.children = atTop ? ids : ['GRID_ID'];
	positions.GRID_ID.children = atTop ? [] : ids;
	return positions;
}

/** One filter of a dashboard, as `native_filter_configuration` holds it. */
export function nativeFilter(key, name, options = {}) {
	const {
		type = 'filter_select',
		dataset,
		column: name_,
		excluded = [],
		charts = [],
		tabs: inTabs = [],
		...more
	} = options;
	return {
		id: `NATIVE_FILTER-${uuidOf(`filter/${key}`).replaceAll('-', '').slice(0, 9)}`,
		name,
		filterType: type,
		type: 'NATIVE_FILTER',
		targets: dataset === undefined ? [{}] : [{ datasetId: dataset, column: { name: name_ } }],
		scope: { rootPath: ['ROOT_ID'], excluded },
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
		chartsInScope: charts,
		tabsInScope: inTabs,
		...more
	};
}
