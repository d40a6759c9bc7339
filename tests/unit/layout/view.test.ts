import fc from '#tests/support/fast-check.ts';
import { expect, test } from 'vitest';
import { layoutDiffView } from '#lib/domain/layout/diff-view.ts';
import { neighbourOf, type Way } from '#lib/domain/layout/neighbour.ts';
import { layoutView } from '#lib/domain/layout/single-view.ts';
import { mapping } from '#lib/domain/value.ts';
import { chart, grid, heading, position, row, someTop, tab, tabbed, tabs, text } from './sample.ts';

const names = new Map([
	['uuid-a', 'Revenue'],
	['uuid-b', '‮מכירות\n🚀'.repeat(60)]
]);
const wide = (columns: number, units = 50) => chart('a', columns, units);
const sentences = (...sides: [Parameters<typeof layoutDiffView>[0], Parameters<typeof layoutDiffView>[0]]) =>
	layoutDiffView(...sides, { names }).boxes.map(({ sentence }) => sentence);

test('LAYOUT-22 a page gets plain data: boxes, drawings that name them, tabs with counts', () => {
	const before = tabbed(
		tab('A', row('1', chart('a'), chart('b'))),
		tab('B', tabs('in', tab('C', row('2', chart('c')))))
	);
	const after = tabbed(tab('A', row('1', chart('a'))), tab('B', tabs('in', tab('C', row('2', chart('c', 6))))));
	const view = layoutDiffView(before, after, { names, vizTypes: new Map([['uuid-a', 'pie']]) });
	expect(structuredClone(view)).toEqual(view);
	expect(view.pages.map(({ id, count, counts }) => [id, count, counts.removed])).toEqual([
		['TAB-A', 1, 1],
		['TAB-B', 1, 0]
	]);
	expect(view.boxes[0]).toMatchObject({
		name: 'Revenue',
		chart: 'uuid-a',
		vizType: 'pie',
		standing: 'same',
		kind: 'chart'
	});
	const [first, second] = view.pages as [(typeof view.pages)[0], (typeof view.pages)[0]];
	expect(first.merged.items.map(({ box, ghost }) => [view.boxes[box]!.node, ghost])).toEqual([
		['CHART-a', undefined],
		['CHART-b', 'removed']
	]);
	expect([first.before?.items.length, first.after?.items.length]).toEqual([2, 1]);
	expect(second.merged.strips[0]!.tabs).toMatchObject([{ id: 'TAB-C', title: 'C', isOpen: true, count: 1 }]);
});

test('LAYOUT-22 drawings of any two layouts name boxes that there are, also after a way as JSON', () => {
	fc.assert(
		fc.property(someTop, someTop, (old, now) => {
			const view = layoutDiffView(position(old), position(now));
			expect(JSON.parse(JSON.stringify(view))).toEqual(view);
			for (const page of view.pages)
				for (const drawing of [page.merged, page.before, page.after])
					for (const { box } of drawing?.items ?? []) expect(view.boxes[box]?.page).toBeDefined();
		})
	);
});

test('LAYOUT-22 one layout alone', () => {
	const view = layoutView(grid(row('1', wide(4), text('# *Hello* [you](http://x)', 't'))), { names });
	expect(view.pages[0]!.drawing.items).toHaveLength(2);
	expect(view.boxes.map(({ sentence }) => sentence)).toEqual(['Chart “Revenue”', 'Text “Hello you”']);
	expect(layoutView(undefined)).toEqual({ pages: [], boxes: [] });
});

test('LAYOUT-23 the words tell rows, tabs and sizes', () => {
	expect(sentences(grid(row('1', wide(8))), grid(row('1', wide(12, 60))))).toEqual([
		'Chart “Revenue”: wider, 8 → 12 columns; taller, 400 → 480 px'
	]);
	const [x, y] = [row('1', chart('x')), row('2', chart('y'))];
	expect(
		sentences(grid(row('0', chart('z'), wide(1)), x, y), grid(row('0', chart('z')), x, row('2', chart('y'), wide(1))))
	).toContain('Chart “Revenue”: moved, row 1 → row 3');
	const before = tabbed(tab('A', row('0', wide(4)), x), tab('B', y));
	expect(sentences(before, tabbed(tab('A', x), tab('B', y, row('0', wide(4)))))).toContain(
		'Chart “Revenue”: moved from tab “A” to “B”'
	);
	expect(sentences(undefined, before)[0]).toBe('Chart “Revenue”: new, row 1 of tab “A”, 4 columns');
	expect(sentences(before, undefined)[0]).toBe('Chart “Revenue”: removed, was row 1 of tab “A”, 4 columns');
});

test('LAYOUT-23 names are on one line of at most 80 characters', () => {
	const [box] = layoutView(grid(row('1', chart('b')), heading('a\u0000\n\tb')), { names }).boxes;
	expect([...box!.name].length).toBeLessThanOrEqual(80);
	expect(layoutView(grid(heading('a\u0000\n\tb'))).boxes[0]!.name).toBe('a b');
	fc.assert(
		fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (code) => {
			const name = layoutView(grid(row('1', text(code, 't')))).boxes[0]!.name;
			expect(name).not.toMatch(/[\n\r]/);
			expect([...name].length).toBeLessThanOrEqual(80);
		})
	);
});

test('LAYOUT-24 left and right lead as one reads, up and down to the nearest', () => {
	const layout = grid(row('1', chart('a', 3), chart('b', 3)), row('2', chart('c', 3), chart('d', 9)));
	const { items } = layoutView(layout).pages[0]!.drawing;
	const go = (from: number, way: Way) => neighbourOf(items, from, way);
	expect([go(0, 'right'), go(1, 'right'), go(2, 'left'), go(0, 'down'), go(1, 'down'), go(3, 'up')]).toEqual([
		1, 2, 1, 2, 3, 1
	]);
	expect([go(0, 'left'), go(0, 'up'), go(3, 'down'), go(3, 'right')]).toEqual([
		undefined,
		undefined,
		undefined,
		undefined
	]);
});

test('LAYOUT-24 up and down never lead back', () => {
	fc.assert(
		fc.property(someTop, (top) => {
			for (const { drawing } of layoutView(position(top)).pages)
				drawing.items.forEach((here, at) => {
					const below = neighbourOf(drawing.items, at, 'down');
					if (below !== undefined) expect(drawing.items[below]!.y).toBeGreaterThanOrEqual(here.y + here.height);
				});
		})
	);
});

test('LAYOUT-22 side by side both are on one scale', () => {
	const [page] = layoutDiffView(grid(row('1', wide(8), chart('b', 8))), grid(row('1', wide(8)))).pages;
	expect([page!.before!.width, page!.after!.width]).toEqual([1536, 1536]);
});

test('LAYOUT-23 a chart that lost its place says so', () => {
	const before = grid(row('1', wide(4), chart('x')));
	const after = mapping([
		...Object.entries(before),
		[
			'ROW-1',
			mapping([
				['type', 'ROW'],
				['children', ['CHART-x']]
			])
		]
	]);
	expect(sentences(before, after)).toContain(
		'Chart “Revenue”: moved to the end: it has no place in the layout any more'
	);
});
