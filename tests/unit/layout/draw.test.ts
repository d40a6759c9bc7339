import fc from '#tests/support/fast-check.ts';
import { expect, test } from 'vitest';
import { layoutOf, type Drawn, type DrawnPage } from '#lib/domain/layout/draw.ts';
import { isLeaf, itemsOf } from '#lib/domain/layout/tree.ts';
import { isMapping, mapping, type Mapping, type Value } from '#lib/domain/value.ts';
import { exampleTree } from '#tests/support/bundle/example.ts';
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

const drawn = (value: Value) => layoutOf(value).pages[0]!;
const at = (page: DrawnPage, id: string) => {
	const { x, y, width, height } = page.items.find(({ item }) => item.id === id)!;
	return [x, y, width, height];
};

test('LAYOUT-1 columns and units are the pixels that Superset draws', () => {
	const page = drawn(
		grid(row('1', chart('a', 2, 26), chart('b', 3, 50)), row('2', chart('c', 4, 56), chart('d', 7, 50)))
	);
	expect(at(page, 'CHART-a')).toEqual([0, 0, 178, 208]);
	expect(at(page, 'CHART-b')).toEqual([194, 0, 275, 400]);
	expect(at(page, 'CHART-c')).toEqual([0, 416, 372, 448]);
	expect(at(page, 'CHART-d')).toEqual([388, 416, 663, 400]);
});

test('LAYOUT-1 a recorded dashboard stands where it was drawn', async () => {
	const tree = await exampleTree('6.1.0/sales-overview');
	const pages = layoutOf([...tree.assets.values()].find(({ kind }) => kind === 'dashboard')!.content['position']).pages;
	expect(pages.map(({ title }) => title)).toEqual(['Sales', 'Detail']);
	const [sales, detail] = pages as [DrawnPage, DrawnPage];
	expect(at(sales, 'CHART-406e176e0cdb')).toEqual([194, 0, 663, 448]);
	expect(at(sales, 'CHART-1bfe53dadccb')).toEqual([0, 224, 178, 208]);
	expect(at(sales, 'MARKDOWN-99e659497a51')).toEqual([873, 0, 275, 448]);
	expect(at(sales, 'CHART-533fa738ce4b')).toEqual([776, 464, 372, 400]);
	expect([sales.width, sales.height]).toEqual([1148, 864]);
	expect(detail.items.filter(({ item }) => isLeaf(item))).toHaveLength(6);
});

test('LAYOUT-2 a row that is too wide runs out to the right', () => {
	const page = drawn(grid(row('1', chart('a', 8), chart('b', 8))));
	expect(at(page, 'CHART-b')).toEqual([776, 0, 760, 400]);
	expect(page.width).toBe(1536);
});

test('LAYOUT-2 parts of a row stand side by side, 16 px apart', () => {
	everyPart((children, { item }) => {
		if (item.kind !== 'row') return;
		children.forEach((child, index) => {
			const before = children[index - 1];
			if (before) expect(child.x).toBeCloseTo(before.x + before.width + 16);
			expect(child.y).toBe(children[0]!.y);
		});
	});
});

test('LAYOUT-3 what holds parts is as high as all of them', () => {
	everyPart((children, { item, y, height }) => {
		if (children.length === 0 || item.kind === 'tabs') return;
		const ends = children.map((child) => child.y + child.height);
		expect(y + height).toBeCloseTo(Math.max(...ends));
		if (item.kind === 'row') return;
		children.slice(1).forEach((child, index) => {
			const isTight = item.kind === 'column' && item.children[index]!.kind === 'heading';
			expect(child.y - ends[index]!).toBeCloseTo(isTight ? 0 : 16);
		});
		const gaps = children
			.slice(0, -1)
			.filter((child) => item.kind !== 'column' || child.item.kind !== 'heading').length;
		expect(height).toBeCloseTo(children.reduce((sum, child) => sum + child.height, gaps * 16));
	});
});

test('LAYOUT-4 headings, dividers, columns and empty parts', () => {
	const small = { ...heading('small', 'SMALL_HEADER') };
	const page = drawn(
		grid(small, divider, row('empty'), row('1', column('c', 3, heading('in'), chart('a', 9, 10)), column('none', 2)))
	);
	expect(at(page, 'HEADER-small')).toEqual([0, 0, 1148, 58]);
	expect(at(page, 'DIVIDER-1')).toEqual([0, 74, 1148, 17]);
	expect(at(page, 'ROW-empty')).toEqual([0, 107, 1148, 100]);
	expect(at(page, 'CHART-a')).toEqual([0, 223 + 64, 275, 80]);
	expect(at(page, 'COLUMN-none')).toEqual([291, 223, 178, 100]);
});

