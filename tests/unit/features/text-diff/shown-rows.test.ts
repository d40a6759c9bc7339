import { expect, test } from 'vitest';
import { gapWords } from '#lib/features/text-diff/gap-words.ts';
import { hashOf, hidingOf, lineOfHash, placeOfLine } from '#lib/features/text-diff/line-address.ts';
import { openMore, type Opened } from '#lib/features/text-diff/opened.ts';
import { shownRows, type ShownRow } from '#lib/features/text-diff/shown-rows.ts';
import { diffOf } from '../../text-diff/sample.ts';

const numbered = (count: number) => Array.from({ length: count }, (_, at) => `line ${at + 1}`);
const replaced = (lines: readonly string[], ...places: number[]) =>
	lines.map((line, at) => (places.includes(at + 1) ? `${line} new` : line));
const options = { view: 'unified', showMachineMade: false, opened: {} as Opened } as const;

/** A row in a few letters: `-3`, `+3`, `3`, `gap 40`, `hidden 2`. */
const short = (row: ShownRow): string => {
	if (row.kind === 'gap') return `gap ${row.count}`;
	if (row.kind === 'machine-made') return `hidden ${row.count}${row.isAll ? ' all' : ''} ${row.keys.join()}`;
	if (row.kind !== 'line') return row.kind === 'note' ? row.note : row.kind;
	const [before, after] = [row.before?.row, row.after?.row];
	if (before && after && before !== after) return `-${before.before}+${after.after}`;
	return after?.kind === 'added'
		? `+${after.after}`
		: before?.kind === 'removed'
			? `-${before.before}`
			: `${after?.after}`;
};
const shown = (before: string[], after: string[], more: Partial<typeof options> | object = {}) =>
	shownRows([diffOf(before, after)], { ...options, ...more }).map(short);

const chart = (name: string, limit: number, force = false) => [
	`slice_name: ${name}`,
	...numbered(8).map((line) => `k_${line}: 1`),
	'query_context: |',
	'  {',
	`    "force": ${String(force)},`,
	...numbered(12).map((line) => `    "${line}": 1,`),
	`    "limit": ${limit}`,
	'  }',
	'version: 1.0.0'
];

test('TEXTDIFF-11 machine-made lines are one counted row, with what lies between them', () => {
	const rows = shown(chart('a', 1), chart('b', 2, true));
	expect(rows).toEqual(['file', 'gap 0', '-1', '+1', '2', '3', '4', 'gap 4', 'hidden 4 query_context']);
	const all = shown(chart('a', 1), chart('b', 2, true), { showMachineMade: true });
	expect(all.filter((row) => /^[+-]/.test(row))).toEqual(['-1', '+1', '-12', '+12', '-25', '+25']);
});

test('TEXTDIFF-12 a file with nothing else says so in one row', () => {
	expect(shown(chart('a', 1), chart('a', 2, true))).toEqual(['file', 'hidden 4 all query_context']);
});

test('TEXTDIFF-30 unchanged lines open from either end, or all', () => {
	const [before, after] = [numbered(100), replaced(numbered(100), 1, 100)];
	const place = { file: 0, gap: 1 };
	const gaps = (opened: Opened) => shown(before, after, { opened }).filter((row) => row.startsWith('gap'));
	expect(gaps({})).toEqual(['gap 0', 'gap 92']);
	const top = openMore({}, place, 'top');
	expect(gaps(top)).toEqual(['gap 0', 'gap 72']);
	const both = openMore(top, place, 'bottom');
	expect(gaps(both)).toEqual(['gap 0', 'gap 52']);
	const rows = shown(before, after, { opened: both });
	expect(rows.slice(rows.indexOf('gap 52') - 1, rows.indexOf('gap 52') + 2)).toEqual(['24', 'gap 52', '77']);
	const whole = shown(before, after, { opened: openMore(both, place, 'all') });
	expect(whole.filter((row) => /^\d/.test(row))).toHaveLength(98);
});

test('TEXTDIFF-30 one or two lines are not left out', () => {
	const rows = shown(numbered(30), replaced(numbered(30), 6, 15));
	expect(rows.slice(0, 3)).toEqual(['file', '1', '2']);
	expect(rows.filter((row) => row.startsWith('gap'))).toEqual(['gap 0', 'gap 0', 'gap 12']);
});

test('TEXTDIFF-22 side by side a removed line stands beside what it became', () => {
	const [before, after] = [
		['a', 'x: 1', 'z'],
		['a', 'x: 2', 'new line', 'z']
	];
	expect(shown(before, after, { view: 'split' }).slice(2)).toEqual(['1', '-2+2', '+3', '4']);
	expect(shown(before, after).slice(2)).toEqual(['1', '-2', '+2', '+3', '4']);
});

test('TEXTDIFF-31 the address of a line names it and nothing else', () => {
	const line = { file: 2, side: 'before', line: 17 } as const;
	expect(hashOf(line)).toBe('#L3-b17');
	expect(lineOfHash('#L3-b17')).toEqual(line);
	for (const hash of ['', '#', '#L0-a1', '#L1-a0', '#L1-c1', '#L1-a1x', `#L1-a${'9'.repeat(400)}`]) {
		expect(lineOfHash(hash)).toBeNull();
	}
});

test('TEXTDIFF-31 an address opens what hides its line', () => {
	const files = [diffOf(numbered(100), replaced(numbered(100), 50)), diffOf(chart('a', 1), chart('b', 2))];
	const inGap = { file: 0, side: 'after', line: 90 } as const;
	const rows = (opened: Opened, showMachineMade = false) => shownRows(files, { ...options, opened, showMachineMade });
	expect(placeOfLine(rows({}), inGap)).toBe(-1);
	const hiding = hidingOf(files, inGap, {});
	expect(hiding?.machineMade).toBe(false);
	const place = placeOfLine(rows(hiding?.opened ?? {}), inGap);
	expect(short(rows(hiding?.opened ?? {})[place] as ShownRow)).toBe('90');

	const hidden = { file: 1, side: 'before', line: 25 } as const;
	expect(placeOfLine(rows({}), hidden)).toBe(-1);
	expect(hidingOf(files, hidden, {})).toEqual({ opened: {}, machineMade: true });
	expect(short(rows({}, true)[placeOfLine(rows({}, true), hidden)] as ShownRow)).toBe('-25');
	for (const none of [
		{ ...hidden, line: 999 },
		{ ...hidden, file: 7 }
	])
		expect(hidingOf(files, none, {})).toBeNull();
});

test('TEXTDIFF-32 what lies between is told by keys, or by items', () => {
	const gap = (lines: string[] | null) =>
		({ ...diffOf(['a'], ['b']).gaps[0], lines }) as Parameters<typeof gapWords>[0];
	expect(gapWords(gap(['a: 1', '  b: 2', 'c: |', '  x', 'd:', '- e: 1', 'f: 2']))).toBe('a, c, d …');
	expect(gapWords(gap(['  x: 1', '- column_name: id', '  type: A', '- column_name: sales']))).toBe('id to sales');
	expect(gapWords(gap(['  x']))).toBe('');
	expect(gapWords(gap(null))).toBe('');
});
