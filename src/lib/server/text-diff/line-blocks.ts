import { diffArrays } from 'diff';

/** A stretch of lines that is replaced; places count from 0, one of the counts may be 0. */
export interface LineBlock {
	readonly beforeAt: number;
	readonly beforeCount: number;
	readonly afterAt: number;
	readonly afterCount: number;
}

export interface LineBlocks {
	/** In order, with at least one equal line between two of them. */
	readonly blocks: readonly LineBlock[];
	/** It took too long: all between equal start and equal end is one block. */
	readonly coarse: boolean;
}

/**
 * Where two lists of lines differ: a shortest list of changes, found within `timeoutMs`, or else one coarse block.
 */
export function lineBlocks(before: readonly string[], after: readonly string[], timeoutMs: number): LineBlocks {
	const [left, right] = numbered(before, after);
	const most = Math.min(left.length, right.length);
	let start = 0;
	while (start < most && left[start] === right[start]) start++;
	let end = 0;
	while (end < most - start && left[left.length - 1 - end] === right[right.length - 1 - end]) end++;
	const matches = matchesBetween(
		left.subarray(start, left.length - end),
		right.subarray(start, right.length - end),
		timeoutMs
	);
	if (!matches) return { blocks: blocksBetween([], { left, right, start, end }), coarse: true };
	return {
		blocks: slid(blocksBetween(matches, { left, right, start, end }), { before, left, right, after }),
		coarse: false
	};
}

/** Lines as numbers, equal ones the same, so that comparing them costs nothing. */
function numbered(before: readonly string[], after: readonly string[]): [Int32Array, Int32Array] {
	const numbers = new Map<string, number>();
	const numberOf = (line: string): number => {
		const known = numbers.get(line);
		if (known !== undefined) return known;
		numbers.set(line, numbers.size);
		return numbers.size - 1;
	};
	return [Int32Array.from(before, numberOf), Int32Array.from(after, numberOf)];
}

/** Pairs of places of equal lines, ascending; `undefined` where it took too long. */
function matchesBetween(left: Int32Array, right: Int32Array, timeoutMs: number): [number, number][] | undefined {
	// Lines that the other side does not have can match nothing: without them most diffs are trivial.
	const inLeft = new Set(left);
	const inRight = new Set(right);
	const kept = { left: placesIn(left, inRight), right: placesIn(right, inLeft) };
	const parts = diffArrays(
		kept.left.map((place) => left[place]),
		kept.right.map((place) => right[place]),
		{ timeout: timeoutMs }
	);
	if (!parts) return undefined;
	const matches: [number, number][] = [];
	let row = 0;
	let column = 0;
	for (const { added, removed, count } of parts) {
		if (removed) row += count;
		else if (added) column += count;
		else {
			for (let at = 0; at < count; at++) matches.push([kept.left[row++] as number, kept.right[column++] as number]);
		}
	}
	return matches;
}

function placesIn(lines: Int32Array, others: ReadonlySet<number>): number[] {
	const places: number[] = [];
	lines.forEach((line, place) => {
		if (others.has(line)) places.push(place);
	});
	return places;
}

interface Sides {
	readonly left: Int32Array;
	readonly right: Int32Array;
}

function blocksBetween(
	matches: readonly (readonly [number, number])[],
	{ left, right, start, end }: Sides & { readonly start: number; readonly end: number }
): LineBlock[] {
	const blocks: LineBlock[] = [];
	let row = start;
	let column = start;
	const upTo = (beforeEnd: number, afterEnd: number): void => {
		if (beforeEnd > row || afterEnd > column) {
			blocks.push({ beforeAt: row, beforeCount: beforeEnd - row, afterAt: column, afterCount: afterEnd - column });
		}
		row = beforeEnd + 1;
		column = afterEnd + 1;
	};
	for (const [a, b] of matches) upTo(a + start, b + start);
	upTo(left.length - end, right.length - end);
	return blocks;
}

interface Texts extends Sides {
	readonly before: readonly string[];
	readonly after: readonly string[];
}

/**
 * What was only added or only removed can often stand a few lines higher or lower and mean the same. It is put where it
 * begins least indented: a new item of a list begins with its dash.
 */
function slid(blocks: readonly LineBlock[], { before, left, right, after }: Texts): LineBlock[] {
	const moved: LineBlock[] = [];
	blocks.forEach((block, at) => {
		const isAdded = block.beforeCount === 0;
		if (!isAdded && block.afterCount > 0) return moved.push(block);
		const place = isAdded
			? { lines: right, texts: after, at: block.afterAt, count: block.afterCount }
			: { lines: left, texts: before, at: block.beforeAt, count: block.beforeCount };
		const previous = moved.at(-1);
		const next = blocks[at + 1];
		const up = block.beforeAt - (previous ? previous.beforeAt + previous.beforeCount + 1 : 0);
		const down = (next ? next.beforeAt - 1 : left.length) - (block.beforeAt + block.beforeCount);
		const by = bestShift(place, { up, down });
		return moved.push({ ...block, beforeAt: block.beforeAt + by, afterAt: block.afterAt + by });
	});
	return moved;
}

interface Place {
	readonly lines: Int32Array;
	readonly texts: readonly string[];
	readonly at: number;
	readonly count: number;
}

/** More is never needed to find where an item begins. */
const LONGEST_SHIFT = 100;

function bestShift({ lines, texts, at, count }: Place, room: { readonly up: number; readonly down: number }): number {
	const indent = (shift: number) => /^ */.exec(texts[at + shift] ?? '')?.[0].length ?? 0;
	let best = 0;
	let down = 0;
	while (down < Math.min(room.down, LONGEST_SHIFT) && lines[at + down] === lines[at + down + count]) {
		down++;
		if (indent(down) <= indent(best)) best = down;
	}
	for (let up = 0; up < Math.min(room.up, LONGEST_SHIFT) && lines[at - up - 1] === lines[at - up - 1 + count];) {
		up++;
		if (indent(-up) < indent(best)) best = -up;
	}
	return best;
}
