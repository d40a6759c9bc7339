import fc from '#tests/support/fast-check.ts';
import { expect, test } from 'vitest';
import { matcherOf, ranked } from '#lib/domain/fuzzy.ts';

const best = (typed: string, texts: readonly string[]) => ranked(typed, texts, (text) => text).map(({ item }) => item);
const marked = (typed: string, text: string) =>
	matcherOf(typed)(text)?.ranges.map(([from, to]) => text.slice(from, to));

test.each([
	['sales', ['Sales', 'Sales overview', 'All sales', 'Presales']],
	['ov', ['Overview', 'Sales overview', 'Improve', 'Open views']],
	['sales over', ['Sales over time', 'Over all sales']]
])('PALETTE-1 “%s”: best first %o', (typed, texts) => {
	expect(best(typed, [...texts].reverse())).toEqual(texts);
});

test.each([
	['REG', 'feature/regions', ['reg']],
	['fr', 'feature/regions', ['f', 'r']],
	['cafe', 'Café crème', ['Café']],
	['café', 'Cafe\u0301 noir', ['Cafe\u0301'.slice(0, 4)]],
	['продажи', 'Обзор ПРОДАЖИ', ['ПРОДАЖИ']],
	['売上', '月次売上', ['売上']],
	['مبيعات', 'لوحة مبيعات', ['مبيعات']],
	['🎉', 'Party 🎉 time', ['🎉']],
	['c.s (a', 'x c.s (a) y', ['c.s (a']],
	['time sales', 'Sales over time', ['Sales', 'time']]
])('PALETTE-2 “%s” is found in “%s”', (typed, text, ranges) => {
	expect(marked(typed, text)).toEqual(ranges);
});

test.each([
	['.*', 'anything'],
	['[a-z]', 'abc'],
	['a+', 'aaa'],
	['\\', 'x'],
	['xyz', 'Sales overview']
])('PALETTE-2 “%s” has no meaning of its own and is not in “%s”', (typed, text) => {
	expect(matcherOf(typed)(text)).toBeNull();
});

const anyText = fc.string({ unit: 'binary', maxLength: 60 });

test('PALETTE-1 no text fits better than the very one', () => {
	fc.assert(
		fc.property(
			anyText.filter((text) => /[\p{L}\p{N}]/u.test(text)),
			fc.array(anyText),
			(text, others) => {
				const match = matcherOf(text);
				for (const other of others) expect(match(other)?.score ?? 0).toBeLessThanOrEqual(match(text)!.score);
			}
		)
	);
});

test('PALETTE-1 what begins a text fits better than what is inside or scattered', () => {
	const word = fc.stringMatching(/^[a-z]{3,8}$/);
	fc.assert(
		fc.property(word, word, (typed, rest) => {
			const match = matcherOf(typed);
			const [atStart, atWord, inside] = [`${typed}${rest}`, `q ${typed}`, `9${typed}`].map(
				(text) => match(text)!.score
			);
			expect(atStart).toBeGreaterThan(atWord!);
			expect(atWord).toBeGreaterThan(inside!);
		})
	);
});

test('PALETTE-2 whatever is typed, ranges lie in the text, in order and apart', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary', maxLength: 500 }), anyText, (typed, text) => {
			const match = matcherOf(typed)(text);
			let before = -1;
			for (const [from, to] of match?.ranges ?? []) {
				expect(from).toBeGreaterThan(before);
				expect(to).toBeGreaterThan(from);
				expect(to).toBeLessThanOrEqual(text.length);
				before = to;
			}
			if (match) expect(match.score).toBeGreaterThan(0);
		})
	);
});

test('PALETTE-2 any part of a text is found in it', () => {
	fc.assert(
		fc.property(anyText, fc.nat(), fc.nat(), (text, a, b) => {
			const letters = [...text];
			const [from, to] = [a % (letters.length + 1), b % (letters.length + 1)].sort((x, y) => x - y);
			const part = letters.slice(from, to).join('');
			// Letters can join across a cut only where blanks are folded together.
			if (!/\s/u.test(text.normalize('NFKD'))) expect(matcherOf(part)(text)).not.toBeNull();
		})
	);
});
