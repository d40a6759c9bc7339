import type { Choices, Conflict, MergedByItself, ThreeTrees, ToldConflict } from './conflict.ts';

/** Conflicts, and what merged by itself, in words. */
export function tellMerge(
	_trees: ThreeTrees,
	conflicts: readonly Conflict[],
	choices: Choices
): { conflicts: ToldConflict[]; automatic: MergedByItself[] } {
	const told = conflicts.map((conflict): ToldConflict => {
		const choice = choices.get(conflict.id);
		const side = (value: unknown) => ({
			words: value === undefined ? 'removed' : 'changed',
			sentences: [],
			text: null
		});
		return {
			...conflict,
			...{ label: conflict.asset.name, area: 'other' },
			...{ base: side(conflict.base), mine: side(conflict.mine), theirs: side(conflict.theirs) },
			choice: choice ? ('keep' in choice ? { kind: 'keep', keep: choice.keep } : { kind: 'edited' }) : null
		};
	});
	return { conflicts: told, automatic: [] };
}
