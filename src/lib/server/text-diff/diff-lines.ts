import { startOf, stateAfter, type LineState } from '#lib/domain/text-diff/line-state.ts';
import { machineMadeLines } from '#lib/domain/text-diff/machine-made.ts';
import type { TextDiff, TextGap, TextHunk, TextRow } from '#lib/domain/text-diff/text-diff.ts';
import { lineBlocks } from './line-blocks.ts';
import { cutLine, rowsOf, stretchesOf, type FileLines } from './stretches.ts';

export interface DiffedFile {
	readonly path: string;
	/** The path before, where it was another. */
	readonly previousPath?: string | null;
	/** For lining up the lines, on top of a few milliseconds; then the changed part is shown as one block. */
	readonly timeoutMs?: number;
}

/** More is no text for people: only counted. */
const MOST_CHARACTERS = 16_000_000;
const MOST_ROWS = 60_000;
const MOST_CHARACTERS_SHOWN = 4_000_000;
/** A file with more lines comes without those between the hunks. */
const MOST_LINES_CARRIED = 20_000;

/**
 * What differs between two forms of a file. `null` is a file that is not there. Never takes much longer than
 * `timeoutMs` (default 300), whatever it is given; what is too much is said, not shown.
 */
export function diffLines(before: string | null, after: string | null, file: DiffedFile): TextDiff {
	const { path, previousPath = null, timeoutMs = 300 } = file;
	const nothing: TextDiff = {
		path,
		previousPath,
		hunks: [],
		gaps: [],
		added: 0,
		removed: 0,
		hiddenRows: 0,
		tooLarge: false,
		binary: false,
		coarse: false
	};
	if (before === after) return nothing;
	if (before?.includes('\0') || after?.includes('\0')) return { ...nothing, binary: true };
	const start = startOf(path);
	const old = linesOf(before ?? '', start);
	const now = linesOf(after ?? '', start);
	const tooLarge: TextDiff = { ...nothing, tooLarge: true, added: now.texts.length, removed: old.texts.length };
	if ((before?.length ?? 0) + (after?.length ?? 0) > MOST_CHARACTERS) return tooLarge;
	const { blocks, coarse } = lineBlocks(old.tokens, now.tokens, timeoutMs);
	if (blocks.reduce((sum, block) => sum + block.beforeCount + block.afterCount, 0) > MOST_ROWS) return tooLarge;

	const canCarry = Math.max(old.texts.length, now.texts.length) <= MOST_LINES_CARRIED;
	const states = { before: statesOf(old.texts, start), after: statesOf(now.texts, start) };
	const hunks: TextHunk[] = [];
	const gaps: TextGap[] = [];
	for (const stretch of stretchesOf(blocks, old.texts.length)) {
		const { beforeAt, beforeCount, afterAt, afterCount } = stretch;
		const place = {
			beforeStart: beforeAt + 1,
			afterStart: afterAt + 1,
			beforeState: states.before[beforeAt] ?? start,
			afterState: states.after[afterAt] ?? start
		};
		if (stretch.blocks) hunks.push({ ...place, beforeCount, afterCount, rows: rowsOf(stretch, old, now) });
		else {
			const lines = now.texts.slice(afterAt, afterAt + afterCount).map((line) => cutLine(line).text);
			const isEnd = now.noLineEnd && afterCount > 0 && afterAt + afterCount === now.texts.length;
			gaps.push({
				...place,
				count: afterCount,
				lines: canCarry ? lines : null,
				...(isEnd && { noLineEnd: true as const })
			});
		}
	}
	return shown({ ...nothing, hunks, gaps, coarse, ...countsOf(hunks) }) ?? tooLarge;
}

/** Lines without their ends. A last line without an end counts as another line than the same with one. */
function linesOf(text: string, { language }: LineState): FileLines & { readonly tokens: readonly string[] } {
	const texts = text.split('\n');
	const noLineEnd = texts.at(-1) !== '';
	if (!noLineEnd) texts.pop();
	const tokens = noLineEnd ? [...texts.slice(0, -1), `${texts.at(-1)}\n`] : texts;
	return { texts, tokens, noLineEnd, machineMade: language === 'yaml' ? machineMadeLines(texts) : [] };
}

/** The state before each line. */
function statesOf(lines: readonly string[], start: LineState): LineState[] {
	let state = start;
	return lines.map((line) => {
		const here = state;
		state = stateAfter(state, line);
		return here;
	});
}

function countsOf(hunks: readonly TextHunk[]): Pick<TextDiff, 'added' | 'removed' | 'hiddenRows'> {
	const rows = hunks.flatMap((hunk) => hunk.rows.filter(({ kind }) => kind !== 'same'));
	const count = (is: (row: TextRow) => boolean) => rows.filter(is).length;
	return {
		added: count(({ kind }) => kind === 'added'),
		removed: count(({ kind }) => kind === 'removed'),
		hiddenRows: count(({ machineMade }) => machineMade !== undefined)
	};
}

/** The same without what a page cannot carry; `undefined` where even the changes are too much. */
function shown(diff: TextDiff): TextDiff | undefined {
	const length = (texts: readonly string[]) => texts.reduce((sum, text) => sum + text.length, 0);
	const changed = diff.hunks.reduce((sum, { rows }) => sum + length(rows.map(({ text }) => text)), 0);
	if (changed > MOST_CHARACTERS_SHOWN) return undefined;
	const between = diff.gaps.reduce((sum, { lines }) => sum + length(lines ?? []), 0);
	if (changed + between <= MOST_CHARACTERS_SHOWN) return diff;
	return { ...diff, gaps: diff.gaps.map((gap) => ({ ...gap, lines: null })) };
}
