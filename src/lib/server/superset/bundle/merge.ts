import type { Choices, Conflict, MergedByItself, ThreeTrees, ToldConflict } from '#lib/domain/merge/conflict.ts';
import { mergeAssets } from '#lib/domain/merge/merge.ts';
import { tellMerge } from '#lib/domain/merge/tell.ts';
import { isMapping } from '#lib/domain/value.ts';
import type { CanonicalAsset, Finding } from './asset.ts';
import { assetKey, canonicalAssets } from './canonical.ts';
import { comparedAssets } from './compared.ts';
import { lintTree } from './lint.ts';
import type { CanonicalMemory } from './memory.ts';
import { treeOfAssets, type CanonicalTree } from './tree.ts';
import { writeYaml } from './yaml.ts';

/** `base: null`: the sides have nothing in common. */
export interface TreesToMerge {
	readonly base: CanonicalTree | null;
	readonly mine: CanonicalTree;
	readonly theirs: CanonicalTree;
}

export interface MergedTree {
	/** Valid where nothing is undecided; what is undecided has mine in its place. */
	readonly tree: CanonicalTree;
	/** All of them, also those that are decided. */
	readonly conflicts: readonly Conflict[];
	/** Those that nobody decided. */
	readonly undecided: readonly Conflict[];
	/** What is wrong with the tree and with neither side. */
	readonly findings: readonly Finding[];
}

/** Merge canonical trees; see specs/domain/merge.md. Choices of conflicts that there are not are passed over. */
export function mergeTrees(trees: TreesToMerge, choices: Choices = new Map(), memory?: CanonicalMemory): MergedTree {
	const { contents, conflicts } = mergeAssets(threeOf(trees), choices);
	const assets = new Map<string, CanonicalAsset>();
	for (const [key, content] of contents) {
		const same = [trees.mine, trees.theirs].map((side) => side.assets.get(key)).find((one) => one?.content === content);
		if (same) assets.set(key, same);
		else if (!key.startsWith('tags ')) {
			const files = new Map([[`${key.split(' ')[0]}s/merged.yaml`, Buffer.from(writeYaml(content))]]);
			for (const asset of canonicalAssets(files, memory ? { memory } : {}).assets.values())
				assets.set(assetKey(asset.kind, asset.uuid), asset);
		}
	}
	const tree = treeOfAssets({ assets, tags: tagsIn(contents.get('tags tags.yaml')?.['tags']), findings: [] });
	const known = new Set([trees.mine, trees.theirs].flatMap(lintTree).map(({ message }) => message));
	const findings = lintTree(tree).filter(({ message }) => !known.has(message));
	return { tree, conflicts, undecided: conflicts.filter(({ id }) => !choices.has(id)), findings };
}

/** The same in words, for a reader. */
export function tellMergeOf(
	trees: TreesToMerge,
	merged: Pick<MergedTree, 'conflicts'>,
	choices: Choices
): { readonly conflicts: ToldConflict[]; readonly automatic: MergedByItself[] } {
	return tellMerge(threeOf(trees), merged.conflicts, choices);
}

const threeOf = ({ base, mine, theirs }: TreesToMerge): ThreeTrees => ({
	base: comparedAssets(base),
	mine: comparedAssets(mine),
	theirs: comparedAssets(theirs)
});

function tagsIn(tags: unknown): ReadonlyMap<string, string> {
	const found = new Map<string, string>();
	for (const tag of Array.isArray(tags) ? tags : []) {
		if (isMapping(tag)) found.set(String(tag['tag_name']), String(tag['description'] ?? ''));
	}
	return found;
}
