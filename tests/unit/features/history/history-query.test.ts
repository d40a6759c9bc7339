import fc from '#tests/support/fast-check.ts';
import { expect, test } from 'vitest';
import { historyQueryOf, isFiltered, toParams, type HistoryQuery } from '#lib/features/history/history-query.ts';
import { addressOf } from '#lib/ui/address.ts';

const of = (query: string): HistoryQuery => historyQueryOf(new URLSearchParams(query));

test('HISTORY-11 what is chosen stands in the address and comes back from it', () => {
	const text = fc.string({ unit: 'grapheme', maxLength: 40 }).map((one) => one.toWellFormed().trim());
	const chosen = fc.record({
		...{ q: text, author: text, asset: text, tag: text, since: text, until: text },
		...{ from: fc.constantFrom('', '*'), skip: fc.integer({ min: 0, max: 1_000_000 }) }
	});
	fc.assert(
		fc.property(chosen, (query) => {
			const address = addressOf('/history', toParams(query, { skip: query.skip }));
			expect(historyQueryOf(new URL(address, 'http://localhost').searchParams)).toEqual(query);
		})
	);
});

test('HISTORY-11 another choice starts at the newest commit again and keeps the others', () => {
	const query = of('q=amount&author=Ada&skip=100&from=*');
	expect(addressOf('/h', toParams(query, { tag: 'v1' }))).toBe('/h?q=amount&from=*&author=Ada&tag=v1');
	expect(addressOf('/h', toParams(query, { skip: 50 }))).toContain('skip=50');
});

test('HISTORY-12 branches and pages leave nothing out, everything else does', () => {
	expect(isFiltered(of('from=*&skip=50'))).toBe(false);
	for (const one of ['q', 'author', 'asset', 'tag', 'since', 'until']) expect(isFiltered(of(`${one}=x`))).toBe(true);
	expect(isFiltered(of('q=%20'))).toBe(false);
});

test.each(['skip=-3', 'skip=x', 'skip=1e400', 'skip=NaN', 'from=other', `q=${'x'.repeat(5000)}`])(
	'HISTORY-11 an address that nobody wrote is taken as far as it goes: %s',
	(address) => {
		const { skip, from, q } = of(address);
		expect(Number.isSafeInteger(skip) && skip >= 0).toBe(true);
		expect(from).toBe('');
		expect(q.length).toBeLessThanOrEqual(300);
	}
);
