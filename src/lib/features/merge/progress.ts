import type { ToldConflict } from '#lib/domain/merge/conflict.ts';

type Decidable = Pick<ToldConflict, 'id' | 'choice'>;

export interface MergeProgress {
	readonly decided: number;
	readonly of: number;
	readonly open: number;
	/** `3 of 5 decided` */
	readonly words: string;
}

export function progressOf(conflicts: readonly Pick<Decidable, 'choice'>[]): MergeProgress {
	const decided = conflicts.filter(({ choice }) => choice !== null).length;
	const of = conflicts.length;
	return { decided, of, open: of - decided, words: `${decided} of ${of} decided` };
}

/** Above this many the bar is one piece: a segment would be thinner than what parts it from the next. */
export const MOST_SEGMENTS = 24;

/** One segment a conflict, those that are decided first, then the one that is looked at. */
export function segmentsOf({ decided, of }: MergeProgress): readonly ('done' | 'current' | 'open')[] {
	return Array.from({ length: of }, (_, at) => (at < decided ? 'done' : at === decided ? 'current' : 'open'));
}

/**
 * The next conflict that nobody decided, behind the one that is looked at; from the end it goes on at the start.
 *
 * @returns `undefined` when all are decided
 */
export function nextOpen<Conflict extends Decidable>(
	conflicts: readonly Conflict[],
	from: string | null
): Conflict | undefined {
	const at = conflicts.findIndex(({ id }) => id === from);
	const turned = [...conflicts.slice(at + 1), ...conflicts.slice(0, at + 1)];
	return turned.find(({ choice }) => choice === null);
}

/** The one so many steps on, as far as there is one; from none it begins at the first. */
export function neighbourOf<Conflict extends Pick<Decidable, 'id'>>(
	conflicts: readonly Conflict[],
	from: string | null,
	step: 1 | -1
): Conflict | undefined {
	const at = conflicts.findIndex(({ id }) => id === from);
	if (at < 0) return conflicts[0];
	return conflicts[Math.min(conflicts.length - 1, Math.max(0, at + step))];
}
