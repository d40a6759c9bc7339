import type { Choice, Choices, Keep } from '#lib/domain/merge/conflict.ts';
import { mergeTrees, type MergedTree, type TreesToMerge } from './merge.ts';

/** Merge with every conflict decided for one side. */
export function mergeKeeping(
	trees: TreesToMerge,
	keep: Keep
): { readonly merged: MergedTree; readonly choices: Choices } {
	const choices = new Map<string, Choice>();
	for (;;) {
		const merged = mergeTrees(trees, choices);
		if (merged.undecided.length === 0) return { merged, choices };
		// What is decided can bring up what was not asked before.
		for (const { id } of merged.undecided) choices.set(id, { keep });
	}
}
