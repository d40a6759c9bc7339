import { expect, test } from 'vitest';
import { mergeText } from '#lib/domain/merge/lines.ts';
import { hunksOf } from '#lib/domain/merge/sequence.ts';
import fc from '#tests/support/fast-check.ts';
import { at, change, merge, questions } from '#tests/support/merge/three.ts';
import { BOARD, CHART, holder, small, textNode } from '#tests/support/merge/small.ts';

const many = Array.from({ length: 10_000 }, (_, number) => number);

test('MERGE-41 reversed lists of 10,000 items end, as they are or as one conflict', () => {
	const base = change(small(), CHART, [['params', 'numbers'], many], [['params', 'names'], many.map(String)]);
	const mine = change(
		base,
		CHART,
		[['params', 'numbers'], [...many].reverse()],
		[['params', 'names'], many.map(String).reverse()]
	);
	const theirs = change(
		base,
		CHART,
		[
			['params', 'numbers'],
			[...many, 10_000]
		],
		[
			['params', 'names'],
			[...many.map(String), 'x']
		]
	);
	const merged = merge(base, mine, theirs);
	expect(questions(merged.conflicts).every((one) => one === 'chart value params/numbers')).toBe(true);
	expect((at(merged.contents, CHART, ['params', 'names']) as string[]).length).toBe(10_001);
});

test('MERGE-41 a text of 100,000 lines, and one that has nothing in common', () => {
	const lines = Array.from({ length: 100_000 }, (_, number) => `line ${number % 700} ${number}`);
	const other = (places: readonly number[]) =>
		lines.map((line, number) => (places.includes(number) ? `${line}!` : line)).join('\n');
	expect(mergeText(lines.join('\n'), other([5, 50_000]), other([77, 99_000]))).toEqual({
		...{ text: other([5, 77, 50_000, 99_000]), conflicts: 0 }
	});
	const strange = lines.map((line) => `${line}?`).join('\n');
	expect(mergeText(lines.join('\n'), strange, other([3])).conflicts).toBe(1);
	expect(mergeText(lines.join('\n'), [...lines].reverse().join('\n'), other([3])).conflicts).toBeGreaterThan(0);
});

test('MERGE-41 a layout of 10,000 nodes, and one that hangs in a long chain', () => {
	const ids = many.slice(0, 4_990).map((number) => `ROW-${number}x`);
	const nodes = ids.flatMap((id) => [
		[['position', id], holder('ROW', id, [`MARKDOWN-${id}`])] as const,
		[['position', `MARKDOWN-${id}`], textNode(`MARKDOWN-${id}`, id)] as const
	]);
	const made = small();
	const content = Object.fromEntries(nodes.map(([[, id], node]) => [id!, node]));
	const position = { ...(at(made, BOARD, ['position']) as object), ...content };
	const base = change(made, BOARD, [['position'], position], [['position', 'TAB-1', 'children'], ids]);
	const mine = change(base, BOARD, [['position', 'TAB-1', 'children'], [...ids].reverse()]);
	const theirs = change(base, BOARD, [['position', 'MARKDOWN-ROW-7x', 'meta', 'width'], 6]);
	const merged = merge(base, mine, theirs);
	expect(merged.conflicts).toEqual([]);
	expect((at(merged.contents, BOARD, ['position', 'TAB-1', 'children']) as string[]).slice(0, 2)).toEqual([
		'ROW-4989x',
		'ROW-4988x'
	]);
	const chain = Object.fromEntries(
		many
			.slice(0, 3_000)
			.map((number) => [`COLUMN-${number}`, holder('COLUMN', `COLUMN-${number}`, [`COLUMN-${number + 1}`])])
	);
	const deep = change(small(), BOARD, [['position'], { ...(at(small(), BOARD, ['position']) as object), ...chain }]);
	const title = (text: string) => change(deep, BOARD, [['position', 'TAB-1', 'meta', 'text'], text], [['css'], text]);
	expect(
		merge(deep, title('a'), change(deep, BOARD, [['position', 'COLUMN-9', 'meta', 'width'], 1])).conflicts
	).toEqual([]);
});

test('MERGE-41 what a side did to a sequence leads there, whatever the sequences are', () => {
	const letters = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 40 });
	fc.assert(
		fc.property(letters, letters, (base, side) => {
			const made: string[] = [];
			let [from, start] = [0, 0];
			for (const hunk of hunksOf(base, side)) {
				expect(base.slice(from, hunk.from)).toEqual(side.slice(start, hunk.start));
				made.push(...base.slice(from, hunk.from), ...side.slice(hunk.start, hunk.end));
				[from, start] = [hunk.to, hunk.end];
			}
			expect([...made, ...base.slice(from)]).toEqual(side);
		}),
		{ numRuns: 2_000 }
	);
});
