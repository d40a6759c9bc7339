import fc from '#tests/support/fast-check.ts';
import { expect, test } from 'vitest';
import { startOf, stateAfter, type LineState } from '#lib/domain/text-diff/line-state.ts';
import { piecesOf, visible } from '#lib/domain/text-diff/pieces.ts';
import { tokensOf } from '#lib/domain/text-diff/tokens.ts';
import { FileSyntax } from '#lib/features/text-diff/syntax.ts';
import { diffOf, someLines } from './sample.ts';

/** `kind:text` of each coloured part of each line. */
function coloured(lines: readonly string[], path = 'a.yaml'): string[][] {
	let state: LineState = startOf(path);
	return lines.map((line) => {
		const tokens = tokensOf(state, line);
		state = stateAfter(state, line);
		return tokens.map(({ start, end, kind }) => `${kind}:${line.slice(start, end)}`);
	});
}

test('TEXTDIFF-23 keys and values of YAML', () => {
	expect(coloured(['name: x', '- limit: 10', '  on: true', "  q: 'a: b'", '"x: y": ~', '- 1.5', '- text'])).toEqual([
		['key:name'],
		['key:limit', 'number:10'],
		['key:on', 'keyword:true'],
		['key:q', "string:'a: b'"],
		['key:"x: y"', 'keyword:~'],
		['number:1.5'],
		[]
	]);
	expect(coloured(['name: x'], 'README.md')).toEqual([[]]);
});

test('TEXTDIFF-23 SQL in a block, until a line has fewer spaces', () => {
	expect(
		coloured(['sql: |-', "  SELECT 'it''s', 12 -- why", '', '  FROM select_me AS "FROM"', 'schema: FROM'])
	).toEqual([
		['key:sql'],
		['keyword:SELECT', "string:'it''s'", 'number:12', 'comment:-- why'],
		[],
		['keyword:FROM', 'keyword:AS'],
		['key:schema']
	]);
	expect(coloured(['- expression: SUM(a1)', '- css: |', '    SELECT', '- sql: |', '    OR', '  x: OR'])).toEqual([
		['key:expression', 'keyword:SUM'],
		['key:css'],
		[],
		['key:sql'],
		['keyword:OR'],
		['key:x']
	]);
});

test('TEXTDIFF-23 JSON of a query context', () => {
	expect(coloured(['query_context: |', '  {', '    "a": "b\\"",', '    "n": -1.5e3, "t": null'])).toEqual([
		['key:query_context'],
		[],
		['key:"a"', 'string:"b\\""'],
		['key:"n"', 'number:-1.5e3', 'key:"t"', 'keyword:null']
	]);
});

test('TEXTDIFF-24 comments and texts go on over lines, and end with the block', () => {
	expect(coloured(['sql: |', '  a /* SELECT', '  FROM', "  */ OR 'x", "  AND' IN", '  /* open', 'k: 1'])).toEqual([
		['key:sql'],
		['comment:/* SELECT'],
		['comment:  FROM'],
		['comment:  */', 'keyword:OR', "string:'x"],
		["string:  AND'", 'keyword:IN'],
		['comment:/* open'],
		['key:k', 'number:1']
	]);
});

const part = fc.constantFrom('/*', '*/', "'", '"', '--', ' OR ', 'x', '1', '\\', ': ', '- ', '{', '|', '  ', 'é', '😀');
const sqlLines = fc.array(
	fc.array(part, { maxLength: 8 }).map((parts) => `  ${parts.join('')}`),
	{ maxLength: 12 }
);

test('TEXTDIFF-24 each line of a diff has the colours that it has in the whole file', () => {
	const filler = Array.from({ length: 12 }, (_, at) => `  line_${at}`);
	fc.assert(
		fc.property(sqlLines, sqlLines, someLines, (above, below, end) => {
			const before = ['sql: |', ...above, ...filler, '  changed 1', ...below, ...end];
			const after = before.map((text) => text.replace('changed 1', 'changed 2'));
			const diff = diffOf(before, after);
			const syntax = new FileSyntax(diff);
			const whole = coloured(after);
			for (const [at, hunk] of diff.hunks.entries()) {
				for (const row of hunk.rows) {
					if (row.after === null) continue;
					const pieces = syntax.pieces({ row, segment: 2 * at + 1, pair: null }, 'after');
					const kinds = pieces.flatMap(({ kind, text }) => (kind ? [`${kind}:${text}`] : []));
					expect(kinds).toEqual(whole[row.after - 1]);
				}
			}
		})
	);
});

test('TEXTDIFF-25 colours and marks change no character and overlap nowhere', () => {
	const text = fc
		.array(fc.oneof(part, fc.string({ unit: 'binary' })), { maxLength: 12 })
		.map((parts) => parts.join(''));
	const state = fc.constantFrom<LineState>(
		startOf('a.yaml'),
		...(['sql', 'json', 'plain'] as const).map((language) => ({ language, over: -1, open: '' as const })),
		{ language: 'sql', over: 0, open: '*/' },
		{ language: 'sql', over: 0, open: "'" }
	);
	fc.assert(
		fc.property(text, state, (line, at) => {
			const tokens = tokensOf(at, line);
			const places = tokens.flatMap(({ start, end }) => [start, end]);
			expect(places).toEqual([...places].sort((a, b) => a - b));
			const pieces = piecesOf(line, tokens, [{ start: 0, end: Math.min(2, line.length) }]);
			expect(pieces.map((piece) => piece.text).join('')).toBe(visible(line));
		})
	);
});

test('TEXTDIFF-25 what nobody would see is shown', () => {
	expect(visible('a\r\u0007\u007f\tb')).toBe('a␍␇␡\tb');
	expect(visible('\u202eabc\u200b\u0085')).toBe('⟨U+202E⟩abc⟨U+200B⟩⟨U+0085⟩');
	expect(visible('👩‍👧 שלום é')).toBe('👩‍👧 שלום é');
	expect(piecesOf('\u202ea', [], [{ start: 1, end: 2 }])).toEqual([
		{ text: '⟨U+202E⟩', kind: null, marked: false },
		{ text: 'a', kind: null, marked: true }
	]);
});
