import { countWords } from '#lib/ui/count-words.ts';

/** What merging would do. `changes`: how many assets change without a question. */
export type MergePreview =
	| { readonly kind: 'up_to_date' }
	| { readonly kind: 'fast_forward' | 'clean'; readonly changes: number }
	| { readonly kind: 'conflicts'; readonly changes: number; readonly count: number };

export const previewOf = (
	kind: 'up_to_date' | 'fast_forward' | 'merged' | 'conflicts',
	{ changes, count }: { readonly changes: number; readonly count: number }
): MergePreview => {
	if (kind === 'up_to_date') return { kind };
	return kind === 'conflicts' ? { kind, changes, count } : { kind: kind === 'merged' ? 'clean' : kind, changes };
};

/** What is merged into what. */
export interface MergeSides {
	readonly from: string;
	readonly branch: string;
}

/** What it would do, in a sentence, and what the button says; `null` where there is nothing to do. */
export function previewWords(
	preview: MergePreview,
	{ from, branch }: MergeSides
): { readonly sentence: string; readonly verb: string | null } {
	switch (preview.kind) {
		case 'up_to_date':
			return { sentence: `${branch} has all of ${from} already.`, verb: null };
		case 'fast_forward': {
			const moves = `it moves on to it (a fast-forward), with ${countWords(preview.changes, 'changed asset')}.`;
			return { sentence: `${branch} has nothing that ${from} lacks: ${moves}`, verb: `Move ${branch} to ${from}` };
		}
		case 'clean': {
			const merges = preview.changes === 1 ? 'merges by itself' : 'merge by themselves';
			return {
				sentence: `${countWords(preview.changes, 'changed asset')} ${merges}, and nothing has to be decided.`,
				verb: `Merge ${from} into ${branch}`
			};
		}
		case 'conflicts':
			return {
				sentence: `${countWords(preview.count, 'conflict')} to decide, on a page of its own. Nothing is written until you finish there.`,
				verb: `Merge and decide ${countWords(preview.count, 'conflict')}`
			};
	}
}
