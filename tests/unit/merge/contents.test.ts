import { expect, test } from 'vitest';
import { mergeText } from '#lib/domain/merge/lines.ts';
import { mergeOrder } from '#lib/domain/merge/order.ts';
import type { Contents } from '#tests/support/merge/edited.ts';
import { at, change, merge, mergeKeeping, questions } from '#tests/support/merge/three.ts';
import { BOARD, CHART, DATASET, small } from '#tests/support/merge/small.ts';

const METRIC = {
	expressionType: 'SIMPLE',
	aggregate: 'SUM',
	column: { column_name: 'a' },
	label: 'SUM(a)',
	optionName: 'm1'
};
const FILTER = { expressionType: 'SIMPLE', clause: 'WHERE', subject: 'country', operator: '==', comparator: 'FR' };
const base = change(
	change(small(), DATASET, [['sql'], 'select a,\n  b,\n  c\nfrom t\nwhere a > 1\n  and b > 2\norder by a']),
	CHART,
	[
		['params', 'groupby'],
		['a', 'b']
	],
	[['params', 'metric'], METRIC],
	[['params', 'adhoc_filters'], [FILTER]],
	[
		['params', 'y_axis_bounds'],
		[0, 100]
	],
	[['params', 'row_limit'], 100],
	[['query_context'], '{"queries": [{"row_limit": 100, "columns": ["a", "b"]}]}']
);

const both = (mine: Contents, theirs: Contents) => merge(base, mine, theirs);

test('MERGE-10 what two sides add to a list is all there, in an order that does not depend on the side', () => {
	const one = change(base, CHART, [
		['params', 'groupby'],
		['a', 'b', 'x']
	]);
	const other = change(base, CHART, [
		['params', 'groupby'],
		['a', 'b', 'k', 'l']
	]);
	for (const merged of [both(one, other), both(other, one)]) {
		expect(merged.conflicts).toEqual([]);
		expect(at(merged.contents, CHART, ['params', 'groupby'])).toEqual(['a', 'b', 'k', 'l', 'x']);
	}
	const filter = (subject: string) => [FILTER, { ...FILTER, subject }];
	const filtered = both(
		change(base, CHART, [['params', 'adhoc_filters'], filter('x')]),
		change(base, CHART, [['params', 'adhoc_filters'], filter('k')])
	);
	expect(filtered.conflicts).toEqual([]);
	expect(at(filtered.contents, CHART, ['params', 'adhoc_filters'])).toEqual([
		FILTER,
		...filter('k').slice(1),
		...filter('x').slice(1)
	]);

	const column = (name: string) => [{ column_name: 'a' }, { column_name: name, type: 'TEXT' }];
	const columns = both(
		change(base, DATASET, [['columns'], column('x')]),
		change(base, DATASET, [['columns'], column('y')])
	);
	expect(at(columns.contents, DATASET, ['columns'])).toMatchObject([
		{ column_name: 'a' },
		{ column_name: 'x' },
		{ column_name: 'y' }
	]);
});

test('MERGE-10 what a chart shows, replaced on both sides, is asked', () => {
	const merged = both(
		change(base, CHART, [
			['params', 'groupby'],
			['a', 'x']
		]),
		change(base, CHART, [
			['params', 'groupby'],
			['a', 'y']
		])
	);
	expect(questions(merged.conflicts)).toEqual(['chart value params/groupby']);
});

test('MERGE-11 a list in another order takes what the other side added or took away', () => {
	const turned = change(base, CHART, [
		['params', 'groupby'],
		['b', 'a']
	]);
	const more = both(
		turned,
		change(base, CHART, [
			['params', 'groupby'],
			['a', 'x', 'b']
		])
	);
	expect(more.conflicts).toEqual([]);
	expect(at(more.contents, CHART, ['params', 'groupby'])).toEqual(['b', 'a', 'x']);
	const less = both(turned, change(base, CHART, [['params', 'groupby'], ['b']]));
	expect(at(less.contents, CHART, ['params', 'groupby'])).toEqual(['b']);

	const three = change(base, CHART, [
		['params', 'groupby'],
		['a', 'b', 'c']
	]);
	const order = (names: string[]) => change(three, CHART, [['params', 'groupby'], names]);
	const merged = merge(three, order(['b', 'a', 'c']), order(['a', 'c', 'b']));
	expect(questions(merged.conflicts)).toEqual(['chart order params/groupby/(order)']);
	const kept = mergeKeeping('theirs', three, order(['b', 'a', 'c']), order(['a', 'c', 'b']));
	expect(at(kept.contents, CHART, ['params', 'groupby'])).toEqual(['a', 'c', 'b']);
});

