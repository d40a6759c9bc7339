import type { TextDiff, TextRow } from '#lib/domain/text-diff/text-diff.ts';
import { hunkRows, sameLine } from './hunk-rows.ts';
import { gapLines, openedOf, type Opened } from './opened.ts';

export type TextView = 'split' | 'unified';
export type Side = 'before' | 'after';

/** One line on one side. `segment` is the part of its file that it stands in: gap n is 2n, hunk n is 2n + 1. */
export interface ShownCell {
	readonly row: TextRow;
	readonly segment: number;
	/** The line that it was before, or became. */
	readonly pair: TextRow | null;
}

/** In one column, one of the sides of a changed line is `null`; of an unchanged line both are the same row. */
export interface LineShown {
	readonly kind: 'line';
	readonly file: number;
	readonly before: ShownCell | null;
	readonly after: ShownCell | null;
	/** The hunk that begins its changes here, for going from one to the next. */
	readonly startsHunk: number | null;
}

/** Stands before each hunk that shows something, and where lines are left out. */
export interface GapShown {
	readonly kind: 'gap';
	readonly file: number;
	readonly gap: number;
	/** Lines that are left out here, maybe none. */
	readonly count: number;
	readonly canOpen: boolean;
	/** The hunk that follows, where it shows something. */
	readonly hunk: number | null;
	readonly isLast: boolean;
}

/** Changed lines that no person wrote, hidden. */
export interface MachineMadeShown {
	readonly kind: 'machine-made';
	readonly file: number;
	readonly count: number;
	readonly keys: readonly string[];
	/** Nothing else differs in the file. */
	readonly isAll: boolean;
}

/** What stands under one another on the page. `file` is a place in the list of files. */
export type ShownRow =
	| { readonly kind: 'file'; readonly file: number }
	| { readonly kind: 'note'; readonly file: number; readonly note: 'equal' | 'binary' | 'too-large' | 'coarse' }
	| LineShown
	| GapShown
	| MachineMadeShown;

export interface ShownOptions {
	readonly view: TextView;
	readonly showMachineMade: boolean;
	readonly opened: Opened;
}

/** So few lines are not worth a press. */
const FEW = 2;

/** Everything that the page lists, from the first file to the last. */
export const shownRows = (files: readonly TextDiff[], options: ShownOptions): ShownRow[] =>
	files.flatMap((diff, file) => [{ kind: 'file' as const, file }, ...fileRows(diff, file, options)]);

function fileRows(diff: TextDiff, file: number, options: ShownOptions): ShownRow[] {
	if (diff.tooLarge) return [{ kind: 'note', file, note: 'too-large' }];
	if (diff.binary) return [{ kind: 'note', file, note: 'binary' }];
	if (diff.hunks.length === 0) return [{ kind: 'note', file, note: 'equal' }];
	const rows: ShownRow[] = diff.coarse ? [{ kind: 'note', file, note: 'coarse' }] : [];
	const isAll = !options.showMachineMade && diff.hiddenRows === diff.added + diff.removed;
	diff.hunks.forEach((hunk, at) => {
		const own = hunkRows(hunk, { file, hunk: at, ...options });
		const isSeen = own.some(({ kind }) => kind === 'line');
		const around = gapRows(diff, { file, gap: at, hunk: isSeen ? at : null }, options);
		const isOpened = around.some(({ kind }) => kind === 'line');
		const last = rows.at(-1);
		const [first] = own;
		if (first?.kind === 'machine-made' && !isSeen && !isOpened) {
			// What is hidden one after the other is told once, with the unchanged lines in between.
			if (last?.kind === 'machine-made') rows[rows.length - 1] = joined(last, first);
			else rows.push(...(isAll ? [] : around), { ...first, isAll });
		} else pushAll(rows, around, own);
	});
	const rest = gapRows(diff, { file, gap: diff.hunks.length, hunk: null }, options);
	if (!isAll || rest.some(({ kind }) => kind === 'line')) pushAll(rows, rest);
	return rows;
}

const joined = (one: MachineMadeShown, other: MachineMadeShown): MachineMadeShown => ({
	...one,
	count: one.count + other.count,
	keys: [...new Set([...one.keys, ...other.keys])]
});

interface GapAt {
	readonly file: number;
	readonly gap: number;
	readonly hunk: number | null;
}

function gapRows(diff: TextDiff, { file, gap: at, hunk }: GapAt, { opened }: ShownOptions): ShownRow[] {
	const gap = diff.gaps[at];
	if (!gap) return [];
	const { top, bottom } = openedOf(opened, { file, gap: at }, gap.count);
	const left = gap.count - top - bottom;
	const count = left <= FEW && gap.lines && (hunk !== null || left < gap.count) ? 0 : left;
	const lines = (from: number, to: number): ShownRow[] =>
		gapLines(gap, from, to).map((row) => sameLine(file, row, 2 * at));
	const isLast = at === diff.hunks.length;
	const fold: ShownRow = { kind: 'gap', file, gap: at, count, canOpen: gap.lines !== null && count > 0, hunk, isLast };
	if (count === 0) return [...lines(0, gap.count), ...(hunk === null ? [] : [fold])];
	return [...lines(0, top), fold, ...lines(gap.count - bottom, gap.count)];
}

/** As `push(...)`, for lists that are too long for arguments. */
function pushAll(rows: ShownRow[], ...lists: readonly (readonly ShownRow[])[]): void {
	for (const list of lists) for (const row of list) rows.push(row);
}
