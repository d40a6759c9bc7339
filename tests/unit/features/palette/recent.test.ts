import fc from '#tests/support/fast-check.ts';
import { expect, test } from 'vitest';
import { parseRecent, readRecent, recentAfter, writeRecent } from '#lib/features/palette/recent.ts';

const one = (id: string) => ({ id, label: id, href: `/${id}` });

test('PALETTE-6 the last choice stands first, each once, twelve at most', () => {
	expect(recentAfter([one('a'), one('b')], one('b')).map(({ id }) => id)).toEqual(['b', 'a']);
	const many = Array.from({ length: 30 }, (_, at) => one(String(at)));
	expect(many.reduce(recentAfter, [] as ReturnType<typeof one>[])).toHaveLength(12);
});

test('PALETTE-6 what was kept is taken only as far as it is ours', () => {
	fc.assert(fc.property(fc.anything(), (kept) => void parseRecent(JSON.stringify(kept) ?? null)));
	fc.assert(fc.property(fc.string(), (text) => void parseRecent(text)));
	const hrefs = ['/a', '//evil.example', '/\\evil', 'https://evil.example', 'javascript:alert(1)', 7, null];
	const kept = JSON.stringify(hrefs.map((href, at) => ({ id: String(at), label: 'x', href })));
	expect(parseRecent(kept).map(({ href }) => href)).toEqual(['/a', null]);
});

test('PALETTE-6 without a storage nothing is remembered and nothing breaks', () => {
	writeRecent('k', [one('a')]);
	expect(readRecent('k')).toEqual([]);
});
