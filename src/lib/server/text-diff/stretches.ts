import { LONGEST_LINE, type TextRow } from '#lib/domain/text-diff/text-diff.ts';
import type { LineBlock } from './line-blocks.ts';

/** The lines of one form of a file. */
export interface FileLines {
	readonly texts: readonly string[];
	/** The last line has no line end. */
	readonly noLineEnd: boolean;
	/** For each line the key of the machine-made place that it belongs to. */
	readonly machineMade: readonly (string | undefined)[];
}

/** A part of both files: a hunk where it has blocks, else the unchanged lines between two hunks. Places from 0. */
export interface Stretch extends LineBlock {
	readonly blocks: readonly LineBlock[] | null;
}

const CONTEXT = 3;

/** Both files from start to end: a gap (maybe of no lines), a hunk, a gap, … a gap. Without blocks nothing. */
export function stretchesOf(blocks: readonly LineBlock[], beforeLength: number): Stretch[] {
	const stretches: Stretch[] = [];
	let row = 0;
	let column = 0;
	const upTo = (beforeEnd: number, afterEnd: number, within: readonly LineBlock[] | null): void => {
		stretches.push({
			beforeAt: row,
			beforeCount: beforeEnd - row,
			afterAt: column,
			afterCount: afterEnd - column,
			blocks: within
		});
		row = beforeEnd;
		column = afterEnd;
	};
	for (const group of groupsOf(blocks)) {
		const first = group[0] as LineBlock;
		const last = group.at(-1) as LineBlock;
		const above = Math.min(CONTEXT, first.beforeAt - row);
		upTo(first.beforeAt - above, first.afterAt - above, null);
		const below = Math.min(CONTEXT, beforeLength - (last.beforeAt + last.beforeCount));
		upTo(last.beforeAt + last.beforeCount + below, last.afterAt + last.afterCount + below, group);
	}
	if (stretches.length > 0) upTo(beforeLength, column + beforeLength - row, null);
	return stretches;
}

/** Blocks whose context meets are one hunk. */
function groupsOf(blocks: readonly LineBlock[]): LineBlock[][] {
	const groups: LineBlock[][] = [];
	for (const block of blocks) {
		const group = groups.at(-1);
		const last = group?.at(-1);
		if (group && last && block.beforeAt - (last.beforeAt + last.beforeCount) <= 2 * CONTEXT) group.push(block);
		else groups.push([block]);
	}
	return groups;
}

/** The rows of a hunk: of each block first what was removed, then what was added. */
export function rowsOf(stretch: Stretch, old: FileLines, now: FileLines): TextRow[] {
	const rows: TextRow[] = [];
	let row = stretch.beforeAt;
	let column = stretch.afterAt;
	const same = (end: number): void => {
		for (; row < end; row++, column++) rows.push(rowOf('same', now, { before: row, after: column }));
	};
	for (const block of stretch.blocks ?? []) {
		same(block.beforeAt);
		for (; row < block.beforeAt + block.beforeCount; row++) rows.push(rowOf('removed', old, { before: row }));
		for (; column < block.afterAt + block.afterCount; column++) rows.push(rowOf('added', now, { after: column }));
	}
	same(stretch.beforeAt + stretch.beforeCount);
	return rows;
}

function rowOf(
	kind: TextRow['kind'],
	{ texts, noLineEnd, machineMade }: FileLines,
	{ before, after }: { readonly before?: number; readonly after?: number }
): TextRow {
	const place = (after ?? before) as number;
	const key = machineMade[place];
	return {
		kind,
		before: before === undefined ? null : before + 1,
		after: after === undefined ? null : after + 1,
		...cutLine(texts[place] ?? ''),
		...(noLineEnd && place === texts.length - 1 && { noLineEnd: true as const }),
		...(key !== undefined && { machineMade: key })
	};
}

/** A line as a page carries it: a very long one cut, and how much of it is left out. */
export function cutLine(line: string): { readonly text: string; readonly cut?: number } {
	if (line.length <= LONGEST_LINE) return { text: line };
	const isPair = /[\ud800-\udbff]/.test(line.charAt(LONGEST_LINE - 1));
	const text = line.slice(0, isPair ? LONGEST_LINE - 1 : LONGEST_LINE);
	return { text, cut: line.length - text.length };
}
