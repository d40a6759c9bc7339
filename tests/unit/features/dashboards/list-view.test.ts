import fc from '#tests/support/fast-check.ts';
import { expect, test } from 'vitest';
import {
	countsOf,
	hrefOf,
	hrefOfOrder,
	listViewOf,
	ORDERS,
	SHOWN,
	viewed,
	type ListView
} from '#lib/features/dashboards/list-view.ts';
import { dashboard, stop } from './sample.ts';

const all: ListView = { search: '', shown: 'all', order: 'commit', isReversed: false };
const queryOf = (href: string) => new URL(href, 'http://ours.invalid').searchParams;
const commit = (at: number, message = 'Name the units', author = 'Ana') => ({
	...dashboard('').lastCommit!,
	at,
	message,
	author
});

const sales = dashboard('Sales Report 10', { lastCommit: commit(30, 'Show regions', 'Ben'), changeCount: 2 });
const stock = dashboard('Stock Report 2', {
	lastCommit: commit(20),
	stops: [stop('dev'), stop('prod', { standing: 'edited' })]
});
const empty = dashboard('Åland', { lastCommit: null, changeCount: null, stops: [] });
const every = [stock, empty, sales];
const titles = (view: Partial<ListView>) => viewed(every, { ...all, ...view }).map(({ title }) => title);

test.each([
	['report', 2],
	['REPORT 10', 1],
	['regions ben', 1],
	['prod stock', 1],
	['main', 3],
	['åland', 1],
	['report nowhere', 0]
])('LIST-2 “%s” finds %i', (search, count) => {
	expect(titles({ search })).toHaveLength(count);
});

test('LIST-3 an address gives back the view that it was made of', () => {
	const views = fc.record({
		search: fc.string(),
		shown: fc.constantFrom(...SHOWN),
		order: fc.constantFrom(...ORDERS),
		isReversed: fc.boolean()
	});
	fc.assert(
		fc.property(views, (view) => {
			expect(listViewOf(queryOf(hrefOf(view)))).toEqual(view);
		})
	);
});

test('LIST-3 the default is the plain address, and what is not known is the default', () => {
	expect(hrefOf(all)).toBe('/dashboards');
	expect(listViewOf(new URLSearchParams('show=x&sort=y&way=z'))).toEqual(all);
});

test('LIST-4 the list is sorted by last commit, title or status', () => {
	expect(titles({})).toEqual(['Sales Report 10', 'Stock Report 2', 'Åland']);
	expect(titles({ order: 'title' })).toEqual(['Åland', 'Sales Report 10', 'Stock Report 2']);
	expect(titles({ order: 'status' })).toEqual(['Sales Report 10', 'Stock Report 2', 'Åland']);
	const numbered = [dashboard('Report 10'), dashboard('Report 2')];
	expect(viewed(numbered, { ...all, order: 'title' }).map(({ title }) => title)).toEqual(['Report 2', 'Report 10']);
});

test('LIST-4 the same order again turns it round', () => {
	const view = listViewOf(queryOf(hrefOfOrder(all, 'commit')));
	expect(titles(view)).toEqual(['Åland', 'Stock Report 2', 'Sales Report 10']);
	expect(hrefOfOrder(view, 'commit')).toBe('/dashboards');
	expect(listViewOf(queryOf(hrefOfOrder(view, 'title')))).toMatchObject({ order: 'title', isReversed: false });
});

test('LIST-6 each choice has as many as it says', () => {
	const counts = countsOf(every);
	expect(counts).toEqual({ all: 3, changes: 1, drift: 1 });
	for (const shown of SHOWN) expect(titles({ shown })).toHaveLength(counts[shown]);
});
