import fc from '#tests/support/fast-check.ts';
import { expect, test } from 'vitest';
import { layoutDiff, type LayoutDiff } from '#lib/domain/layout/diff.ts';
import { isLeaf, itemsOf, treeOf } from '#lib/domain/layout/tree.ts';
import type { Value } from '#lib/domain/value.ts';
import {
	anyPosition,
	chart,
	column,
	divider,
	grid,
	heading,
	position,
	row,
	someTop,
	tab,
	tabbed,
	tabs,
	text
} from './sample.ts';

/** What is not as it was: `CHART-a moved resized`. */
const told = ({ boxes }: LayoutDiff): string[] =>
	boxes
		.filter(({ standing }) => standing !== 'same')
		.map((box) => {
			const flags = [box.isChanged && 'changed', box.isMoved && 'moved', box.isResized && 'resized'].filter(Boolean);
			return [(box.after ?? box.before)!.item.id, ...(flags.length > 0 ? flags : [box.standing])].join(' ');
		});
const diffOf = (before: Value, after: Value, changed: string[] = []) =>
	told(layoutDiff(before, after, { changed: new Set(changed.map((name) => `uuid-${name}`)) }));
const tabsOf = (before: Value, after: Value) =>
	layoutDiff(before, after).tabs.map(({ standing, after: now, before: old }) => `${standing} ${(now ?? old)!.id}`);

test('LAYOUT-10 a layout under other ids has nothing changed', () => {
	fc.assert(
		fc.property(someTop, (top) => {
			expect(diffOf(position(top), position(top))).toEqual([]);
			const renamed = layoutDiff(
				position(top),
				position(top, (id) => `new-${id}`)
			);
			const isEmptyPart = renamed.boxes.every(
				({ standing, after }) => standing === 'same' || after?.item.kind === 'divider'
			);
			expect(isEmptyPart).toBe(true);
		})
	);
});

test('LAYOUT-11 a chart added and one removed', () => {
	const before = grid(row('1', chart('a'), chart('b')));
	expect(diffOf(before, grid(row('1', chart('a')), row('2', chart('c'))))).toEqual([
		'CHART-c added',
		'CHART-b removed'
	]);
	const replaced = grid(row('1', chart('a'), { ...chart('other'), id: 'CHART-b' }));
	expect(diffOf(before, replaced)).toEqual(['CHART-b added', 'CHART-b removed']);
});

test('LAYOUT-12 what slid down or aside is not moved', () => {
	const before = grid(row('1', chart('a', 3), chart('b', 3)), row('2', chart('c')));
	const after = grid(row('0', chart('x')), row('1', chart('y', 3), chart('a', 3), chart('b', 3)), row('2', chart('c')));
	expect(diffOf(before, after)).toEqual(['CHART-x added', 'CHART-y added']);
});

test('LAYOUT-12 another row, column or tab, and another order', () => {
	const [a, b, c] = [chart('a', 3), chart('b', 3), chart('c', 3)];
	expect(diffOf(grid(row('1', a, b), row('2', c)), grid(row('1', a), row('2', c, b)))).toEqual(['CHART-b moved']);
	expect(diffOf(grid(row('1', a, b, c)), grid(row('1', c, a, b)))).toEqual(['CHART-c moved']);
	expect(diffOf(grid(row('1', a, b)), grid(row('1', a, column('x', 3, b))))).toEqual(['CHART-b moved']);
	const tabbedBefore = tabbed(tab('A', row('1', a), row('2', b)), tab('B', row('3', c)));
	expect(diffOf(tabbedBefore, tabbed(tab('A', row('1', a)), tab('B', row('3', c), row('2', b))))).toEqual([
		'CHART-b moved'
	]);
});

test('LAYOUT-12 what is in a row that moved has moved', () => {
	const [one, two, three] = [row('1', chart('a'), chart('b')), row('2', chart('c')), row('3', chart('d'))];
	expect(diffOf(grid(one, two, three), grid(two, three, one))).toEqual(['CHART-a moved', 'CHART-b moved']);
	expect(diffOf(grid(one, two), grid(two, one))).toEqual(['CHART-c moved']);
});

test('LAYOUT-13 what did not move stands in the same order on both sides, and one taken out is the only move', () => {
	const names = fc.uniqueArray(fc.integer({ min: 0, max: 99 }), { minLength: 2, maxLength: 12 });
	fc.assert(
		fc.property(names, fc.nat(), fc.nat(), (order, from, to) => {
			const other = [...order];
			const [taken] = other.splice(from % order.length, 1);
			other.splice(to % order.length, 0, taken!);
			const layout = (places: number[]) => grid(row('1', ...places.map((place) => chart(String(place), 1))));
			const moved = diffOf(layout(order), layout(other));
			expect(moved.length).toBe(String(order) === String(other) ? 0 : 1);
			const shuffled = [...order].sort((x, y) => x - y);
			const still = layoutDiff(layout(order), layout(shuffled)).boxes.filter(({ isMoved }) => !isMoved);
			const lefts = still.map(({ before }) => before!.x);
			expect(lefts).toEqual([...lefts].sort((x, y) => x - y));
		})
	);
});