test('MERGE-11 orders of names', () => {
	const all = (...names: string[]) => new Set(names);
	expect(mergeOrder([], ['a', 'b'], ['b', 'c'], all('a', 'b', 'c')).order).toEqual(['a', 'b', 'c']);
	expect(mergeOrder(['x'], ['m', 'x'], ['k', 'x'], all('k', 'm', 'x')).order).toEqual(['k', 'm', 'x']);
	expect(mergeOrder(['a', 'b'], ['b'], ['a', 'b', 'c'], all('b', 'c')).order).toEqual(['b', 'c']);
});

test('MERGE-12 other lines of one SQL merge, the same lines are one question and the rest is merged', () => {
	const sql = (change_: (text: string) => string) =>
		change(base, DATASET, [['sql'], change_(String(at(base, DATASET, ['sql'])))]);
	const merged = both(
		sql((text) => text.replace('select a,', 'select a, z,')),
		sql((text) => text.replace('order by a', 'order by b'))
	);
	expect(merged.conflicts).toEqual([]);
	expect(at(merged.contents, DATASET, ['sql'])).toBe(
		'select a, z,\n  b,\n  c\nfrom t\nwhere a > 1\n  and b > 2\norder by b'
	);

	const mine = sql((text) => text.replace('select a,', 'select a, z,').replace('b > 2', 'b > 3'));
	const theirs = sql((text) => text.replace('order by a', 'order by c').replace('b > 2', 'b > 4'));
	expect(questions(both(mine, theirs).conflicts)).toEqual(['dataset text sql']);
	const kept = mergeKeeping('theirs', base, mine, theirs);
	expect(at(kept.contents, DATASET, ['sql'])).toBe(
		'select a, z,\n  b,\n  c\nfrom t\nwhere a > 1\n  and b > 4\norder by c'
	);
	const own = merge(base, mine, theirs, new Map([[`${DATASET} /sql`, { value: 'select 1' }]]));
	expect(at(own.contents, DATASET, ['sql'])).toBe('select 1');
});

test('MERGE-12 lines next to one another, and the same line in the same way', () => {
	expect(mergeText('a\nb\nc', 'A\nb\nc', 'a\nB\nc').conflicts).toBe(1);
	expect(mergeText('a\nb\nc', 'A\nb\nc', 'a\nb\nC')).toEqual({ text: 'A\nb\nC', conflicts: 0 });
	expect(mergeText('a\nb\nc', 'A\nb\nc', 'A\nb\nC')).toEqual({ text: 'A\nb\nC', conflicts: 0 });
	expect(mergeText('a\nb', 'A\nB', 'A\nb')).toEqual({ text: 'A\nB', conflicts: 0 });
	expect(mergeText('a', 'a\nm', 'a\nt').conflicts).toBe(1);
	expect(mergeText('a\nb\nc\nd', 'a\nd', 'a\nb\nc\nd\ne')).toEqual({ text: 'a\nd\ne', conflicts: 0 });
});

test('MERGE-13 a chart that was only saved again takes the other form without a question', () => {
	const again = change(
		base,
		CHART,
		[['params', 'show_legend'], true],
		[['params', 'metric'], { ...METRIC, datasourceWarning: false }]
	);
	const other = change(base, CHART, [['params', 'metric'], { ...METRIC, aggregate: 'AVG', label: 'AVG(a)' }]);
	const merged = both(again, other);
	expect(merged.conflicts).toEqual([]);
	expect(at(merged.contents, CHART, ['params', 'metric', 'aggregate'])).toBe('AVG');
});

test('MERGE-14 what is asked of the database follows the parameters', () => {
	const limit = (rows: number) =>
		change(
			base,
			CHART,
			[['params', 'row_limit'], rows],
			[['query_context'], `{"queries": [{"row_limit": ${rows}, "columns": ["a", "b"]}]}`]
		);
	const columns = change(
		base,
		CHART,
		[
			['params', 'groupby'],
			['a', 'b', 'x']
		],
		[['query_context'], '{"queries": [{"row_limit": 100, "columns": ["a", "b", "x"]}]}']
	);
	const merged = both(limit(7), columns);
	expect(merged.conflicts).toEqual([]);
	expect(JSON.parse(String(at(merged.contents, CHART, ['query_context'])))).toEqual({
		queries: [{ row_limit: 7, columns: ['a', 'b', 'x'] }]
	});

	const asked = both(limit(7), limit(8));
	expect(questions(asked.conflicts)).toEqual(['chart value params/row_limit']);
	const kept = mergeKeeping('theirs', base, limit(7), limit(8));
	expect(at(kept.contents, CHART, ['query_context'])).toBe(at(limit(8), CHART, ['query_context']));

	// Of both, and in a way that nobody can put together: Superset makes it anew.
	const odd = change(columns, CHART, [
		['query_context'],
		'{"queries": [{"row_limit": 99, "columns": ["a", "b", "x"]}]}'
	]);
	const left = merge(base, limit(7), odd);
	expect(left.conflicts).toEqual([]);
	expect(at(left.contents, CHART, ['query_context'])).toBeUndefined();
});

