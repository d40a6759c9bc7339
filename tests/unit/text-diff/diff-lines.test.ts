import { applyPatch } from 'diff';
import fc from '#tests/support/fast-check.ts';
import { expect, test } from 'vitest';
import { patchOf } from '#lib/domain/text-diff/patch.ts';
import { LONGEST_LINE } from '#lib/domain/text-diff/text-diff.ts';
import { diffLines } from '#lib/server/text-diff/diff-lines.ts';
import { lineBlocks } from '#lib/server/text-diff/line-blocks.ts';
import { diffOf, sideOf, someLines } from './sample.ts';

const numbered = (count: number) => Array.from({ length: count }, (_, at) => `line ${at}`);
const kinds = (diff: ReturnType<typeof diffOf>) => diff.hunks.flatMap(({ rows }) => rows.map(({ kind }) => kind[0]));

test('TEXTDIFF-1 hunks and gaps hold both files, whole and in order', () => {
	fc.assert(
		fc.property(someLines, someLines, (before, after) => {
			const diff = diffOf(before, after);
			if (diff.hunks.length === 0) return void expect(before).toEqual(after);
			expect(sideOf(diff, 'before')).toEqual(before);
			expect(sideOf(diff, 'after')).toEqual(after);
			const numbers = diff.hunks.flatMap(({ rows }) => rows.map((row) => row.after ?? 0)).filter((line) => line > 0);
			expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
			return undefined;
		})
	);
});

test('TEXTDIFF-1 no shorter list of changes exists', () => {
	fc.assert(
		fc.property(someLines, someLines, (before, after) => {
			const { blocks, coarse } = lineBlocks(before, after, 1000);
			const changed = blocks.reduce((sum, block) => sum + block.beforeCount + block.afterCount, 0);
			expect(coarse).toBe(false);
			expect(changed).toBe(before.length + after.length - 2 * longestCommon(before, after));
		})
	);
});

/** The length of a longest common sequence, in the plainest way. */
function longestCommon(before: readonly string[], after: readonly string[]): number {
	let row = new Array<number>(after.length + 1).fill(0);
	for (const line of before) {
		const next = [0];
		after.forEach((other, at) =>
			next.push(line === other ? (row[at] ?? 0) + 1 : Math.max(next[at] ?? 0, row[at + 1] ?? 0))
		);
		row = next;
	}
	return row.at(-1) ?? 0;
}

test('TEXTDIFF-2 three lines around changes, one hunk where they meet', () => {
	const before = numbered(40);
	const change = (...places: number[]) => before.map((line, at) => (places.includes(at) ? 'new' : line));
	expect(
		diffOf(before, change(10, 17)).hunks.map(({ beforeStart, beforeCount }) => [beforeStart, beforeCount])
	).toEqual([[8, 14]]);
	const apart = diffOf(before, change(10, 18));
	expect(apart.hunks.map(({ beforeStart, beforeCount }) => [beforeStart, beforeCount])).toEqual([
		[8, 7],
		[16, 7]
	]);
	expect(apart.gaps.map(({ count, afterStart }) => [afterStart, count])).toEqual([
		[1, 7],
		[15, 1],
		[23, 18]
	]);
});

test('TEXTDIFF-2 equal forms have no hunks', () => {
	expect(diffOf(['a'], ['a'])).toMatchObject({ hunks: [], gaps: [], added: 0, removed: 0 });
	expect(diffLines(null, null, { path: 'a' }).hunks).toEqual([]);
});

test('TEXTDIFF-3 a file that is new, gone or empty', () => {
	const [isNew, isGone] = [diffLines(null, 'a\nb\n', { path: 'x' }), diffLines('a\nb\n', null, { path: 'x' })];
	expect([isNew.added, isNew.removed, isNew.hunks[0]?.beforeCount]).toEqual([2, 0, 0]);
	expect([isGone.added, isGone.removed, isGone.hunks[0]?.afterCount]).toEqual([0, 2, 0]);
	expect(diffLines('', null, { path: 'x' }).hunks).toEqual([]);
});

test('TEXTDIFF-3 a line end that came or went is a change', () => {
	const diff = diffLines('a\nb', 'a\nb\n', { path: 'x' });
	expect(diff.hunks[0]?.rows.map(({ kind, text, noLineEnd }) => [kind, text, noLineEnd])).toEqual([
		['same', 'a', undefined],
		['removed', 'b', true],
		['added', 'b', undefined]
	]);
	expect(diffLines('a\n\nb', 'a\n\nc\nb', { path: 'x' }).hunks[0]?.rows.at(-1)).toMatchObject({ noLineEnd: true });
});

