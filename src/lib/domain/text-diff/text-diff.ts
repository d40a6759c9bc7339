import type { LineState } from './line-state.ts';

/** One line of a diff. Line numbers count from 1; `null` on the side that does not have the line. */
export interface TextRow {
	readonly kind: 'same' | 'added' | 'removed';
	readonly before: number | null;
	readonly after: number | null;
	/** Without its line end; at most {@link LONGEST_LINE} characters. */
	readonly text: string;
	/** How many characters of a very long line are left out of `text`. */
	readonly cut?: number;
	/** The file ends behind this line without a line end. */
	readonly noLineEnd?: true;
	/** The key of the machine-made place that the line belongs to: `query_context`. */
	readonly machineMade?: string;
}

/** Changed lines with up to three unchanged ones around them. The starts count from 1. */
export interface TextHunk {
	readonly beforeStart: number;
	readonly beforeCount: number;
	readonly afterStart: number;
	readonly afterCount: number;
	readonly rows: readonly TextRow[];
	/** Where the syntax stands at the first line of either side. */
	readonly beforeState: LineState;
	readonly afterState: LineState;
}

/** Unchanged lines between two hunks, before the first or behind the last. */
export interface TextGap {
	readonly beforeStart: number;
	readonly afterStart: number;
	readonly count: number;
	/** The lines, each as in {@link TextRow.text}; `null` where the file is too long to carry them along. */
	readonly lines: readonly string[] | null;
	/** The file ends behind these lines without a line end. */
	readonly noLineEnd?: true;
	readonly beforeState: LineState;
	readonly afterState: LineState;
}

/** What differs between two forms of one file, line by line, as plain data. */
export interface TextDiff {
	readonly path: string;
	/** The path before, where it was another. */
	readonly previousPath: string | null;
	readonly hunks: readonly TextHunk[];
	/** One more than there are hunks: `gaps[n]` stands before `hunks[n]`. Empty where there are no hunks. */
	readonly gaps: readonly TextGap[];
	/** Lines, those of machine-made places included. */
	readonly added: number;
	readonly removed: number;
	/** How many of the added and removed lines are machine-made. */
	readonly hiddenRows: number;
	/** Too much for a page: there are no hunks, and the counts are those of all lines of both sides. */
	readonly tooLarge: boolean;
	/** No text: there are no hunks. */
	readonly binary: boolean;
	/** Lining up took too long: the part between equal start and equal end is one block, replaced as a whole. */
	readonly coarse: boolean;
}

/** Longer lines are cut to so many characters (UTF-16 units, one less where a pair would be cut in two). */
export const LONGEST_LINE = 10_000;
