import fc from '#tests/support/fast-check.ts';
import { expect, test } from 'vitest';
import type { AssetChange } from '#lib/domain/change.ts';
import { changesBetween, suggestedMessage, type ComparedAsset } from '#lib/domain/compare/changes.ts';
import { asset } from './sides.ts';

const chart = (at: number, name: string, params: object = {}) =>
	asset('chart', { slice_name: name, viz_type: 'table', params }, at, name);
const dashboard = (content: object) => asset('dashboard', content, 90, 'Sales overview');
const message = (before: readonly ComparedAsset[], after: readonly ComparedAsset[]) =>
	suggestedMessage(changesBetween(before, after).assets);

const POSITION = {
	'CHART-1': { id: 'CHART-1', type: 'CHART', children: [], meta: { width: 4, height: 50, text: 'x' } }
};
const wider = { 'CHART-1': { ...POSITION['CHART-1'], meta: { width: 6, height: 20, text: 'y' } } };

const [limit10, limit50] = [{ row_limit: 10 }, { row_limit: 50 }];
const [metric, more] = [
	{ metrics: ['a'], row_limit: 10, x_axis: 'a' },
	{ metrics: ['b'], row_limit: 50, x_axis: 'b' }
];
const two = (params: object) => [chart(1, 'Revenue', params), chart(2, 'Orders', params)];

test.each([
	['nothing', [], [], ''],
	[
		'one change',
		[chart(1, 'Revenue', { metrics: ['a'] })],
		[chart(1, 'Revenue', { metrics: ['b'] })],
		'Revenue: metric a → b'
	],
	[
		'several of one chart',
		[chart(1, 'Revenue', metric)],
		[chart(1, 'Revenue', more)],
		'Revenue: metric a → b and 2 more changes'
	],
	['a name', [chart(1, 'Revenue')], [chart(1, 'Sales')], 'Rename chart Revenue to Sales'],
	['a new chart', [], [chart(1, 'Revenue')], 'Add chart Revenue'],
	['a chart gone', [chart(1, 'Revenue')], [], 'Remove chart Revenue'],
	['several new ones', [], two({}), 'Add 2 charts: Orders, Revenue'],
	['the same of several', two(limit10), two(limit50), '2 charts: row limit 10 → 50'],
	[
		'several',
		two(limit10),
		[chart(1, 'Revenue', limit50), chart(2, 'Orders', { row_limit: 20 })],
		'Change 2 charts: Orders, Revenue'
	],
	[
		'layout only',
		[dashboard({ position: POSITION })],
		[dashboard({ position: wider })],
		'Change layout of Sales overview'
	],
	[
		'a chart and its place',
		[dashboard({ position: {} })],
		[dashboard({ position: POSITION }), chart(1, 'Revenue')],
		'Add chart Revenue'
	],
	[
		'two kinds',
		[dashboard({ css: 'a' }), chart(1, 'Revenue', limit10)],
		[dashboard({ css: 'b' }), chart(1, 'Revenue', limit50)],
		'Sales overview: CSS changed in 1 line and 1 more'
	],
	[
		'many kinds',
		[dashboard({ css: 'a' }), ...two(limit10)],
		[dashboard({ css: 'b' }), ...two(limit50)],
		'Change dashboard and 2 charts'
	],
	['saved again', [chart(1, 'Revenue')], [chart(1, 'Revenue', { show_cell_bars: true })], 'Revenue: saved again'],
	['several saved again', two({}), two({ show_cell_bars: true }), '2 charts saved again, nothing visible changed']
])('SENTENCE-16 message for %s', (_, before, after, expected) => {
	expect(message(before, after)).toBe(expected);
});

test('SENTENCE-16 what was only saved again is no part of the message where something else changed', () => {
	const before = [chart(1, 'Revenue', limit10), chart(2, 'Orders')];
	const after = [chart(1, 'Revenue', limit50), chart(2, 'Orders', { show_cell_bars: true })];
	expect(message(before, after)).toBe('Revenue: row limit 10 → 50');
});

const detail = fc.record({
	sentence: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }),
	area: fc.constantFrom('layout' as const, 'data' as const)
});
const change = fc.record({
	kind: fc.constantFrom('dashboard' as const, 'chart' as const, 'dataset' as const, 'tags' as const),
	name: fc.string({ unit: 'grapheme', maxLength: 500 }),
	change: fc.constantFrom('added' as const, 'removed' as const, 'modified' as const),
	details: fc.array(detail, { maxLength: 4 })
});

test('SENTENCE-16 a subject is one line of at most 72 code points, whatever changed', () => {
	fc.assert(
		fc.property(fc.array(change, { maxLength: 5 }), (changes) => {
			const told = changes.map((one) => ({ ...one, sentences: one.details.map(({ sentence }) => sentence) }));
			const subject = suggestedMessage(told as unknown as AssetChange[]);
			expect([...subject].length).toBeLessThanOrEqual(72);
			expect(subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
			expect(subject === '').toBe(changes.length === 0);
		})
	);
});