test('TEXTDIFF-3 line ends of Windows are part of the line', () => {
	const diff = diffLines('a\r\nb\r\n', 'a\nb\r\n', { path: 'x' });
	expect(diff.hunks[0]?.rows.map(({ kind, text }) => kind[0] + text)).toEqual(['ra\r', 'aa', 'sb\r']);
});

test('TEXTDIFF-4 a new item of a list begins with its dash', () => {
	const item = (name: string) => [`- column_name: ${name}`, '  type: TEXT', '  groupby: true'];
	const before = ['columns:', ...item('a'), ...item('c')];
	const after = ['columns:', ...item('a'), ...item('b'), ...item('c')];
	for (const [one, other] of [
		[before, after],
		[after, before]
	] as const) {
		const changed = diffOf(one, other).hunks.flatMap(({ rows }) => rows.filter(({ kind }) => kind !== 'same'));
		expect(changed.map(({ text }) => text)).toEqual(item('b'));
	}
});

test('TEXTDIFF-5 when time is up the changed part is one block', () => {
	const before = numbered(9000);
	const after = before.map((_, at) => `line ${(at * 7919) % 9000}`);
	const diff = diffLines(before.join('\n'), after.join('\n'), { path: 'x', timeoutMs: 1 });
	expect(diff.coarse).toBe(true);
	expect(diff.hunks).toHaveLength(1);
	expect(sideOf(diff, 'after')).toEqual(after);
});

test('TEXTDIFF-5 lines that all differ, or that only one side has, need no time', () => {
	const before = numbered(9000);
	const diff = diffOf(
		before,
		before.map((line) => `${line} x`)
	);
	expect([diff.coarse, diff.added, diff.removed]).toEqual([false, 9000, 9000]);
});

test('TEXTDIFF-6 no text, too much text', () => {
	expect(diffLines('a\0b', 'c', { path: 'x' })).toMatchObject({ binary: true, hunks: [] });
	const much = 'x'.repeat(9_000_000);
	expect(diffLines(much, `${much}\ny\n`, { path: 'x' })).toMatchObject({ tooLarge: true, removed: 1, added: 2 });
	const many = numbered(31_000);
	const all = diffOf(
		many,
		many.map((line) => `${line}!`)
	);
	expect(all).toMatchObject({ tooLarge: true, hunks: [], added: 31_000 });
});

test('TEXTDIFF-6 a line of millions of characters is cut, between whole characters', () => {
	const long = `a${'😀'.repeat(1_000_000)}`;
	const [before, after] = diffLines(`${long}\n`, `${long}b\n`, { path: 'x' }).hunks[0]?.rows ?? [];
	expect(before?.text.length).toBe(LONGEST_LINE - 1);
	expect(before?.text.at(-1)).not.toMatch(/[\ud800-\udbff]/);
	expect([before?.cut, after?.cut].map((cut) => (cut ?? 0) + LONGEST_LINE - 1)).toEqual([2_000_001, 2_000_002]);
});

test('TEXTDIFF-7 a very long file comes without what lies between its hunks', () => {
	const before = numbered(20_001);
	expect(diffOf(before, ['new', ...before.slice(1)]).gaps.map(({ lines }) => lines)).toEqual([null, null]);
	const shorter = before.slice(1);
	expect(diffOf(shorter, ['new', ...shorter.slice(1)]).gaps[1]?.lines).toHaveLength(20_000 - 4);
});

test('TEXTDIFF-8 the patch of a diff turns the one form into the other', () => {
	fc.assert(
		fc.property(someLines, someLines, fc.boolean(), fc.boolean(), (before, after, oneEnds, otherEnds) => {
			const [one, other] = [before.join('\n') + (oneEnds ? '\n' : ''), after.join('\n') + (otherEnds ? '\n' : '')];
			const patch = patchOf(diffLines(one, other, { path: 'some file.yaml' }));
			expect(patch === null ? one : applyPatch(one, patch, { autoConvertLineEndings: false })).toBe(other);
		})
	);
	const long = 'x'.repeat(20_000);
	expect(patchOf(diffOf([long], [`${long}y`]))).toBeNull();
});

test('TEXTDIFF-8 a part of a diff is a patch of its own', () => {
	const before = numbered(40);
	const diff = diffOf(before, ['first', ...before.slice(1, -1), 'last']);
	expect(kinds(diff)).toHaveLength(10);
	const patch = patchOf(diff, diff.hunks.slice(1)) ?? '';
	expect(applyPatch(`${before.join('\n')}\n`, patch)).toBe(`${[...before.slice(0, -1), 'last'].join('\n')}\n`);
});
