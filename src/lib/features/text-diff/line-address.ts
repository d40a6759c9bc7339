import type { TextDiff } from '#lib/domain/text-diff/text-diff.ts';
import { openMore, type Opened } from './opened.ts';
import type { ShownRow, Side } from './shown-rows.ts';

/** One line of one file: `file` is a place in the list, from 0; `line` counts from 1. */
export interface LineAddress {
	readonly file: number;
	readonly side: Side;
	readonly line: number;
}

/** `#L1-a23`: of the first file, after the change, line 23; `b` is before. */
export const hashOf = ({ file, side, line }: LineAddress): string =>
	`#L${file + 1}-${side === 'before' ? 'b' : 'a'}${line}`;

/** The line that an address names, or `null`. */
export function lineOfHash(hash: string): LineAddress | null {
	const [, file, side, line] = /^#L([1-9]\d{0,5})-([ab])([1-9]\d{0,8})$/.exec(hash) ?? [];
	if (!file || !line) return null;
	return { file: Number(file) - 1, side: side === 'b' ? 'before' : 'after', line: Number(line) };
}

/** Where a line stands among the rows; -1 where it is not shown. */
export const placeOfLine = (rows: readonly ShownRow[], { file, side, line }: LineAddress): number =>
	rows.findIndex((row) => row.kind === 'line' && row.file === file && row[side]?.row[side] === line);

/** What has to be opened so that a line is shown. */
export interface Hiding {
	readonly opened: Opened;
	/** It is a machine-made line. */
	readonly machineMade: boolean;
}

/** How to bring a line that the rows do not show onto the page; `null` where the file does not have it. */
export function hidingOf(files: readonly TextDiff[], { file, side, line }: LineAddress, opened: Opened): Hiding | null {
	const diff = files[file];
	const gap = diff?.gaps.findIndex((one) => {
		const start = side === 'before' ? one.beforeStart : one.afterStart;
		return one.lines !== null && line >= start && line < start + one.count;
	});
	if (gap !== undefined && gap >= 0) return { opened: openMore(opened, { file, gap }, 'all'), machineMade: false };
	const isThere = diff?.hunks.some(({ rows }) => rows.some((row) => row[side] === line));
	return isThere ? { opened, machineMade: true } : null;
}
