import type { Keep, ToldConflict } from '#lib/domain/merge/conflict.ts';
import type { OpenMerge } from '#lib/domain/merge/session.ts';

/** What is sent for one conflict; `keep: null` opens it again. */
export type Decision =
	{ readonly id: string; readonly keep: Keep | null } | { readonly id: string; readonly text: string };

/** A conflict as the page shows it: with what was pressed, also while that is on its way. */
export type ShownConflict = ToldConflict & { readonly isUnsaved: boolean };

/** Decisions of which the server does not know yet laid over what it knows. */
export function withDecisions(
	conflicts: readonly ToldConflict[],
	unsaved: readonly Decision[]
): readonly ShownConflict[] {
	const byId = new Map(unsaved.map((decision) => [decision.id, decision]));
	return conflicts.map((conflict) => {
		const decision = byId.get(conflict.id);
		return { ...conflict, choice: decision ? choiceOf(decision) : conflict.choice, isUnsaved: decision !== undefined };
	});
}

function choiceOf(decision: Decision): ToldConflict['choice'] {
	if ('text' in decision) return { kind: 'edited', text: decision.text };
	return decision.keep === null ? null : { kind: 'keep', keep: decision.keep };
}

/** Both lists as one, the later one counts. */
export const mergedDecisions = (earlier: readonly Decision[], later: readonly Decision[]): readonly Decision[] => [
	...new Map([...earlier, ...later].map((decision) => [decision.id, decision])).values()
];

/** The newer of what the page was loaded with and what a decision was answered with. */
export const newerOf = (loaded: OpenMerge, answered: OpenMerge | null): OpenMerge =>
	answered !== null && answered.id === loaded.id && answered.version > loaded.version ? answered : loaded;