test('LAYOUT-4 in a row inside a column a chart is cut to the column, a text is not', () => {
	const page = drawn(grid(row('1', column('c', 3, row('2', chart('a', 5)), row('3', text('b', 'b', 5))))));
	expect([at(page, 'CHART-a')[2], at(page, 'MARKDOWN-b')[2]]).toEqual([275, 469]);
});

test('LAYOUT-4 one of inner tabs is open', () => {
	const inner = tabs('in', tab('A', row('1', chart('a', 4, 10))), tab('B', row('2', chart('b', 4, 20))));
	const shown = (open: string[]) => {
		const page = layoutOf(tabbed(tab('top', inner)), { open: new Set(open) }).pages[0]!;
		return [
			page.height,
			...page.items.filter(({ item, isShown }) => isShown && isLeaf(item)).map(({ item, y }) => item.id + y)
		];
	};
	expect(shown([])).toEqual([46 + 80, 'CHART-a46']);
	expect(shown(['TAB-B'])).toEqual([46 + 160, 'CHART-b46']);
});

test('LAYOUT-5 nothing that a file may hold is an error, and every chart is placed once', () => {
	fc.assert(
		fc.property(anyPosition, (value) => {
			const items = layoutOf(value).pages.flatMap((page) => [...itemsOf([page.item])]);
			const ids = items.map(({ id }) => id);
			expect(new Set(ids).size).toBe(ids.length);
			for (const page of layoutOf(value).pages)
				for (const one of page.items) expect([one.x, one.y, one.width, one.height].every(Number.isFinite)).toBe(true);
			expect(ids).toEqual(expect.arrayContaining(chartsIn(value)));
		}),
		{ numRuns: 500 }
	);
});

test('LAYOUT-5 a chain of 5,000 parts and 1,000 charts in one tab are drawn', () => {
	const chain = mapping(
		Array.from({ length: 5000 }, (_, index) => [
			index === 0 ? 'ROOT_ID' : `n${index}`,
			mapping([
				['type', index === 4999 ? 'CHART' : 'ROW'],
				['children', [`n${index + 1}`]]
			])
		])
	);
	expect(layoutOf(chain).pages.flatMap(({ items }) => items.map(({ item }) => item.id))).toContain('n4999');
	const rows = Array.from({ length: 250 }, (_, index) =>
		row(`${index}`, ...[0, 1, 2, 3].map((place) => chart(`${index}-${place}`, 3, 40)))
	);
	const page = drawn(tabbed(tab('all', ...rows)));
	expect(page.items.filter(({ item }) => item.kind === 'chart')).toHaveLength(1000);
	expect(page.height).toBe(250 * 320 + 249 * 16);
});

test('LAYOUT-6 charts without a place stand at the end in rows of three', () => {
	const lost = position({ type: 'GRID', id: 'GRID_ID', children: [row('1', chart('a'))] });
	const nodes = mapping([
		...Object.entries(lost),
		[
			'CHART-x',
			mapping([
				['type', 'CHART'],
				['meta', mapping([['uuid', 'x']])]
			])
		]
	]);
	const page = layoutOf(nodes, { linked: ['uuid-a', 'x', 'y', 'z', 'w'] }).pages[0]!;
	const charts = page.items.filter(({ item }) => item.kind === 'chart').map(({ item, x, y }) => [item.chart, x, y]);
	expect(charts).toEqual([
		['uuid-a', 0, 0],
		['x', 0, 416],
		['y', 388, 416],
		['z', 776, 416],
		['w', 0, 832]
	]);
});

/** Calls `look` with every part of many layouts and what is drawn straight in it. */
function everyPart(look: (children: readonly Drawn[], part: Drawn) => void): void {
	fc.assert(
		fc.property(someTop, (top) => {
			for (const page of layoutOf(position(top)).pages) {
				const rects = new Map(page.items.map((one) => [one.item, one]));
				for (const one of page.items)
					look(
						one.item.children.map((child) => rects.get(child)!),
						one
					);
				const whole = { item: page.item, x: 0, y: 0, width: page.width, height: page.height, isShown: true };
				look(
					page.item.children.map((child) => rects.get(child)!),
					whole
				);
			}
		})
	);
}

function chartsIn(value: Value): string[] {
	const nodes: Mapping = isMapping(value) ? value : mapping();
	return Object.entries(nodes).flatMap(([id, node]) =>
		isMapping(node) && node['type'] === 'CHART' && id !== 'ROOT_ID' ? [id] : []
	);
}
