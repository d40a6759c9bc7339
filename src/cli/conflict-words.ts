import type { ToldConflict } from '#lib/domain/merge/conflict.ts';
import type { Speaker } from './speaker.ts';

/** Conflicts as lines: one for the question, then its id and what each side has. */
export function conflictLines(speaker: Speaker, conflicts: readonly ToldConflict[]): string[] {
	return conflicts.flatMap(({ id, asset, label, base, mine, theirs }) => [
		`${speaker.paint('red', '!')} ${asset.kind} ${speaker.paint('bold', `“${asset.name}”`)} ${speaker.paint('dim', asset.path)}: ${label}`,
		speaker.paint('dim', `    ${id}`),
		`    base    ${base.words}`,
		`    mine    ${mine.words}`,
		`    theirs  ${theirs.words}`
	]);
}

export const countOfConflicts = (count: number): string => (count === 1 ? '1 conflict' : `${count} conflicts`);
