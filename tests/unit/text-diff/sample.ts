import fc from '#tests/support/fast-check.ts';
import type { TextDiff } from '#lib/domain/text-diff/text-diff.ts';
import { diffLines } from '#lib/server/text-diff/diff-lines.ts';

/** A diff of a file of these lines, each with a line end. */
export const diffOf = (before: readonly string[], after: readonly string[], path = 'a.yaml'): TextDiff =>
	diffLines(before.map((line) => `${line}\n`).join(''), after.map((line) => `${line}\n`).join(''), { path });

/** One side of a diff, put together again from hunks and gaps. */
export function sideOf({ hunks, gaps }: TextDiff, side: 'before' | 'after'): string[] {
	return gaps.flatMap(({ lines }, at) => [
		...(lines ?? []),
		...(hunks[at]?.rows ?? []).filter((row) => row[side] !== null).map(({ text }) => text)
	]);
}

/** Few different lines, so that many are equal and can be lined up in more than one way. */
export const someLines = fc.array(fc.constantFrom('a', 'b', 'c', '  d', '- e: 1', '', 'sql: |-', '  SELECT 1'), {
	maxLength: 30
});
