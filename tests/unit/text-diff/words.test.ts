import fc from '#tests/support/fast-check.ts';
import { expect, test } from 'vitest';
import { pairLines } from '#lib/domain/text-diff/pair-lines.ts';
import { wordMarks, type TextRange } from '#lib/domain/text-diff/word-marks.ts';

const cutOut = (line: string, marks: readonly TextRange[]) => marks.map(({ start, end }) => line.slice(start, end));
const rest = (line: string, marks: readonly TextRange[]) =>
	[...marks].reverse().reduce((text, { start, end }) => text.slice(0, start) + text.slice(end), line);
const marked = (before: string, after: string) => {
	const marks = wordMarks(before, after);
	return marks && [cutOut(before, marks.before), cutOut(after, marks.after)];
};

test('TEXTDIFF-20 the words that differ', () => {
	expect(marked('  o.amount AS sales,', '  o.net_amount AS sales,')).toEqual([['amount'], ['net_amount']]);
	expect(marked("WHERE s <> 'cancelled'", "WHERE s NOT IN ('cancelled', 'test')")).toEqual([
		['<>'],
		['NOT IN (', ", 'test')"]
	]);
	expect(marked('verbose_name: Sales', 'verbose_name: Net sales')).toEqual([['Sales'], ['Net sales']]);
});

test('TEXTDIFF-20 letters with accents, families of emoji and flags stay whole', () => {
	expect(marked('name: e\u0301te\u0301 x', 'name: ete x')).toEqual([['e\u0301te\u0301'], ['ete']]);
	expect(marked('name: a 👩‍👩‍👧 b', 'name: a 👩‍👩‍👦 b')).toEqual([['👩‍👩‍👧'], ['👩‍👩‍👦']]);
	expect(marked('name: a 🇩🇪 b', 'name: a 🇩🇰 b')).toEqual([['🇩🇪'], ['🇩🇰']]);
});

const line = fc
	.array(
		fc.oneof(fc.constantFrom(' ', '  ', 'a', 'b', ', ', '(', 'שלום', '👩‍👧', 'e\u0301'), fc.string({ unit: 'grapheme' }))
	)
	.map((parts) => parts.join(''));

test('TEXTDIFF-20 without the marked parts both lines read the same, and marks are in order', () => {
	fc.assert(
		fc.property(line, line, (before, after) => {
			const marks = wordMarks(before, after);
			if (!marks) return;
			const visible = (text: string) => text.replace(/\s/g, '');
			expect(visible(rest(before, marks.before))).toBe(visible(rest(after, marks.after)));
			for (const [text, ranges] of [
				[before, marks.before],
				[after, marks.after]
			] as const) {
				const places = ranges.flatMap(({ start, end }) => [start, end]);
				expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
				expect(places.every((place) => place >= 0 && place <= text.length)).toBe(true);
			}
		})
	);
});

test('TEXTDIFF-20 very long lines are marked from where they differ', () => {
	const [before, after] = [`a: ${'x '.repeat(100_000)}1`, `a: ${'x '.repeat(500)}y ${'x '.repeat(100_000)}`];
	const marks = wordMarks(before, after);
	expect(marks?.before[0]?.start).toBe(1003);
	expect(marks?.after.at(-1)?.end).toBe(after.length);
	expect(wordMarks('a b '.repeat(900), 'c d '.repeat(900))).toBeNull();
});

test('TEXTDIFF-21 lines with little in common have no marks', () => {
	expect(wordMarks('type: NUMERIC', 'GROUP BY region, month')).toBeNull();
	expect(wordMarks('', 'abc')).toBeNull();
});

test('TEXTDIFF-22 a changed line is beside the one that it became', () => {
	const removed = ['  o.amount AS sales,'];
	const added = ['  ROUND(x, 1) AS pct,', '  o.net_amount AS sales,', '  y'];
	expect(pairLines(removed, added)).toEqual([
		[null, 0],
		[0, 1],
		[null, 2]
	]);
	expect(pairLines(['a', 'b'], ['b', 'c'])).toEqual([
		[0, 0],
		[1, 1]
	]);
});

test('TEXTDIFF-22 each line stands once, in its order', () => {
	const lines = fc.array(line, { maxLength: 25 });
	fc.assert(
		fc.property(lines, lines, (removed, added) => {
			const pairs = pairLines(removed, added);
			for (const [side, all] of [
				[0, removed],
				[1, added]
			] as const) {
				expect(pairs.map((pair) => pair[side]).filter((at) => at !== null)).toEqual([...all.keys()]);
			}
			expect(pairs.every(([left, right]) => left !== null || right !== null)).toBe(true);
		})
	);
});
