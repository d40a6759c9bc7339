import { expect, test } from 'vitest';
import { changesBetween } from '#lib/domain/compare/changes.ts';
import { asset, changeOf, chartSentences, sentencesOf, uuid } from './sides.ts';

const sum = (column: string, more: object = {}) => ({
	...{ expressionType: 'SIMPLE', aggregate: 'SUM', column: { column_name: column }, optionName: `metric_${column}` },
	...more
});
const sql = (text: string, more: object = {}) => ({ expressionType: 'SQL', sqlExpression: text, ...more });
const filter = (subject: string, operator: string, comparator: unknown = null) => ({
	...{ expressionType: 'SIMPLE', clause: 'WHERE' },
	...{ subject, operator, comparator }
});

const sales = asset(
	'dataset',
	{
		columns: [{ column_name: 'country', verbose_name: 'Country' }],
		metrics: [{ metric_name: 'total', verbose_name: 'Total sales' }]
	},
	2,
	'sales'
);

const told = (vizType: string, before: object, after: object) => chartSentences(vizType, before, after, [sales]);

test('SENTENCE-3 another chart type, by the names that Superset gives them', () => {
	const chart = (vizType: string) => ({ viz_type: vizType, params: { viz_type: vizType } });
	const change = changeOf('chart', chart('echarts_timeseries_bar'), chart('echarts_timeseries_line'));
	expect(sentencesOf(change)).toEqual(['Bar Chart → Line Chart']);
	expect(change?.hiddenCount).toBe(0);
	expect(sentencesOf(changeOf('chart', chart('table'), chart('our-own')))).toEqual(['Table → our-own']);
});

test.each([
	[
		'another',
		{ metrics: [sum('sales')] },
		{ metrics: [sum('sales', { aggregate: 'AVG' })] },
		['metric SUM(sales) → AVG(sales)']
	],
	['added', { metrics: [sum('a')] }, { metrics: [sum('a'), 'total'] }, ['metric Total sales added']],
	['removed', { metrics: [sum('a'), sum('b')] }, { metrics: [sum('b')] }, ['metric SUM(a) removed']],
	[
		'in another order',
		{ metrics: [sum('a'), sum('b')] },
		{ metrics: [sum('b'), sum('a')] },
		['order of metrics changed']
	],
	[
		'with its own name',
		{ metric: sum('a') },
		{ metric: sum('a', { hasCustomLabel: true, label: 'A' }) },
		['metric SUM(a) → A']
	],
	[
		'worked out otherwise',
		{ metric: sql('SUM(a)', { hasCustomLabel: true, label: 'A' }) },
		{ metric: sql('SUM(a + b)', { hasCustomLabel: true, label: 'A' }) },
		['metric “A”: SUM(a) → SUM(a + b)']
	],
	['a copy of the column', { metric: sum('a') }, { metric: sum('a', { column: { column_name: 'a', id: 3 } }) }, []],
	['of query B', { metrics_b: ['x'] }, { metrics_b: ['y'] }, ['query B metric x → y']]
])('SENTENCE-4 a metric %s', (_, before, after, sentences) => {
	expect(told('mixed_timeseries', before, after)).toEqual(sentences);
});

test.each([
	['a dimension', { groupby: ['country'] }, { groupby: ['country', 'city'] }, ['dimension city added']],
	['a label of the dataset', { groupby: [] }, { groupby: ['country'] }, ['dimension Country added']],
	[
		'written in SQL',
		{ groupby: ['city'] },
		{ groupby: [sql('UPPER(city)', { label: 'City' })] },
		['dimension city → City']
	],
	['one column', { x_axis: 'country' }, { x_axis: 'city' }, ['X-axis Country → city']],
	[
		'sort',
		{ order_by_cols: ['["a", true]'] },
		{ order_by_cols: ['["a", false]'] },
		['ordering a ascending → a descending']
	]
])('SENTENCE-4 columns: %s', (_, before, after, sentences) => {
	expect(told('table', before, after)).toEqual(sentences);
});

test.each([
	['added', [], [filter('country', 'IN', ['DE', 'FR'])], ['filter Country IN (DE, FR) added']],
	['removed', [filter('city', '==', 'Oslo')], [], ['filter city = Oslo removed']],
	['changed', [filter('n', '>', 5)], [filter('n', '>', 7)], ['filter n > 5 → n > 7']],
	['without a value', [], [filter('n', 'IS NOT NULL')], ['filter n IS NOT NULL added']],
	['SQL', [], [sql('a < b', { clause: 'WHERE' })], ['filter a < b added']],
	[
		'time',
		[filter('at', 'TEMPORAL_RANGE', 'No filter')],
		[filter('at', 'TEMPORAL_RANGE', 'Last week')],
		['time range of at No filter → Last week']
	],
	[
		'time let go',
		[filter('at', 'TEMPORAL_RANGE', 'Last week')],
		[filter('at', 'TEMPORAL_RANGE', 'No filter')],
		['time range of at Last week → No filter']
	],
	['all times', [], [filter('at', 'TEMPORAL_RANGE', 'No filter')], []],
	[
		'all of another time',
		[filter('at', 'TEMPORAL_RANGE', 'No filter')],
		[filter('to', 'TEMPORAL_RANGE', 'No filter')],
		['filter at in No filter → to in No filter']
	]
])('SENTENCE-4 a filter %s', (_, before, after, sentences) => {
	expect(told('table', { adhoc_filters: before }, { adhoc_filters: after })).toEqual(sentences);
});

