/** From `start` up to but without `end`, in UTF-16 units. */
export interface TextRange {
	readonly start: number;
	readonly end: number;
}

/** The parts of two lines that differ. */
export interface WordMarks {
	readonly before: readonly TextRange[];
	readonly after: readonly TextRange[];
}

/** A word, blanks, or one other character with what combines with it: no mark ever cuts one in two. */
const WORD = /[\p{L}\p{N}\p{M}_]+|\s+|(?:\p{RI}\p{RI}|.)(?:[\p{M}\p{Emoji_Modifier}]|\u200d.)*/gsu;
/** More than so many comparisons, or longer lines, take too long for a row that scrolls by. */
const MOST_COMPARISONS = 40_000;
const LONGEST = 4000;
/** Lines that share less than this of their letters are different lines; marks would only be confetti. */
const LEAST_SHARED = 0.25;

/**
 * Which words differ between a removed and an added line. Without its marked parts the one reads as the other, blanks
 * aside.
 *
 * @returns `null` where the lines have too little in common for marks to help.
 */
export function wordMarks(before: string, after: string): WordMarks | null {
	if (before.length > LONGEST || after.length > LONGEST) return marksOfRest(before, after);
	const left = before.match(WORD) ?? [];
	const right = after.match(WORD) ?? [];
	const { start, end } = equalEnds(left, right);
	const width = right.length - start - end;
	const keeps =
		(left.length - start - end) * width <= MOST_COMPARISONS
			? commonWords(left.slice(start, left.length - end), right.slice(start, start + width))
			: { left: new Set<number>(), right: new Set<number>() };
	const marks = {
		before: rangesOf(left, (at) => at < start || at >= left.length - end || keeps.left.has(at - start)),
		after: rangesOf(right, (at) => at < start || at >= right.length - end || keeps.right.has(at - start))
	};
	return sharedOf(before, marks.before) < LEAST_SHARED && sharedOf(after, marks.after) < LEAST_SHARED ? null : marks;
}

function equalEnds(left: readonly string[], right: readonly string[]): { start: number; end: number } {
	const most = Math.min(left.length, right.length);
	let start = 0;
	while (start < most && left[start] === right[start]) start++;
	let end = 0;
	while (end < most - start && left[left.length - 1 - end] === right[right.length - 1 - end]) end++;
	return { start, end };
}

/** For lines that are too long: all behind what they begin with. */
function marksOfRest(before: string, after: string): WordMarks | null {
	const left = before.slice(0, LONGEST).match(WORD) ?? [];
	const right = after.slice(0, LONGEST).match(WORD) ?? [];
	const start = left.slice(0, equalEnds(left, right).start).join('').length;
	if (start === 0) return null;
	const rest = (line: string) => (line.length > start ? [{ start, end: line.length }] : []);
	return { before: rest(before), after: rest(after) };
}

/** The places of a longest common sequence, found by the table of its lengths. */
function commonWords(left: readonly string[], right: readonly string[]): { left: Set<number>; right: Set<number> } {
	const width = right.length + 1;
	const lengths = new Uint16Array((left.length + 1) * width);
	const at = (row: number, column: number) => lengths[row * width + column] ?? 0;
	for (let row = left.length - 1; row >= 0; row--) {
		for (let column = right.length - 1; column >= 0; column--) {
			lengths[row * width + column] =
				left[row] === right[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
		}
	}
	const found = { left: new Set<number>(), right: new Set<number>() };
	for (let row = 0, column = 0; row < left.length && column < right.length;) {
		if (left[row] === right[column]) {
			found.left.add(row++);
			found.right.add(column++);
		} else if (at(row + 1, column) >= at(row, column + 1)) row++;
		else column++;
	}
	return found;
}

/** Marks over all words that are not kept; blanks between two marked words are marked with them. */
function rangesOf(words: readonly string[], isKept: (at: number) => boolean): TextRange[] {
	const ranges: { start: number; end: number }[] = [];
	let place = 0;
	let blanksFrom = -1;
	words.forEach((word, at) => {
		const last = ranges.at(-1);
		if (!isKept(at)) {
			if (last && (last.end === place || last.end === blanksFrom)) last.end = place + word.length;
			else ranges.push({ start: place, end: place + word.length });
		}
		blanksFrom = /^\s/.test(word) && isKept(at) ? place : -1;
		place += word.length;
	});
	return ranges;
}

/** Which share of a line's visible characters is not marked. */
function sharedOf(line: string, marks: readonly TextRange[]): number {
	const visible = (text: string) => text.replace(/\s/g, '').length;
	const all = visible(line);
	if (all === 0) return 0;
	return 1 - marks.reduce((sum, { start, end }) => sum + visible(line.slice(start, end)), 0) / all;
}
