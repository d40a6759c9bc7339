import { expect, test } from 'vitest';
import { asset, changeOf, tells } from './sides.ts';
import { differencesOf } from '#lib/domain/compare/differences.ts';
import { valueOf } from '#tests/support/bundle/edit.ts';

interface Node {
	readonly type: string;
	readonly id: string;
	readonly children: readonly string[];
	readonly meta: object;
}
type Layout = Readonly<Record<string, Node>>;

const CHARTS = [asset('chart', {}, 5, 'Revenue'), asset('chart', {}, 6, 'Orders')];
const node = (id: string, children: string[] = [], meta: object = {}): Node => ({
	...{ type: id.split('-')[0]!, id, children },
	meta
});
const chart = (at: number, meta: object = {}) =>
	node(`CHART-${at}`, [], { chartId: at, uuid: CHARTS[at - 5]?.uuid, width: 4, height: 50, ...meta });
const layout = (...nodes: Node[]): Layout => Object.fromEntries(nodes.map((one) => [one.id, one]));

const TABS = [
	{ ...node('ROOT_ID', ['TABS-1']), type: 'ROOT' },
	node('TABS-1', ['TAB-1', 'TAB-2']),
	node('TAB-1', ['ROW-1'], { text: 'Sales' }),
	node('TAB-2', ['ROW-2'], { text: 'Web' })
];
const BEFORE = layout(
	...TABS,
	node('ROW-1', ['CHART-5', 'CHART-6']),
	node('ROW-2', ['MARKDOWN-1']),
	chart(5),
	chart(6),
	node('MARKDOWN-1', [], { code: '## Hello *there*\nmore', width: 3, height: 50 })
);
const without = (ids: string[], more: Node[] = []): Layout => ({
	...Object.fromEntries(Object.entries(BEFORE).filter(([id]) => !ids.includes(id))),
	...layout(...more)
});

const moved = [node('ROW-1', ['CHART-6']), node('ROW-2', ['MARKDOWN-1', 'CHART-5'])];
const inNewRow = [
	node('ROW-1', ['CHART-6']),
	node('TAB-2', ['ROW-2', 'ROW-3'], { text: 'Web' }),
	node('ROW-3', ['CHART-5'])
];

test.each([
	['added', without(['CHART-5'], [node('ROW-1', ['CHART-6'])]), BEFORE, ['chart “Revenue” added to tab “Sales”']],
	['removed', BEFORE, without(['CHART-5'], [node('ROW-1', ['CHART-6'])]), ['chart “Revenue” removed from tab “Sales”']],
	['moved between tabs', BEFORE, without([], moved), ['chart “Revenue” moved from tab “Sales” to tab “Web”']],
	['moved into a new row', BEFORE, without([], inNewRow), ['chart “Revenue” moved from tab “Sales” to tab “Web”']],
	['wider', BEFORE, without([], [chart(5, { width: 6 })]), ['chart “Revenue” wider, 4 → 6 columns']],
	['lower', BEFORE, without([], [chart(5, { height: 40 })]), ['chart “Revenue” lower, 400 → 320 px']],
	[
		'shown under another name',
		BEFORE,
		without([], [chart(5, { sliceNameOverride: 'Sum' })]),
		['chart “Revenue” shown as “Sum”']
	],
	[
		'another chart in its place',
		BEFORE,
		without([], [chart(5, { uuid: CHARTS[1]?.uuid })]),
		['chart “Revenue” replaced by chart “Orders”']
	],
	[
		'in another order',
		BEFORE,
		without([], [node('ROW-1', ['CHART-6', 'CHART-5'])]),
		['order in row of tab “Sales” changed']
	],
	[
		'a tab renamed',
		BEFORE,
		without([], [node('TAB-1', ['ROW-1'], { text: 'Money' })]),
		['tab “Sales” renamed to “Money”']
	],
	[
		'a text',
		BEFORE,
		without([], [node('MARKDOWN-1', [], { code: '## Hello *there*\nless', width: 3, height: 50 })]),
		['text “Hello there” changed in 1 line']
	],
	[
		'a background',
		BEFORE,
		without([], [node('ROW-1', ['CHART-5', 'CHART-6'], { background: 'BACKGROUND_WHITE' })]),
		['row: background Transparent → Solid']
	],
	[
		'an empty row',
		BEFORE,
		without([], [node('TAB-2', ['ROW-2', 'ROW-3'], { text: 'Web' }), node('ROW-3')]),
		['row added to tab “Web”']
	],
	['numbers that Superset gives', BEFORE, without([], [chart(5, { chartId: 99, sliceName: 'x' })]), []]
])('SENTENCE-8 layout: %s', (_, before, after, sentences) => {
	const change = changeOf('dashboard', { position: before }, { position: after }, CHARTS)!;
	expect(change.details.map(({ sentence }) => sentence)).toEqual(sentences);
	const left = differencesOf(valueOf({ position: before }), valueOf({ position: after })).filter(
		(difference) => !change.details.some((detail) => tells(detail, difference))
	);
	expect(left).toHaveLength(change.hiddenCount);
});

test('SENTENCE-8 layouts that bite their tail, or name a part many times, are told all the same', () => {
	const rows = Array.from({ length: 60 }, (_, at) => node(`ROW-${at}`, [`ROW-${at + 1}`, `ROW-${at + 1}`, 'ROW-0']));
	const change = changeOf('dashboard', { position: {} }, { position: layout(...rows) })!;
	const places = change.details.flatMap(({ path, also = [] }) => [path, ...also].map((place) => place[1]));
	expect([...new Set(places)].sort()).toEqual(rows.map(({ id }) => id).sort());
	expect(change.hiddenCount).toBe(0);
});