test.each([
	[
		'table',
		{ time_range: 'Last week' },
		{ time_range: '2024-01-01T00:00:00 : ' },
		'time range Last week → 2024-01-01 ≤ time < ∞'
	],
	['table', { time_grain_sqla: 'P1D' }, { time_grain_sqla: 'P1M' }, 'time grain Day → Month'],
	['table', { row_limit: 10000 }, { row_limit: 50000 }, 'row limit 10,000 → 50,000'],
	['pivot_table_v2', { row_limit: 10000 }, { row_limit: 50000 }, 'cell limit 10,000 → 50,000'],
	['echarts_area', { stack: 'Stack' }, { stack: null }, 'stacked style Stack → None'],
	['pie', { show_legend: true }, { show_legend: false }, 'show legend turned off'],
	[
		'echarts_timeseries_bar',
		{ y_axis_format: 'SMART_NUMBER' },
		{ y_axis_format: ',d' },
		'axis format Adaptive formatting → ,d'
	],
	[
		'big_number',
		{ color_picker: { r: 0, g: 122, b: 135, a: 1 } },
		{ color_picker: { r: 255, g: 0, b: 9, a: 0.5 } },
		'fixed color #007a87 → #ff0009 at 50 %'
	],
	['mixed_timeseries', { yAxisIndexB: 0 }, { yAxisIndexB: 1 }, 'query B Y axis Primary → Secondary'],
	[
		'table',
		{ column_config: { a: { d3NumberFormat: ',d' } } },
		{ column_config: { a: { d3NumberFormat: '.1%' } } },
		'customize columns › a › D3 format ,d → .1%'
	],
	[
		'table',
		{ conditional_formatting: [{ column: 'a', targetValue: 1 }] },
		{ conditional_formatting: [{ column: 'a', targetValue: 2 }] },
		'custom conditional formatting 1 › target value 1 → 2'
	]
])('SENTENCE-5 %s: %j → %j', (vizType, before, after, sentence) => {
	expect(told(vizType, before, after)).toEqual([sentence]);
});

test('SENTENCE-4 a label that the dataset changed meanwhile is no change of a chart’s metric', () => {
	const dataset = (label: string) => asset('dataset', { metrics: [{ metric_name: 'total', verbose_name: label }] }, 2);
	const chart = (metrics: string[]) =>
		asset('chart', { viz_type: 'table', dataset_uuid: uuid(2), params: { metrics } }, 1);
	const { assets } = changesBetween([dataset('Total'), chart(['total', 'a'])], [dataset('Sum'), chart(['total'])]);
	expect(assets.flatMap(sentencesOf)).toEqual(['metric a removed', 'metric “total”: label “Total” → “Sum”']);
});

test('SENTENCE-4 long lists are compared as exactly as short ones', () => {
	const columns = Array.from({ length: 3000 }, (_, at) => `column ${at}`);
	const others = columns.with(1500, 'another');
	expect(told('table', { all_columns: columns }, { all_columns: others })).toEqual(['column column 1500 → another']);
	expect(told('table', { all_columns: columns }, { all_columns: columns.toReversed() })).toEqual([
		'order of columns changed'
	]);
});

test('SENTENCE-5 a chart type of somebody’s own has no defaults that anybody knows', () => {
	expect(told('our-own', {}, { row_limit: 10000 })).toEqual(['row limit set to 10,000']);
	expect(told('our-own', { show_legend: true }, {})).toEqual(['show legend turned off']);
});

test('SENTENCE-5 annotation layers by name', () => {
	const layer = { name: 'Goal', annotationType: 'FORMULA', style: 'solid' };
	expect(told('echarts_area', {}, { annotation_layers: [layer] })).toEqual(['annotation layer “Goal” added']);
	expect(
		told('echarts_area', { annotation_layers: [layer] }, { annotation_layers: [{ ...layer, style: 'dashed' }] })
	).toEqual(['annotation layer “Goal”: style Solid → Dashed']);
});

test('SENTENCE-4 a new name comes first, then the type, then what is shown', () => {
	const chart = (name: string, vizType: string, metric: string) => ({
		...{ slice_name: name, viz_type: vizType },
		params: { metric, show_legend: vizType === 'pie', adhoc_filters: [filter('n', '>', metric.length)] }
	});
	expect(sentencesOf(changeOf('chart', chart('A', 'pie', 'a'), chart('B', 'funnel', 'bb')))).toEqual([
		...['renamed “A” → “B”', 'Pie Chart → Funnel Chart', 'metric a → bb'],
		...['filter n > 1 → n > 2', 'show legend turned off']
	]);
});

test('SENTENCE-11 objects are called by their names, and charts and datasets that stand as numbers too', () => {
	const others = [sales, asset('chart', {}, 5, 'Map of shops')];
	const chart = (dataset: number, slices: number[]) => ({
		...{ slice_name: 'All', viz_type: 'deck_multi', dataset_uuid: uuid(dataset) },
		params: { deck_slices: slices }
	});
	const change = changeOf('chart', chart(2, []), chart(9, [2 ** 47 + 5]), others);
	expect(sentencesOf(change)).toEqual([
		'deck.gl layers (charts) “Map of shops” added',
		`dataset “sales” → “${uuid(9)}”`
	]);
});

test('SENTENCE-17 a key that no form has a word for is told as it stands', () => {
	expect(told('table', { our_plugin: { deep: 1 } }, { our_plugin: { deep: 2 }, other: null })).toEqual([
		'our plugin › deep 1 → 2',
		'other set to nothing'
	]);
});
