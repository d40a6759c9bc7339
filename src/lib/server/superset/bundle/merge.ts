import type {
	Choices,
	Conflict,
	MergedAsset,
	MergedByItself,
	ThreeTrees,
	ToldConflict,
	Uses
} from '#lib/domain/merge/conflict.ts';
import { mergeAssets } from '#lib/domain/merge/merge.ts';
import type { JsonText } from '#lib/domain/merge/merging.ts';
import { tellMerge } from '#lib/domain/merge/tell.ts';
import { isMapping, type Mapping } from '#lib/domain/value.ts';
import type { CanonicalAsset, Finding, OwnKind } from './asset.ts';
import { assetKey, canonicalAssets } from './canonical.ts';
import { comparedAssets } from './compared.ts';
import { unpacked } from './fields.ts';
import { FOLDER_OF_KIND } from './form.ts';
import { writeJson } from './json.ts';
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
	const made = new Map<Mapping, CanonicalAsset>();
	const canonicalOf = (key: string, content: Mapping): CanonicalAsset => {
		const known = made.get(content) ?? canonicalContent(key, content, memory);
		made.set(content, known);
		return known;
	};
	const { contents, conflicts } = mergeAssets(
		threeOf(trees),
		{ json: JSON_TEXT, usesOf: (key, content) => canonicalOf(key, content).uses },
		choices
	);
	const assets = new Map<string, CanonicalAsset>();
	for (const [key, content] of contents) {
		if (key.startsWith('tags ')) continue;
		const same = [trees.mine, trees.theirs].map((side) => side.assets.get(key)).find((one) => one?.content === content);
		const asset = same ?? canonicalOf(key, content);
		assets.set(assetKey(asset.kind, asset.uuid), asset);
	}
	const tree = treeOfAssets({ assets, tags: tagsIn(contents.get('tags tags.yaml')?.['tags']), findings: [] });
	const known = new Set([trees.mine, trees.theirs].flatMap(lintTree).map(({ message }) => message));
	const findings = lintTree(tree).filter(({ message }) => !known.has(message));
	return { tree, conflicts, undecided: conflicts.filter(({ id }) => !choices.has(id)), findings };
}

/** A content that was put together, in canonical form again. */
function canonicalContent(key: string, content: Mapping, memory: CanonicalMemory | undefined): CanonicalAsset {
	const kind = key.slice(0, key.indexOf(' ')) as OwnKind;
	const files = new Map([[`${FOLDER_OF_KIND[kind]}/merged.yaml`, Buffer.from(writeYaml(content), 'utf8')]]);
	const [asset] = canonicalAssets(files, memory ? { memory } : {}).assets.values();
	if (!asset) throw new Error(`${key} was merged into nothing`);
	return asset;
}

const JSON_TEXT: JsonText = {
	read: (text) => {
		const value = unpacked(text);
		return typeof value === 'string' ? undefined : value;
	},
	write: (value, like) => (like.includes('\n') ? `${writeJson(value, { indent: 2 })}\n` : writeJson(value))
};

/** The same in words, for a reader. */
export function tellMergeOf(
	trees: TreesToMerge,
	merged: Pick<MergedTree, 'conflicts'>,
	choices: Choices
): { readonly conflicts: ToldConflict[]; readonly automatic: MergedByItself[] } {
	return tellMerge(threeOf(trees), merged.conflicts, choices, writeYaml);
}

const threeOf = ({ base, mine, theirs }: TreesToMerge): ThreeTrees => ({
	base: assetsOf(base),
	mine: assetsOf(mine),
	theirs: assetsOf(theirs)
});

const NOTHING: Uses = { datasets: [], charts: [], database: null, theme: null };

const assetsOf = (tree: CanonicalTree | null): MergedAsset[] =>
	comparedAssets(tree).map((asset) => ({ ...asset, uses: tree?.paths.get(asset.path)?.uses ?? NOTHING }));

function tagsIn(tags: unknown): ReadonlyMap<string, string> {
	const found = new Map<string, string>();
	for (const tag of Array.isArray(tags) ? tags : []) {
		if (isMapping(tag)) found.set(String(tag['tag_name']), String(tag['description'] ?? ''));
	}
	return found;
}
