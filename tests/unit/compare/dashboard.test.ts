import { expect, test } from 'vitest';
import { asset, changeOf, sentencesOf } from './sides.ts';

const id = (at: number) => 2 ** 47 + at;
const chart = (at: number, name: string) => asset('chart', {}, at, name);
const CHARTS = [chart(5, 'Revenue'), chart(6, 'Orders'), chart(7, 'Visits')];
const node = (at: number) => ({
	...{ type: 'CHART', id: `CHART-${at}`, children: [] },
	meta: { chartId: id(at), uuid: CHARTS[at - 5]?.uuid, width: 4, height: 50 }
});
const POSITION = {
	ROOT_ID: { type: 'ROOT', id: 'ROOT_ID', children: ['TABS-1'] },
	'TABS-1': { type: 'TABS', id: 'TABS-1', children: ['TAB-1', 'TAB-2'], meta: {} },
	'TAB-1': { type: 'TAB', id: 'TAB-1', children: ['CHART-5', 'CHART-6'], meta: { text: 'Sales' } },
	'TAB-2': { type: 'TAB', id: 'TAB-2', children: ['CHART-7'], meta: { text: 'Web' } },
	...{ 'CHART-5': node(5), 'CHART-6': node(6), 'CHART-7': node(7) }
};

const told = (before: object, after: object) =>
	sentencesOf(changeOf('dashboard', { position: POSITION, ...before }, { position: POSITION, ...after }, CHARTS));
const toldMetadata = (before: object, after: object) => told({ metadata: before }, { metadata: after });

test.each([
	[{ dashboard_title: 'A' }, { dashboard_title: 'B' }, 'renamed “A” → “B”'],
	[{ published: false }, { published: true }, 'published'],
	[{ published: true }, { published: false }, 'made a draft'],
	[{ slug: 'a' }, { slug: 'b' }, 'URL slug “a” → “b”'],
	[{ certified_by: 'Ann' }, {}, 'certified by removed (was “Ann”)'],
	[{ css: 'a\nb\nc' }, { css: 'a\nx\nc\nd' }, 'CSS changed in 2 lines'],
	[{ css: 'a\nb' }, { css: 'b\na' }, 'order of lines in CSS changed'],
	[{}, { css: 'a\nb' }, 'CSS added (2 lines)'],
	[{ description: 'old' }, { description: 'new' }, 'description changed in 1 line'],
	[{ tags: ['a'] }, { tags: ['a', 'b'] }, 'tag “b” added']
])('SENTENCE-6 properties: %j → %j', (before, after, sentence) => {
	expect(told(before, after)).toEqual([sentence]);
});

test.each([
	[{}, { refresh_frequency: 300 }, "refresh frequency Don't refresh → 5 minutes"],
	[{ refresh_frequency: 300 }, { refresh_frequency: 45 }, 'refresh frequency 5 minutes → 45 seconds'],
	[
		{ timed_refresh_immune_slices: [] },
		{ timed_refresh_immune_slices: [id(5)] },
		'charts left out of the refresh: “Revenue” added'
	],
	[{ color_scheme: 'd3Category10' }, { color_scheme: 'supersetColors' }, 'color scheme d3Category10 → supersetColors'],
	[{ label_colors: { EU: '#aaaaaa' } }, { label_colors: { EU: '#bbbbbb' } }, 'color of “EU” #aaaaaa → #bbbbbb'],
	[{ label_colors: {} }, { label_colors: { EU: '#bbbbbb' } }, 'color of “EU” set to #bbbbbb'],
	[{}, { cross_filters_enabled: false }, 'enable cross-filtering turned off'],
	[
		{ filter_bar_orientation: 'VERTICAL' },
		{ filter_bar_orientation: 'HORIZONTAL' },
		'orientation of filter bar Vertical (Left) → Horizontal (Top)'
	],
	[
		{ expanded_slices: {} },
		{ expanded_slices: { [id(6)]: true } },
		'charts with description shown: “Orders” turned on'
	],
	[{}, { our_own: 1 }, 'our own nothing → 1']
])('SENTENCE-6 settings: %j → %j', (before, after, sentence) => {
	expect(toldMetadata(before, after)).toEqual([sentence.replace('nothing → 1', 'set to 1')]);
});

