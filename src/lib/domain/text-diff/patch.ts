import type { TextDiff, TextHunk, TextRow } from './text-diff.ts';

/**
 * Hunks of a diff as a patch that `git apply` takes; without `hunks`, all of them.
 *
 * @returns `null` where a line was cut, so that the patch would be wrong, or where there is nothing to say.
 */
export function patchOf(diff: TextDiff, hunks: readonly TextHunk[] = diff.hunks): string | null {
	if (hunks.length === 0 || hunks.some(({ rows }) => rows.some(({ cut }) => cut !== undefined))) return null;
	const before = diff.previousPath ?? diff.path;
	const isNew = diff.hunks.every(({ beforeCount }) => beforeCount === 0) && unchanged(diff) === 0;
	const isGone = diff.hunks.every(({ afterCount }) => afterCount === 0) && unchanged(diff) === 0;
	const head = [
		`diff --git ${quoted(`a/${before}`)} ${quoted(`b/${diff.path}`)}`,
		...(isNew ? ['new file mode 100644'] : []),
		...(isGone ? ['deleted file mode 100644'] : []),
		...(diff.previousPath === null ? [] : [`rename from ${quoted(before)}`, `rename to ${quoted(diff.path)}`]),
		`--- ${isNew ? '/dev/null' : named(`a/${before}`)}`,
		`+++ ${isGone ? '/dev/null' : named(`b/${diff.path}`)}`
	];
	return `${[...head, ...hunks.flatMap(hunkLines)].join('\n')}\n`;
}

const unchanged = ({ gaps }: TextDiff) => gaps.reduce((sum, { count }) => sum + count, 0);

const SIGN: Record<TextRow['kind'], string> = { same: ' ', added: '+', removed: '-' };

function hunkLines(hunk: TextHunk): string[] {
	return [
		hunkHead(hunk),
		...hunk.rows.flatMap((row) => [
			SIGN[row.kind] + row.text,
			...(row.noLineEnd ? ['\\ No newline at end of file'] : [])
		])
	];
}

type HunkPlace = Pick<TextHunk, 'beforeStart' | 'beforeCount' | 'afterStart' | 'afterCount'>;

/** `@@ -12,7 +12,8 @@`, as git writes it: a side without lines names the line before it. */
export function hunkHead({ beforeStart, beforeCount, afterStart, afterCount }: HunkPlace): string {
	const side = (start: number, count: number) => `${count === 0 ? start - 1 : start}${count === 1 ? '' : `,${count}`}`;
	return `@@ -${side(beforeStart, beforeCount)} +${side(afterStart, afterCount)} @@`;
}

const quoted = (path: string) => (/["\\\p{Cc}]/u.test(path) ? escaped(path) : path);
/** Behind a name with blanks a tab tells where it ends. */
const named = (path: string) => (quoted(path) === path && path.includes(' ') ? `${path}\t` : quoted(path));

const escaped = (path: string) =>
	`"${path.replace(/["\\]/g, '\\$&').replace(/\p{Cc}/gu, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`)}"`;
