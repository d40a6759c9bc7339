import { stateAfter, type LineState } from '#lib/domain/text-diff/line-state.ts';
import { piecesOf, type LinePiece } from '#lib/domain/text-diff/pieces.ts';
import type { TextDiff } from '#lib/domain/text-diff/text-diff.ts';
import { tokensOf } from '#lib/domain/text-diff/tokens.ts';
import { wordMarks } from '#lib/domain/text-diff/word-marks.ts';
import type { ShownCell, Side } from './shown-rows.ts';

/** Colours and marks of one file's lines, found when a line is first shown. */
export class FileSyntax {
	readonly #diff: TextDiff;
	/** By segment and side, the state before each of its lines. */
	readonly #states = new Map<string, readonly LineState[]>();

	constructor(diff: TextDiff) {
		this.#diff = diff;
	}

	pieces({ row, segment, pair }: ShownCell, side: Side): LinePiece[] {
		const marks =
			pair && (side === 'before' ? wordMarks(row.text, pair.text)?.before : wordMarks(pair.text, row.text)?.after);
		return piecesOf(row.text, tokensOf(this.#state(segment, side, row[side] ?? 1), row.text), marks ?? []);
	}

	#state(segment: number, side: Side, line: number): LineState {
		const key = `${segment}${side}`;
		const part = segment % 2 === 0 ? this.#diff.gaps[segment / 2] : this.#diff.hunks[(segment - 1) / 2];
		if (!part) return { language: 'plain', over: -1, open: '' };
		let states = this.#states.get(key);
		if (!states) {
			states = statesOf(linesOn(part, side), side === 'before' ? part.beforeState : part.afterState);
			this.#states.set(key, states);
		}
		const start = side === 'before' ? part.beforeStart : part.afterStart;
		return states[line - start] ?? part.afterState;
	}
}

type Part = TextDiff['hunks'][number] | TextDiff['gaps'][number];

const linesOn = (part: Part, side: Side): readonly string[] =>
	'rows' in part ? part.rows.filter((row) => row[side] !== null).map(({ text }) => text) : (part.lines ?? []);

function statesOf(lines: readonly string[], start: LineState): LineState[] {
	let state = start;
	return lines.map((line) => {
		const here = state;
		state = stateAfter(state, line);
		return here;
	});
}
