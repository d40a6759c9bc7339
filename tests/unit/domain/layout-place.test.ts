import fc from '#tests/support/fast-check.ts';
import { expect, test } from 'vitest';
import { AssetUuid } from '#lib/domain/ids.ts';
import { isAsSound } from '#lib/domain/layout-flaws.ts';
import { placeChart, takeOutChart } from '#lib/domain/layout-place.ts';
import { isEqual, mapping, type Mapping, type Value } from '#lib/domain/value.ts';

const uuidOf = (n: number) => AssetUuid.parse(`00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);
const node = (type: string, id: string, children: string[], meta: [string, Value][] = []): [string, Value] => [
	id,
	mapping([
		['type', type],
		['id', id],
		['children', children],
		...(meta.length > 0 ? ([['meta', mapping(meta)]] as const) : [])
	])
];
const chart = (n: number, width = 4) =>
	node(
		'CHART',
		`CHART-${n}`,
		[],
		[
			['uuid', uuidOf(n)],
			['width', width]
		]
	);

/** Rows of charts, in a grid or in tabs. */
function layout(tabs: readonly (readonly (readonly number[])[])[], width = 4): Mapping {
	const rows = tabs.map((ofTab, t) => ofTab.map((_, r) => `ROW-${t}-${r}`));
	const inTabs = tabs.length > 1;
	return mapping([
		node('ROOT', 'ROOT_ID', [inTabs ? 'TABS-1' : 'GRID_ID']),
		...(inTabs
			? [
					node(
						'TABS',
						'TABS-1',
						tabs.map((_, t) => `TAB-${t}`)
					)
				]
			: []),
		...tabs.map((_, t) => (inTabs ? node('TAB', `TAB-${t}`, rows[t]!) : node('GRID', 'GRID_ID', rows[t]!))),
		...tabs.flatMap((ofTab, t) =>
			ofTab.map((ids, r) =>
				node(
					'ROW',
					rows[t]![r]!,
					ids.map((n) => `CHART-${n}`)
				)
			)
		),
		...tabs.flat(2).map((n) => chart(n, width))
	]);
}

const childrenOf = (position: Mapping, id: string) => (position[id] as Mapping)['children'];
const layouts = fc
	.array(fc.array(fc.array(fc.constant(0), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }), {
		minLength: 1,
		maxLength: 3
	})
	.map((shape) => {
		let n = 0;
		return shape.map((tab) => tab.map((row) => row.map(() => (n += 1))));
	});

test('PLACE-1 a chart that was taken out is put back exactly where it was, if its row is left', () => {
	fc.assert(
		fc.property(layouts, fc.nat(), (tabs, pick) => {
			const all = tabs.flat(2);
			const chosen = all[pick % all.length]!;
			const then = layout(tabs);
			const without = takeOutChart(then, uuidOf(chosen));
			const placed = placeChart(without, then, uuidOf(chosen));
			const isAlone = tabs.flat().some((row) => row.length === 1 && row[0] === chosen);
			expect(isAsSound(without, then)).toBe(true);
			if (isAlone) return;
			expect(placed?.how).toBe('back');
			expect(isEqual(placed!.position, then)).toBe(true);
		})
	);
});

test('PLACE-2 whatever became of the layout, the result hangs together and has every other chart where it was', () => {
	fc.assert(
		fc.property(layouts, layouts, fc.nat(), (before, after, pick) => {
			const all = before.flat(2);
			const chosen = all[pick % all.length]!;
			const now = takeOutChart(layout(after, 6), uuidOf(chosen));
			const placed = placeChart(now, layout(before), uuidOf(chosen));
			if (!placed) return;
			expect(isAsSound(placed.position, now)).toBe(true);
			expect(isEqual(takeOutChart(placed.position, uuidOf(chosen)), now)).toBe(true);
		})
	);
});

test('PLACE-3 where its row is full or gone, it gets a row of its own at the end of its tab', () => {
	const then = layout([[[1]], [[2, 3]]]);
	const full = takeOutChart(layout([[[1]], [[2, 4, 5, 3]]]), uuidOf(3));
	const placed = placeChart(full, then, uuidOf(3))!;
	expect(placed.how).toBe('at-the-end');
	expect(childrenOf(placed.position, 'TAB-1')).toEqual(['ROW-1-0', 'ROW-000000000000']);
	expect(childrenOf(placed.position, 'ROW-000000000000')).toEqual(['CHART-3']);
	const gone = placeChart(layout([[[1]]]), then, uuidOf(3))!;
	expect([gone.how, childrenOf(gone.position, 'GRID_ID')]).toEqual(['at-the-end', ['ROW-0-0', 'ROW-000000000000']]);
});

test('PLACE-4 a chart that stands there is left, one that never stood there has no place', () => {
	const now = layout([[[1, 2]]]);
	expect(placeChart(now, now, uuidOf(1))).toEqual({ position: now, how: 'kept' });
	expect(placeChart(now, now, uuidOf(9))).toBeNull();
	expect(placeChart(mapping(), now, uuidOf(1))).toBeNull();
	expect(isEqual(takeOutChart(now, uuidOf(9)), now)).toBe(true);
});

test('PLACE-4 a node of its id that holds something else is not written over', () => {
	const taken = mapping([...Object.entries(layout([[[2]]])), node('MARKDOWN', 'CHART-1', [])]);
	const placed = placeChart(taken, layout([[[1, 2]]]), uuidOf(1))!;
	expect(childrenOf(placed.position, 'ROW-0-0')).toEqual(['CHART-1-1', 'CHART-2']);
	expect(placed.position['CHART-1']).toBe(taken['CHART-1']);
});
