import fc from '#tests/support/fast-check.ts';
import { expect, test } from 'vitest';
import {
	idStartIn,
	marksIn,
	matchExpression,
	MOST_TERMS,
	snippetOf,
	SNIPPET_LENGTH,
	termsOf
} from '#lib/domain/commit-search.ts';
import { composed, fold, indexText, wordsOf } from '#lib/domain/search-words.ts';

const marked = (text: string, query: string) =>
	marksIn(text, termsOf(query)).map(({ start, end }) => composed(text).slice(start, end));

const anyText = fc.oneof(
	fc.string({ unit: 'binary' }),
	fc.string({ unit: 'grapheme' }),
	fc.constantFrom('"', '""', '"*', 'a"', 'NEAR(a b)', 'a AND', '-a', '{x}:y', 'a*', '^a', '\0', '\ud800', 'İ', 'ﷺ')
);

test('FIND-1 words are found by how they begin, phrases as they stand, all of them in any order', () => {
	expect(termsOf('sum "order date" amo')).toEqual([
		{ text: 'sum', words: ['sum'], isOpen: true },
		{ text: 'order date', words: ['order', 'date'], isOpen: false },
		{ text: 'amo', words: ['amo'], isOpen: true }
	]);
	expect(matchExpression(termsOf('sum "order date" amo'))).toBe('"sum"* AND "order date" AND "amo"*');
	expect(termsOf('"not closed')).toEqual([{ text: 'not closed', words: ['not', 'closed'], isOpen: true }]);
	expect([termsOf(''), termsOf(' "" " "'), matchExpression(termsOf('>= !='))]).toEqual([[], [], null]);
	expect(termsOf('a '.repeat(100))).toHaveLength(MOST_TERMS);
});

test('FIND-1 case, accents and ways to write a letter do not count', () => {
	for (const text of ['Größe', 'GRO\u0308SSE', 'grosse', 'ＧＲＯＳＳＥ']) expect(fold(text), text).toBe('grosse');
	expect(fold('ΣΊΣΥΦΟΣ')).toBe(fold('σίσυφος'));
	expect(fold('が')).not.toBe(fold('か'));
});

test('FIND-2 identifiers are words, and so are the parts of one with humps', () => {
	expect(wordsOf('sales.order_date').map(({ word }) => word)).toEqual(['sales', 'order', 'date']);
	expect(indexText('SUM(orderDate)')).toBe('sum orderdate order date');
	expect(marked('WHERE sales.order_date > 1', 'order_da')).toEqual(['order_da']);
	expect(marked('SUM(orderDate)', 'date')).toEqual(['Date']);
	expect(marked('amount', 'mount')).toEqual(['mount']);
	expect(marked('a >= b', '>=')).toEqual(['>=']);
});

test('FIND-3 in scripts without spaces every letter begins a word; a pictograph is a word', () => {
	expect(wordsOf('北京销售额').map(({ word }) => word)).toEqual([...'北京销售额']);
	expect(marked('各地区销售额对比', '销售')).toEqual(['销售']);
	expect(marked('ยอดขายรวม', 'ขาย')).toEqual(['ขาย']);
	expect(indexText('Ship it 🚀')).toBe('ship it pictograph1f680');
	expect(marked('Ship it 🚀', '🚀')).toEqual(['🚀']);
});

test('FIND-4 whatever is typed gives terms, marks inside of the text, and an expression of words alone', () => {
	fc.assert(
		fc.property(anyText, anyText, (query, text) => {
			const terms = termsOf(query);
			const marks = marksIn(text, terms);
			const end = composed(text).length;
			marks.forEach((mark, at) => {
				expect(mark.start).toBeGreaterThanOrEqual(at === 0 ? 0 : marks[at - 1]!.end);
				expect(mark.end).toBeGreaterThan(mark.start);
				expect(mark.end).toBeLessThanOrEqual(end);
			});
			const inside = (matchExpression(terms) ?? '').split('"').filter((_, at) => at % 2 === 1);
			for (const phrase of inside) expect(phrase).toMatch(/^[\p{L}\p{N}\p{M}\p{Co} ]+$/u);
		})
	);
});

test('FIND-7 what was typed is marked in a text that has it', () => {
	const word = fc.stringMatching(/^[a-zäß京]{1,8}$/);
	fc.assert(
		fc.property(fc.array(word), word, fc.array(word), (before, wanted, after) => {
			const text = [...before, wanted, ...after].join(' ');
			expect(marked(text, wanted).some((mark) => fold(mark).includes(fold(wanted)))).toBe(true);
		})
	);
});

test('FIND-7 a long line is cut around its first mark, and the marks move along', () => {
	fc.assert(
		fc.property(fc.nat(400), fc.nat(400), (before, after) => {
			const text = `${'x'.repeat(before)} needle ${'y'.repeat(after)}`;
			const snippet = snippetOf(text, marksIn(text, termsOf('needle')));
			expect(snippet.text.length).toBeLessThanOrEqual(SNIPPET_LENGTH);
			expect(snippet.marks.map(({ start, end }) => snippet.text.slice(start, end))).toEqual(['needle']);
		})
	);
});

test('FIND-5 the start of an id is hex digits, four or more, alone', () => {
	expect(['abcd', 'ABCDEF0', 'abc', 'abcg', 'abcd ef01'].map((query) => idStartIn(termsOf(query)))).toEqual([
		...['abcd', 'abcdef0', undefined, undefined, undefined]
	]);
});
