import { BundleRejected } from '#lib/domain/errors.ts';
import type { AssetUuid } from '#lib/domain/ids.ts';
import type { ToldConflict } from '#lib/domain/merge/conflict.ts';
import { isList, isMapping } from '#lib/domain/value.ts';
import type { OwnKind } from './asset.ts';
import { assetKey, canonicalAssets } from './canonical.ts';
import { textOf } from './fields.ts';
import { FOLDER_OF_KIND } from './form.ts';
import { mergeKeeping } from './merge-keeping.ts';
import { mergeTrees, tellMergeOf, type TreesToMerge } from './merge.ts';
import { neighboursOf } from './neighbours.ts';
import { kindOfContent } from './one-file.ts';
import { parseFile } from './raw.ts';
import { treeOfAssets, type CanonicalTree } from './tree.ts';

/** One file on three sides; an empty base where both sides added it. */
export interface FileSides {
	readonly base: Uint8Array;
	readonly mine: Uint8Array;
	readonly theirs: Uint8Array;
}

export type MergedFile =
	| { readonly kind: 'merged'; readonly bytes: Uint8Array }
	| {
			readonly kind: 'conflicts';
			readonly conflicts: readonly ToldConflict[];
			/** The canonical base, and what comes of it with every conflict decided for one side: they differ in nothing else. */
			readonly decided: FileSides;
	  }
	/** A file that no rule knows, or sides that cannot be understood or are not of the same object. */
	| { readonly kind: 'unknown' };

const UNKNOWN: MergedFile = { kind: 'unknown' };

/**
 * Merge one file of a tree as its tree would be merged; the files around it are not asked for.
 * @param path in its repository; the tree may lie in a folder of it
 */
export function mergeFile(path: string, sides: FileSides): MergedFile {
	let part: Part | undefined;
	try {
		part = partOf(path, sides);
	} catch (cause) {
		if (!(cause instanceof BundleRejected)) throw cause;
	}
	return part ? mergedPart(path, part) : UNKNOWN;
}

/** A file as a part of trees. */
interface Part {
	readonly trees: TreesToMerge;
	/** `null` of `tags.yaml`. */
	readonly uuid: AssetUuid | null;
	fileIn(tree: CanonicalTree): Uint8Array | undefined;
}

function partOf(path: string, sides: FileSides): Part | undefined {
	if (/(?:^|\/)tags\.yaml$/.test(path)) return tagsPart(sides);
	const kind = kindOfContent(parseFile(path, sides.mine));
	const folders = path.split('/').slice(0, -1);
	if (!kind || !folders.includes(FOLDER_OF_KIND[kind])) return undefined;
	const [base, mine, theirs] = [sides.base, sides.mine, sides.theirs].map((bytes) => objectIn(kind, bytes));
	if (!mine || !theirs || mine.uuid !== theirs.uuid || (base && base.uuid !== mine.uuid)) return undefined;
	const treeOf = (asset: typeof mine) => {
		const around = neighboursOf(asset);
		const assets = new Map([...around.assets, [assetKey(kind, asset.uuid), asset]]);
		return treeOfAssets({ ...around, assets });
	};
	return {
		trees: { base: base ? treeOf(base) : null, mine: treeOf(mine), theirs: treeOf(theirs) },
		uuid: mine.uuid,
		fileIn: (tree) => tree.assets.get(assetKey(kind, mine.uuid))?.bytes
	};
}

/** `undefined` for an empty file: git has no base where both sides added it. */
function objectIn(kind: OwnKind, bytes: Uint8Array) {
	if (bytes.byteLength === 0) return undefined;
	return [...canonicalAssets(new Map([[`${FOLDER_OF_KIND[kind]}/file.yaml`, bytes]])).assets.values()][0];
}

function tagsPart({ base, mine, theirs }: FileSides): Part | undefined {
	const tagsIn = (bytes: Uint8Array): readonly string[] => {
		const tags = bytes.byteLength > 0 ? parseFile('tags.yaml', bytes)['tags'] : [];
		return isList(tags) ? tags.map((tag) => (isMapping(tag) ? textOf(tag['tag_name']) : '')).filter(Boolean) : [];
	};
	const all = [...new Set([base, mine, theirs].flatMap(tagsIn))];
	const around = neighboursOf(null, all);
	const treeOf = (bytes: Uint8Array) => {
		const { tags } = canonicalAssets(new Map([['tags.yaml', bytes]]));
		return treeOfAssets({ ...around, tags });
	};
	if (tagsIn(mine).length === 0 || tagsIn(theirs).length === 0) return undefined;
	return {
		trees: { base: base.byteLength > 0 ? treeOf(base) : null, mine: treeOf(mine), theirs: treeOf(theirs) },
		uuid: null,
		fileIn: (tree) => tree.files.get('tags.yaml')
	};
}

function mergedPart(path: string, { trees, uuid, fileIn }: Part): MergedFile {
	const merged = mergeTrees(trees);
	if (merged.undecided.length === 0) {
		const bytes = fileIn(merged.tree);
		return bytes ? { kind: 'merged', bytes } : UNKNOWN;
	}
	const mine = fileIn(mergeKeeping(trees, 'mine').merged.tree);
	const theirs = fileIn(mergeKeeping(trees, 'theirs').merged.tree);
	if (!mine || !theirs) return UNKNOWN;
	const base = (trees.base && fileIn(trees.base)) ?? new Uint8Array();
	// Where the file stands, not where the canonical form of a tree that is not whole would put it.
	const conflicts = tellMergeOf(trees, merged, new Map()).conflicts.map((conflict) =>
		conflict.asset.uuid === uuid ? { ...conflict, asset: { ...conflict.asset, path } } : conflict
	);
	return { kind: 'conflicts', conflicts, decided: { base, mine, theirs } };
}