test('SENTENCE-6 cross-filters: of a chart, of all, and those that say nothing of their own', () => {
	const scope = (excluded: number[]) => ({ rootPath: ['ROOT_ID'], excluded: excluded.map(id) });
	const of = (at: number, value: unknown) => ({ [id(at)]: { id: id(at), crossFilters: { scope: value } } });
	expect(toldMetadata({ chart_configuration: {} }, { chart_configuration: of(5, scope([5, 6])) })).toEqual([
		'cross-filters of “Revenue” apply to the scope of the dashboard → all but “Revenue” and “Orders”'
	]);
	expect(toldMetadata({ chart_configuration: {} }, { chart_configuration: of(5, 'global') })).toEqual([]);
	expect(
		toldMetadata(
			{ global_chart_configuration: { scope: scope([]) } },
			{ global_chart_configuration: { scope: scope([7]) } }
		)
	).toEqual(['cross-filters apply to all 3 charts → all but “Visits”']);
});

test('SENTENCE-6 what Superset works out by itself is counted', () => {
	const change = changeOf(
		'dashboard',
		{ metadata: { map_label_colors: {} } },
		{ metadata: { map_label_colors: { a: '#1' } } }
	);
	expect(change).toMatchObject({ details: [], hiddenCount: 1 });
});

const REGION = {
	...{
		id: 'NATIVE_FILTER-1',
		name: 'Region',
		filterType: 'filter_select',
		type: 'NATIVE_FILTER',
		cascadeParentIds: []
	},
	targets: [{ datasetUuid: CHARTS[0]?.uuid, column: { name: 'region' } }],
	controlValues: { multiSelect: true },
	scope: { rootPath: ['ROOT_ID'], excluded: [] as number[] },
	defaultDataMask: { filterState: { value: null as unknown } }
};
const CITY = { ...REGION, id: 'NATIVE_FILTER-2', name: 'City' };
const filters = (...list: object[]) => ({ native_filter_configuration: list });

test.each([
	['added', filters(REGION), filters(REGION, CITY), 'filter “City” added'],
	['removed', filters(REGION), filters(), 'filter “Region” removed'],
	['renamed', filters(REGION), filters({ ...REGION, name: 'Area' }), 'filter “Region” renamed to “Area”'],
	['in another order', filters(REGION, CITY), filters(CITY, REGION), 'order of filters changed'],
	[
		'another column',
		filters(REGION),
		filters({ ...REGION, targets: [{ ...REGION.targets[0], column: { name: 'city' } }] }),
		'filter “Region”: column region → city'
	],
	[
		'another dataset',
		filters(REGION),
		filters({ ...REGION, targets: [{ ...REGION.targets[0], datasetUuid: CHARTS[1]?.uuid }] }),
		'filter “Region”: dataset “Revenue” → “Orders”'
	],
	[
		'default',
		filters(REGION),
		filters({ ...REGION, defaultDataMask: { filterState: { value: ['EU', 'US'] } } }),
		'filter “Region”: default All → EU, US'
	],
	[
		'scope',
		filters(REGION),
		filters({ ...REGION, scope: { rootPath: ['TAB-1'], excluded: [id(5)] } }),
		'filter “Region” applies to all 3 charts → 1 of 3 charts'
	],
	[
		'left-out chart',
		filters(REGION),
		filters({ ...REGION, scope: { rootPath: ['ROOT_ID'], excluded: [id(7)] } }),
		'filter “Region” applies to all 3 charts → all but “Visits”'
	],
	[
		'type',
		filters(REGION),
		filters({ ...REGION, filterType: 'filter_range' }),
		'filter “Region”: filter type Value → Numerical range'
	],
	[
		'a tick',
		filters(REGION),
		filters({ ...REGION, controlValues: { multiSelect: false } }),
		'filter “Region”: can select multiple values turned off'
	],
	[
		'depends on',
		filters(CITY, REGION),
		filters({ ...CITY, cascadeParentIds: ['NATIVE_FILTER-1'] }, REGION),
		'filter “City”: values are dependent on other filter “Region” added'
	],
	[
		'display control',
		{ chart_customization_config: [] },
		{ chart_customization_config: [{ id: 'C', name: 'By' }] },
		'display control “By” added'
	],
	['the first one', {}, filters(REGION), 'filter “Region” added']
])('SENTENCE-7 filters: %s', (_, before, after, sentence) => {
	expect(toldMetadata(before, after)).toEqual([sentence]);
});

test('SENTENCE-7 the reach of a filter, worked out from its scope, is counted', () => {
	const change = changeOf(
		'dashboard',
		{ metadata: filters(REGION) },
		{ metadata: filters({ ...REGION, chartsInScope: [1] }) }
	);
	expect(change).toMatchObject({ details: [], hiddenCount: 1 });
});