test('LAYOUT-14 drawn wider or taller is resized, also by its column; a heading is not', () => {
	const before = grid(row('1', chart('a', 4), column('c', 4, heading('h'), chart('b', 4, 50))));
	expect(diffOf(before, grid(row('1', chart('a', 6), column('c', 4, heading('h'), chart('b', 9, 60)))))).toEqual([
		'CHART-a resized',
		'CHART-b resized'
	]);
	expect(diffOf(before, grid(row('1', chart('a', 4), column('c', 6, heading('h'), chart('b', 4)))))).toEqual([
		'CHART-b resized'
	]);
	expect(diffOf(before, grid(row('1', chart('a', 4), column('c', 4, heading('h'), chart('b', 9)))))).toEqual([]);
});

test('LAYOUT-15 content that differs, alone and with a move', () => {
	const [a, b] = [chart('a', 3), chart('b', 3)];
	expect(diffOf(grid(row('1', a, b)), grid(row('1', a, b)), ['a'])).toEqual(['CHART-a changed']);
	expect(diffOf(grid(row('1', a), row('2', b)), grid(row('1', a, chart('b', 5))), ['b'])).toEqual([
		'CHART-b changed moved resized'
	]);
	const words = (code: string, said: string, size: string) =>
		grid(row('1', text(code, 't')), { ...heading(said, size), id: 'HEADER-1' });
	expect(diffOf(words('x', 'h', 'SMALL_HEADER'), words('y', 'h', 'SMALL_HEADER'))).toEqual(['MARKDOWN-t changed']);
	expect(diffOf(words('x', 'h', 'SMALL_HEADER'), words('x', 'i', 'SMALL_HEADER'))).toEqual(['HEADER-1 changed']);
	expect(diffOf(words('x', 'h', 'SMALL_HEADER'), words('x', 'h', 'LARGE_HEADER'))).toEqual(['HEADER-1 changed']);
	const shown = { ...a, meta: { ...a.meta, sliceNameOverride: 'Other' } };
	expect(diffOf(grid(row('1', a)), grid(row('1', shown)))).toEqual(['CHART-a changed']);
});

test('LAYOUT-16 tabs on any level', () => {
	const [a, b, c] = [row('1', chart('a')), row('2', chart('b')), row('3', chart('c'))];
	const before = tabbed(tab('A', a), tab('B', tabs('in', tab('C', b), tab('D', c))));
	expect(tabsOf(before, before)).toEqual(['same TAB-A', 'same TAB-B', 'same TAB-C', 'same TAB-D']);
	const renamed = { ...tab('A', a), meta: { text: 'Z' } };
	const after = tabbed(tab('B', tabs('in', tab('D', c), tab('E'))), renamed);
	expect(tabsOf(before, after)).toEqual(['same TAB-B', 'same TAB-D', 'added TAB-E', 'renamed TAB-A', 'removed TAB-C']);
	expect(tabsOf(tabbed(tab('A', a), tab('B', b)), tabbed(tab('B', b), tab('A', a)))).toContain('moved TAB-A');
	expect(diffOf(tabbed(tab('A', a), tab('B', b)), tabbed(tab('B', b), tab('A', a)))).toEqual([]);
});

test('LAYOUT-16 the first tab of a dashboard moves nothing', () => {
	const rows = [row('1', chart('a'), chart('b')), row('2', chart('c')), divider];
	expect(diffOf(grid(...rows), tabbed(tab('A', ...rows), tab('B')))).toEqual([]);
	expect(tabsOf(grid(...rows), tabbed(tab('A', ...rows), tab('B')))).toEqual(['added TAB-A', 'added TAB-B']);
});

test('LAYOUT-17 every part of either side is in one box, and the counts add up', () => {
	const anything = fc.oneof(
		anyPosition,
		someTop.map((top) => position(top))
	);
	fc.assert(
		fc.property(anything, anything, (before, after) => {
			const { boxes, counts } = layoutDiff(before, after);
			const leaves = (value: Value) => [...itemsOf(treeOf(value).pages)].filter(isLeaf).map(({ id }) => id);
			expect(boxes.flatMap((box) => box.before?.item.id ?? []).sort()).toEqual(leaves(before).sort());
			expect(boxes.flatMap((box) => box.after?.item.id ?? []).sort()).toEqual(leaves(after).sort());
			expect(counts.added).toBe(boxes.filter((box) => !box.before).length);
			expect(counts.removed).toBe(boxes.filter((box) => !box.after).length);
			const other = boxes.filter((box) => box.isMoved || box.isResized || box.isChanged).length;
			expect(counts.same + counts.added + counts.removed + other).toBe(boxes.length);
		})
	);
});
