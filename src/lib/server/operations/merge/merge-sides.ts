import type { Choices, Conflict } from '#lib/domain/merge/conflict.ts';
import type { Oid } from '#lib/domain/ids.ts';
import type { App } from '../../app.ts';
import type { Repo } from '../../git/exec.ts';
import { mergeTrees, tellMergeOf, type MergedTree, type TreesToMerge } from '../../superset/bundle/merge.ts';
import { editsOfAssets } from '../commit/tree-edits.ts';
import { mergeOwnFiles, tellOwnFiles, type MergedOwnFiles } from './own-files.ts';
import type { Side } from './sides.ts';

export interface SidesToMerge {
	/** `null`: the sides have nothing in common. */
	readonly base: Side | null;
	readonly mine: Side;
	readonly theirs: Side;
}

export interface MergedSides {
	readonly trees: TreesToMerge;
	/** The assets, with their conflicts alone. */
	readonly merged: MergedTree;
	readonly own: MergedOwnFiles;
	/** Of assets and of other files: all of them, and those that nobody decided. */
	readonly conflicts: readonly Conflict[];
	readonly undecided: readonly Conflict[];
}

export async function mergeSides(
	app: Pick<App, 'memory'>,
	{ base, mine, theirs }: SidesToMerge,
	choices: Choices
): Promise<MergedSides> {
	const trees = { base: base?.tree ?? null, mine: mine.tree, theirs: theirs.tree };
	const merged = mergeTrees(trees, choices, app.memory);
	const own = await mergeOwnFiles({ base: base?.own ?? new Map(), mine: mine.own, theirs: theirs.own }, choices);
	return {
		...{ trees, merged, own },
		conflicts: [...merged.conflicts, ...own.conflicts],
		undecided: [...merged.undecided, ...own.conflicts.filter(({ id }) => !choices.has(id))]
	};
}

/** Conflicts, and what merged by itself, in words. */
export function tellSides({ trees, merged, own }: MergedSides, choices: Choices): ReturnType<typeof tellMergeOf> {
	const { conflicts, automatic } = tellMergeOf(trees, merged, choices);
	return { conflicts: [...conflicts, ...tellOwnFiles(own.conflicts, choices)], automatic };
}

/** Whether nothing of theirs is taken. */
export function isMine({ trees, merged, own }: MergedSides): boolean {
	const [was, is] = [trees.mine.oids, merged.tree.oids];
	return own.edits.size === 0 && was.size === is.size && [...is].every(([path, oid]) => was.get(path) === oid);
}

/** What leads from a commit, which is mine, to what it was merged to. */
export async function editsOfMerged(
	repo: Repo,
	mine: Oid,
	{ merged, own }: MergedSides
): Promise<Map<string, Uint8Array | null>> {
	const edits = await editsOfAssets(repo, mine, merged.tree);
	for (const [path, file] of own.edits) edits.set(path, file && (await file.read()));
	return edits;
}
