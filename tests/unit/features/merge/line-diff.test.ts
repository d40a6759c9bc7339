import fc from '#tests/support/fast-check.ts';
import { expect, test } from 'vitest';
import { editIssues, editLanguageOf, refusalAt } from '#lib/features/merge/edit-check.ts';
import { lineDiff } from '#lib/features/merge/line-diff.ts';
import { pictureOf } from '#lib/features/merge/picture.ts';
import { conflictIn } from './fixture.ts';

const SIGN = { same: ' ', removed: '-', added: '+', 'left-out': '@' };
const drawn = (before: string | null, after: string | null) =>
	lineDiff(before, after).map((row) => SIGN[row.kind] + (row.kind === 'left-out' ? row.count : row.text));

test('CONFLICTPAGE-4 a text is shown by what each side made of it, with a few lines around', () => {
	expect(drawn('1\n2\n3\n4\n5\n6\n7\n8\n9\n', '1\n2\n3\n4\n5\n6\n7\nb\nc\n9\n')).toEqual([
		'@4',
		' 5',
		' 6',
		' 7',
		'-8',
		'+b',
		'+c',
		' 9'
	]);
	expect(drawn(null, 'a\n')).toEqual(['+a']);
	expect(drawn('a\nb', 'a\nb')).toEqual(['@2']);
	expect(drawn('', null)).toEqual([]);
});

test('CONFLICTPAGE-4 the lines of a side are all there, in order, whatever the texts are', () => {
	const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 }).map((lines) => lines.join('\n'));
	fc.assert(
		fc.property(text, text, (before, after) => {
			const rows = lineDiff(before, after);
			const lines = (side: 'before' | 'after') =>
				rows.flatMap((row) => (row.kind === 'left-out' || row[side] === null ? [] : [[row[side], row.text]]));
			const own = (value: string) => value.replace(/\n$/, '').split('\n');
			for (const [line, words] of lines('before')) expect(own(before)[Number(line) - 1]).toBe(words);
			for (const [line, words] of lines('after')) expect(own(after)[Number(line) - 1]).toBe(words);
			const count = rows.reduce((sum, row) => sum + (row.kind === 'left-out' ? row.count : row.after ? 1 : 0), 0);
			expect(count).toBe(after === '' ? 0 : own(after).length);
		})
	);
});

test('CONFLICTPAGE-4 texts without an end are compared as a whole in bounded time', () => {
	const lines = (name: string) => Array.from({ length: 20_000 }, (_, at) => `${name}${at}`).join('\n');
	expect(lineDiff(lines('a'), lines('b'))).toHaveLength(40_000);
});

test('CONFLICTPAGE-9 what is wrong with a text stands at its line', () => {
	expect(editIssues('select 1\n<<<<<<< mine\nfrom a', 'plain')).toMatchObject([{ line: 2 }]);
	expect(editIssues("select 1\nwhere a = 'x\nfrom b", 'sql')).toEqual([
		{ line: 2, message: 'A text that begins here is never closed.' }
	]);
	expect(editIssues("select 'a''b' -- it's fine\nfrom \"c\" /* d\n */", 'sql')).toEqual([]);
	expect(editIssues("it's fine", 'plain')).toEqual([]);
	expect(refusalAt('SQL, line 3: there is no column “x”.')).toMatchObject({ line: 3 });
	expect(refusalAt('It is empty.')).toMatchObject({ line: 1 });
});

test('CONFLICTPAGE-9 a text is edited as what it is, any other value as YAML', () => {
	expect(editLanguageOf(conflictIn('a', { kind: 'text', path: ['sql'] }))).toBe('sql');
	expect(editLanguageOf(conflictIn('a', { kind: 'text', path: ['css'] }))).toBe('plain');
	expect(editLanguageOf(conflictIn('a', { path: ['params', 'adhoc_filters'] }))).toBe('yaml');
});

test('CONFLICTPAGE-5 a chart type is drawn by its shape, a place by the cells of its tab, the rest is words', () => {
	const type = conflictIn('a', { path: ['viz_type'] });
	expect(pictureOf(type, { words: 'Pie Chart' })).toEqual({ kind: 'shape', shape: 'pie' });
	expect(pictureOf(type, { words: 'Big Number with Trendline' })).toEqual({ kind: 'shape', shape: 'number' });
	expect(pictureOf(type, { words: 'Country Map' })).toBeUndefined();
	expect(pictureOf(conflictIn('a'), { words: 'Pie Chart' })).toBeUndefined();
	const cell = { x: 0, y: 0, width: 6, height: 4, kind: 'chart' } as const;
	expect(pictureOf(conflictIn('a'), { words: 'row 1', cells: [cell, { ...cell, x: 6, isHere: true }] })).toEqual({
		kind: 'place',
		cells: [cell, { ...cell, x: 6, isHere: true, tone: 'accent' }]
	});
});
