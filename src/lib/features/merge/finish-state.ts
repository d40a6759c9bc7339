import { countWords } from '#lib/ui/count-words.ts';

/** What finishing depends on. */
export interface FinishInput {
	readonly open: number;
	/** Decisions that the server does not have yet. */
	readonly unsaved: number;
	/** Findings of the result that are errors. */
	readonly errors: number;
}

/** Why the merge cannot be finished, as a sentence and in short; `null` when it can. */
export function lockedReason({ open, unsaved, errors }: FinishInput): { sentence: string; short: string } | null {
	if (open > 0) {
		const are = open === 1 ? 'is' : 'are';
		return { sentence: `${countWords(open, 'conflict')} ${are} still open.`, short: `${open} still open` };
	}
	if (unsaved > 0) {
		const are = unsaved === 1 ? 'is' : 'are';
		return { sentence: `${countWords(unsaved, 'choice')} ${are} not saved yet.`, short: `${unsaved} not saved` };
	}
	if (errors > 0) {
		const are = errors === 1 ? 'thing is' : 'things are';
		return { sentence: `${errors} ${are} wrong with the result.`, short: `${errors} wrong` };
	}
	return null;
}
