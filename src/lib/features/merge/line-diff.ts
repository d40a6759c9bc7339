import type { TextRow } from '#lib/domain/text-diff/text-diff.ts';

/** Lines that were left out, all of them the same on both sides. */
export interface LinesLeftOut {
	readonly kind: 'left-out';
	readonly count: number;
}

const AROUND = 3;
/** More comparisons take too long for a page: then all between equal start and equal end is replaced as a whole. */
const MOST_COMPARISONS = 1_000_000;

/** What became of a text, line by line, with up to three unchanged lines around each change. */
export function lineDiff(before: string | null, after: string | null): readonly (TextRow | LinesLeftOut)[] {
	const rows = allRows(linesOf(before), linesOf(after));
	const near = new Set<number>();
	rows.forEach(({ kind }, at) => {
		if (kind !== 'same') for (let by = -AROUND; by <= AROUND; by++) near.add(at + by);
	});
	const shown: (TextRow | LinesLeftOut)[] = [];
	let count = 0;
	const leaveOut = () => {
		if (count > 0) shown.push({ kind: 'left-out', count });
		count = 0;
	};
	rows.forEach((row, at) => {
		if (!near.has(at)) return count++;
		leaveOut();
		return shown.push(row);
	});
	leaveOut();
	return shown;
}

/** A line end at the end begins no line of its own. */
const linesOf = (text: string | null): readonly string[] =>
	text === null || text === '' ? [] : text.replace(/\n$/, '').split('\n');

function allRows(left: readonly string[], right: readonly string[]): TextRow[] {
	const most = Math.min(left.length, right.length);
	let start = 0;
	while (start < most && left[start] === right[start]) start++;
	let end = 0;
	while (end < most - start && left[left.length - 1 - end] === right[right.length - 1 - end]) end++;
	const rows: TextRow[] = [];
	let [row, column] = [0, 0];
	const same = () => rows.push({ kind: 'same', before: row + 1, after: ++column, text: left[row++]! });
	const remove = () => rows.push({ kind: 'removed', before: row + 1, after: null, text: left[row++]! });
	const add = () => rows.push({ kind: 'added', before: null, after: column + 1, text: right[column++]! });
	while (row < start) same();
	const kept = keptLines(left.slice(start, left.length - end), right.slice(start, right.length - end));
	for (const [a, b] of [...kept, [left.length - end - start, right.length - end - start] as const]) {
		while (row < a + start) remove();
		while (column < b + start) add();
		if (row < left.length - end) same();
	}
	while (row < left.length) same();
	return rows;
}

/** Places of the lines of a longest common sequence, by the table of its lengths. */
function keptLines(left: readonly string[], right: readonly string[]): [number, number][] {
	if (left.length * right.length > MOST_COMPARISONS) return [];
	const width = right.length + 1;
	const lengths = new Uint16Array((left.length + 1) * width);
	const at = (row: number, column: number) => lengths[row * width + column] ?? 0;
	for (let row = left.length - 1; row >= 0; row--) {
		for (let column = right.length - 1; column >= 0; column--) {
			lengths[row * width + column] =
				left[row] === right[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
		}
	}
	const kept: [number, number][] = [];
	for (let row = 0, column = 0; row < left.length && column < right.length;) {
		if (left[row] === right[column]) kept.push([row++, column++]);
		else if (at(row + 1, column) >= at(row, column + 1)) row++;
		else column++;
	}
	return kept;
}
