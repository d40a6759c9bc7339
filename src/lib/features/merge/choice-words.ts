import type { ToldConflict } from '#lib/domain/merge/conflict.ts';

/** What was decided, in one word. */
export function choiceWords(choice: ToldConflict['choice']): string {
	if (choice === null) return 'open';
	return choice.kind === 'edited' ? 'edited by hand' : choice.keep;
}