test('MERGE-15 the chart type is one question, and the controls go with it', () => {
	const type = (viz: string, rows: number) =>
		change(base, CHART, [['viz_type'], viz], [['params', 'viz_type'], viz], [['params', 'row_limit'], rows]);
	const merged = both(type('funnel', 7), type('table', 8));
	expect(questions(merged.conflicts)).toEqual(['chart value viz_type']);
	expect(merged.conflicts[0]!.alongside).toContain('row_limit');
	const kept = mergeKeeping('theirs', base, type('funnel', 7), type('table', 8));
	expect(at(kept.contents, CHART, ['params'])).toMatchObject({ viz_type: 'table', row_limit: 8 });
	expect(at(kept.contents, CHART, ['viz_type'])).toBe('table');
});

test('MERGE-16 JSON in a text is merged as data and stays a text', () => {
	const json = change(base, DATASET, [['template_params'], '{"a": 1, "b": 1.0, "c": 9007199254740993}']);
	const merged = merge(
		json,
		change(json, DATASET, [['template_params'], '{"a": 2, "b": 1.0, "c": 9007199254740993}']),
		change(json, DATASET, [['template_params'], '{"a": 1, "b": 1.0, "c": 9007199254740993, "d": 4}'])
	);
	expect(merged.conflicts).toEqual([]);
	expect(at(merged.contents, DATASET, ['template_params'])).toMatch(
		/^\{"a": ?2, ?"b": ?1\.0, ?"c": ?9007199254740993, ?"d": ?4\}$/
	);
});

test('MERGE-3 numbers that belong together are never mixed', () => {
	const bounds = (low: number, high: number) =>
		change(base, CHART, [
			['params', 'y_axis_bounds'],
			[low, high]
		]);
	expect(questions(both(bounds(0, 200), bounds(0, 300)).conflicts)).toEqual(['chart value params/y_axis_bounds']);
	const apart = both(bounds(5, 100), bounds(0, 300));
	expect(at(apart.contents, CHART, ['params', 'y_axis_bounds'])).toEqual([5, 300]);
	const filter = (part: object) => change(base, CHART, [['params', 'adhoc_filters'], [{ ...FILTER, ...part }]]);
	expect(questions(both(filter({ comparator: 'DE' }), filter({ operator: '!=' })).conflicts)).toEqual([
		'chart value params/adhoc_filters'
	]);
	const metric = (part: object) => change(base, CHART, [['params', 'metric'], { ...METRIC, ...part }]);
	expect(questions(both(metric({ aggregate: 'AVG' }), metric({ column: { column_name: 'b' } })).conflicts)).toEqual([
		'chart value params/metric'
	]);
});

test('MERGE-3 what a filter starts with, and what it asks, are each one thing', () => {
	const filter = (part: object) => [
		{
			...{ id: 'NATIVE_FILTER-1', name: 'Country', targets: [{ column: { name: 'country' }, datasetUuid: 'd1' }] },
			...{ defaultDataMask: { extraFormData: { filters: [] }, filterState: { value: null } }, ...part }
		}
	];
	const board = (part: object) => change(small(), BOARD, [['metadata', 'native_filter_configuration'], filter(part)]);
	const masks = merge(
		board({}),
		board({ defaultDataMask: { extraFormData: { filters: ['FR'] }, filterState: { value: null } } }),
		board({ defaultDataMask: { extraFormData: { filters: [] }, filterState: { value: 'DE' } } })
	);
	expect(questions(masks.conflicts)).toEqual([
		'dashboard value metadata/native_filter_configuration/NATIVE_FILTER-1/defaultDataMask'
	]);
	const targets = merge(
		board({}),
		board({ targets: [{ column: { name: 'city' }, datasetUuid: 'd1' }] }),
		board({ targets: [{ column: { name: 'country' }, datasetUuid: 'd2' }] })
	);
	expect(questions(targets.conflicts)).toEqual([
		'dashboard value metadata/native_filter_configuration/NATIVE_FILTER-1/targets'
	]);
	const named = merge(board({}), board({ name: 'Land' }), board({ targets: [] }));
	expect(named.conflicts).toEqual([]);
});
