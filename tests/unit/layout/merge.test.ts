import fc from '#tests/support/fast-check.ts';
import { expect, test } from 'vitest';
import { layoutDiff } from '#lib/domain/layout/diff.ts';
import { drawTree, type Drawn } from '#lib/domain/layout/draw.ts';
import { mergeTrees } from '#lib/domain/layout/merge.ts';
import { isLeaf } from '#lib/domain/layout/tree.ts';
import type { Value } from '#lib/domain/value.ts';
import { chart, column, grid, position, row, someTop, tab, tabbed } from './sample.ts';

const merged = (before: Value, after: Value) => drawTree(mergeTrees(layoutDiff(before, after))).pages;
/** `a 0,0` for what is there, `a removed 0,0` for a ghost: px from the top left. */
const told = (items: readonly Drawn[]) =>
	items
		.filter(({ item }) => isLeaf(item))
		.map(({ item, x, y }) => [item.id.replace('CHART-', ''), item.ghost?.kind, `${x},${y}`].filter(Boolean).join(' '));
const pageOf = (before: Value, after: Value) => told(merged(before, after)[0]!.items);
const [a, b, c, d] = [chart('a', 3), chart('b', 3), chart('c', 3), chart('d', 3)];

test('LAYOUT-20 a chart taken out of a row keeps its place where nothing stands there now', () => {
	expect(pageOf(grid(row('1', a, b)), grid(row('1', a)))).toEqual(['a 0,0', 'b removed 291,0']);
	expect(pageOf(grid(row('1', a, b, c)), grid(row('1', a, c)))).toEqual(['a 0,0', 'c 291,0', 'b removed 582,0']);
});

test('LAYOUT-20 in a row that is full the ghost is below it', () => {
	const after = grid(row('1', a, chart('wide', 9)), row('2', d));
	expect(pageOf(grid(row('1', a, b), row('2', d)), after)).toEqual([
		'a 0,0',
		'wide 291,0',
		'b removed 0,416',
		'd 0,832'
	]);
});

test('LAYOUT-20 what moved leaves an outline; what went to another tab a ghost', () => {
	expect(pageOf(grid(row('1', a, b), row('2', c)), grid(row('1', a), row('2', c, b)))).toEqual([
		'a 0,0',
		'b was 291,0',
		'c 0,416',
		'b 291,416'
	]);
	const before = tabbed(tab('A', row('1', a, b)), tab('B', row('2', c)));
	expect(pageOf(before, tabbed(tab('A', row('1', a)), tab('B', row('2', c, b))))).toEqual(['a 0,0', 'b gone 291,0']);
});

test('LAYOUT-20 a chart that was resized knows its old size', () => {
	const [page] = merged(grid(row('1', a)), grid(row('1', chart('a', 6, 20))));
	expect(page!.items.map(({ item }) => item.was)).toEqual([undefined, { width: 275, height: 400 }]);
});

test('LAYOUT-21 a removed row keeps its row, a removed tab its page', () => {
	const before = grid(row('1', a), row('2', b, column('x', 3, c)), row('3', d));
	const after = grid(row('1', a), row('4', chart('new')), row('3', d));
	expect(pageOf(before, after)).toEqual(['a 0,0', 'b removed 0,416', 'c removed 291,416', 'new 0,832', 'd 0,1248']);
	const pages = merged(tabbed(tab('A', row('1', a)), tab('B', row('2', b))), tabbed(tab('A', row('1', a))));
	expect(pages.map(({ title, items }) => [title, ...told(items)])).toEqual([
		['A', 'a 0,0'],
		['B', 'b removed 0,0']
	]);
});

test('LAYOUT-20 everything there stands once and as wide as now, ghosts of what went lie on nothing', () => {
	fc.assert(
		fc.property(someTop, someTop, (old, now) => {
			const [before, after] = [position(old), position(now)];
			const diff = layoutDiff(before, after);
			const pages = drawTree(mergeTrees(diff)).pages;
			const all = pages.flatMap(({ items }) => items);
			const present = all.filter(({ item }) => isLeaf(item) && !item.ghost);
			const drawnNow = diff.drawn.after.pages.flatMap(({ items }) => items.filter(({ item }) => isLeaf(item)));
			expect(present.map(({ item, width, x }) => [item.id, width, x])).toEqual(
				drawnNow.map(({ item, width, x }) => [item.id, width, x])
			);
			for (const { items } of pages) for (const row of items) if (row.item.kind === 'row') expectApart(row, items);
			const ghosts = all.flatMap(({ item }) => (isLeaf(item) && item.ghost?.kind === 'removed' ? [item.id] : []));
			const gone = diff.boxes.flatMap((box) => (box.after ? [] : [box.before!.item.id]));
			expect(ghosts.sort()).toEqual(gone.sort());
		})
	);
});

/** Parts of a row lie beside one another or below, outlines aside. */
function expectApart(row: Drawn, items: readonly Drawn[]): void {
	const parts = row.item.children
		.filter(({ ghost }) => ghost?.kind !== 'was')
		.map((child) => items.find(({ item }) => item === child)!);
	parts.forEach((one, at) => {
		for (const other of parts.slice(at + 1)) {
			const isBeside = one.x + one.width < other.x + 1 || other.x + other.width < one.x + 1;
			const isBelow = one.y + one.height < other.y + 1 || other.y + other.height < one.y + 1;
			expect(isBeside || isBelow).toBe(true);
		}
	});
}

test('LAYOUT-20 the outline of a whole row that moved is low', () => {
	const rows = [row('1', a, b), row('2', c), row('3', d)] as const;
	expect(pageOf(grid(...rows), grid(rows[1], rows[2], rows[0]))).toEqual([
		'a was 0,0',
		'b was 291,0',
		'c 0,96',
		'd 0,512',
		'a 0,928',
		'b 291,928'
	]);
});
