import fc from '#tests/support/fast-check.ts';
import { expect, test } from 'vitest';
import type { ItemView } from '#lib/domain/layout/picture.ts';
import { rectStyle } from '#lib/features/layout-diff/rect-style.ts';
import { shapeOf } from '#lib/features/layout-diff/shape-of.ts';
import { signsOf, tabWords, toneOf } from '#lib/features/layout-diff/signs.ts';
import { travelsOf } from '#lib/features/layout-diff/travels.ts';
import { pageShown } from '#lib/features/layout-diff/which-page.ts';

test('LAYOUTPAGE-1 the tab asked for, else the first with changes, else the first', () => {
	const pages = [
		{ id: 'A', count: 0 },
		{ id: 'B', count: 2 }
	];
	expect(pageShown(pages, 'A')?.id).toBe('A');
	expect(pageShown(pages, 'gone')?.id).toBe('B');
	expect(
		pageShown(
			[
				{ id: 'A', count: 0 },
				{ id: 'B', count: 0 }
			],
			undefined
		)?.id
	).toBe('A');
	expect(pageShown([], 'A')).toBeUndefined();
});

test('LAYOUTPAGE-3 a box has a sign for each thing, and the colour of the first', () => {
	const box = { standing: 'changed', isChanged: true, isMoved: true, isResized: true, toward: 'left' } as const;
	expect(signsOf(box).map(({ word, icon }) => `${word} ${icon}`)).toEqual([
		'Content changed changed',
		'Moved left',
		'Resized resized'
	]);
	expect(toneOf(box)).toBe('changed');
	const still = { ...box, standing: 'same', isChanged: false, isMoved: false, isResized: false } as const;
	expect([signsOf(still), toneOf(still)]).toEqual([[], 'neutral']);
	expect(tabWords({ title: '', oldTitle: 'Old', standing: 'renamed' })).toBe('Old → Without a name');
});

test('LAYOUTPAGE-5 arrows end at the edge of the box', () => {
	const size = fc.integer({ min: 10, max: 900 });
	const rect = fc.record({ x: size, y: size, width: size, height: size });
	fc.assert(
		fc.property(rect, rect, (old, now) => {
			const items: ItemView[] = [
				{ box: 0, ...now },
				{ box: 0, ...old, ghost: 'was' }
			];
			const [, x, y] = /^M\S+ \S+L(\S+) (\S+)M/.exec(travelsOf(items, undefined)[0]!.path)!.map(Number);
			expect(x! >= now.x - 1 && x! <= now.x + now.width + 1).toBe(true);
			expect(y! >= now.y - 1 && y! <= now.y + now.height + 1).toBe(true);
			const starts = { x: old.x + old.width * 0.8, y: old.y + old.height / 2 };
			// On the edge it never was outside either.
			const isInside =
				starts.x >= now.x && starts.x <= now.x + now.width && starts.y >= now.y && starts.y <= now.y + now.height;
			const edges = [x! - now.x, now.x + now.width - x!, y! - now.y, now.y + now.height - y!].map(Math.abs);
			if (!isInside) expect(Math.min(...edges)).toBeLessThanOrEqual(1);
		})
	);
});

test('LAYOUTPAGE-5 of many only the arrow of the box that is pointed at', () => {
	const items = Array.from({ length: 13 }, (_, box): ItemView[] => [
		{ box, x: 0, y: 0, width: 10, height: 10 },
		{ box, x: 50, y: 50, width: 10, height: 10, ghost: 'was' }
	]).flat();
	expect(travelsOf(items.slice(0, 24), undefined)).toHaveLength(12);
	expect(travelsOf(items, undefined)).toEqual([]);
	expect(travelsOf(items, 7).map(({ box }) => box)).toEqual([7]);
});

test('LAYOUTPAGE-6 shapes by type', () => {
	const shapes = [
		'echarts_timeseries_bar',
		'echarts_timeseries_line',
		'pivot_table_v2',
		'big_number_total',
		'pie',
		'funnel',
		'table',
		'odd'
	];
	expect(shapes.map((vizType) => shapeOf({ kind: 'chart', vizType }))).toEqual([
		'bar',
		'line',
		'table',
		'number',
		'pie',
		'hbar',
		'table',
		undefined
	]);
	expect(shapeOf({ kind: 'text', vizType: null })).toBe('text');
	expect(shapeOf({ kind: 'heading', vizType: null })).toBeUndefined();
});

test('LAYOUTPAGE-2 a box stands at its share of the drawing', () => {
	expect(rectStyle({ x: 0, y: 50, width: 100, height: 25 }, { width: 400, height: 100 })).toBe(
		'left:0%;top:50%;width:25%;height:25%'
	);
	expect(rectStyle({ x: 0, y: 0, width: 1, height: 1 }, { width: 1, height: 0 })).toBe(
		'left:0%;top:0%;width:100%;height:0%'
	);
});
