import { expect, test } from 'vitest';
import { hrefOfUse, namesOf, offersOf, placeOf, usesByPath } from '#lib/features/changes/shared.ts';
import { asset, use } from './sample.ts';

test('CHANGES-19 each asset names the dashboards that use it', () => {
	const [ops, web] = [use('Ops', [asset('a'), asset('b', 'other')]), use('Web!', [asset('b', 'committed')])];
	const found = usesByPath([ops, web]);
	expect(found.get('charts/a.yaml')).toEqual([ops]);
	expect(found.get('charts/b.yaml')).toEqual([ops, web]);
	expect(found.get('charts/c.yaml')).toBeUndefined();
	expect(usesByPath([]).size).toBe(0);
});

test('CHANGES-19 the way leads to the branch that is shown there', () => {
	const there = use('Ops', [asset('a')], { branch: 'feature/x', isDefault: false });
	expect(hrefOfUse(there, '/history')).toBe(`/dashboards/${there.dashboardId}/history?branch=feature%2Fx`);
	expect(hrefOfUse(use('Ops', []))).not.toContain('?');
});

test('CHANGES-20 a dashboard is offered what of the chosen changes waits there, by its own paths', () => {
	const ops = use('Ops', [asset('a'), asset('b'), asset('c', 'committed')]);
	const { offers, stale } = offersOf([ops, use('Web!', [asset('c', 'committed')])], (path) => path !== 'charts/b.yaml');
	expect(offers.map(({ place }) => place)).toEqual([
		{
			...{ dashboardId: ops.dashboardId, branch: 'main', expectedHead: ops.head, live: ops.live },
			paths: ['charts/a-there.yaml']
		}
	]);
	expect(stale).toEqual([]);
	expect(offersOf([ops], () => false).offers).toEqual([]);
	expect(placeOf(use('Ops', [asset('a', 'other')]))).toBeNull();
});

test('CHANGES-21 one that was captured at another time must be looked at first', () => {
	const ops = use('Ops', [asset('a', 'other'), asset('b')]);
	expect(offersOf([ops], () => true)).toMatchObject({
		stale: [ops],
		offers: [{ place: { paths: ['charts/b-there.yaml'] } }]
	});
	expect(offersOf([ops], (path) => path === 'charts/b.yaml').stale).toEqual([]);
});

test.each([
	[[], ''],
	[['A'], 'A'],
	[['A', 'B'], 'A and B'],
	[['A', 'B', 'C'], 'A, B and C'],
	[['A', 'B', 'C', 'D'], 'A, B and 2 more']
])('CHANGES-21 %j in words', (titles, words) => {
	expect(namesOf(titles)).toBe(words);
});
