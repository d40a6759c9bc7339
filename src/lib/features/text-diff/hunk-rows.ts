import { pairLines } from '#lib/domain/text-diff/pair-lines.ts';
import type { TextHunk, TextRow } from '#lib/domain/text-diff/text-diff.ts';
import type { LineShown, MachineMadeShown, ShownCell, TextView } from './shown-rows.ts';

interface HunkOptions {
	readonly file: number;
	readonly hunk: number;
	readonly view: TextView;
	readonly showMachineMade: boolean;
}

/** The rows of one hunk; of one that holds nothing but hidden lines a single row that counts them. */
export function hunkRows({ rows }: TextHunk, options: HunkOptions): (LineShown | MachineMadeShown)[] {
	const { file, hunk, view, showMachineMade } = options;
	const segment = 2 * hunk + 1;
	const lookOf = (row: TextRow) =>
		row.kind === 'same' ? 'same' : !showMachineMade && row.machineMade !== undefined ? 'hidden' : 'changed';
	const isSeen = rows.some((row) => lookOf(row) === 'changed');
	// Around changes that are hidden there is nothing to be seen either.
	const seen = isSeen ? rows : rows.filter((row) => lookOf(row) === 'hidden');
	const shown: (LineShown | MachineMadeShown)[] = [];
	let startsHunk: number | null = hunk;
	for (let at = 0; at < seen.length;) {
		const look = lookOf(seen[at] as TextRow);
		let end = at + 1;
		while (end < seen.length && lookOf(seen[end] as TextRow) === look) end++;
		const run = seen.slice(at, end);
		at = end;
		if (look === 'same') for (const row of run) shown.push(sameLine(file, row, segment));
		else if (look === 'hidden') {
			const keys = [...new Set(run.map(({ machineMade }) => machineMade ?? ''))];
			shown.push({ kind: 'machine-made', file, count: run.length, keys, isAll: false });
		} else {
			for (const line of changedLines(run, { file, segment, view })) {
				shown.push({ ...line, startsHunk });
				startsHunk = null;
			}
		}
	}
	return shown;
}

/** A line that did not change. */
export function sameLine(file: number, row: TextRow, segment: number): LineShown {
	const cell: ShownCell = { row, segment, pair: null };
	return { kind: 'line', file, before: cell, after: cell, startsHunk: null };
}

interface RunPlace {
	readonly file: number;
	readonly segment: number;
	readonly view: TextView;
}

function changedLines(run: readonly TextRow[], { file, segment, view }: RunPlace): LineShown[] {
	const removed = run.filter(({ kind }) => kind === 'removed');
	const added = run.filter(({ kind }) => kind === 'added');
	const texts = (rows: readonly TextRow[]) => rows.map(({ text }) => text);
	const both = pairLines(texts(removed), texts(added)).map(([left, right]): LineShown => {
		const before = left === null ? null : (removed[left] ?? null);
		const after = right === null ? null : (added[right] ?? null);
		return {
			kind: 'line',
			file,
			before: before && { row: before, segment, pair: after },
			after: after && { row: after, segment, pair: before },
			startsHunk: null
		};
	});
	if (view === 'split') return both;
	return [
		...both.filter(({ before }) => before).map((line) => ({ ...line, after: null })),
		...both.filter(({ after }) => after).map((line) => ({ ...line, before: null }))
	];
}
