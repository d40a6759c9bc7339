import type { AssetKind } from './asset.ts';
import type { CommitMatch } from './commit-search.ts';
import type { HistoryEntry } from './commit.ts';
import type { Oid } from './ids.ts';

export type TouchedChange = 'added' | 'modified' | 'removed' | 'renamed';

/** An asset whose file a commit changed, against the commit's first parent. */
export interface TouchedAsset {
	readonly kind: AssetKind;
	readonly name: string;
	/** Where it stands after the commit; of one that was removed, where it stood. */
	readonly path: string;
	readonly change: TouchedChange;
}

/** Of each entry so many assets are named. */
export const MOST_TOUCHED = 8;

/** A commit with what it changed and, in a search, why it was found. */
export interface FoundEntry extends HistoryEntry {
	readonly assets: readonly TouchedAsset[];
	/** All of them, also those that are not named. */
	readonly assetCount: number;
	/** Empty without a search, and where only the id fits. */
	readonly matched: readonly CommitMatch[];
}

/** What a history can be filtered by, the most frequent first. */
export interface HistoryFacets {
	readonly authors: readonly { readonly name: string; readonly email: string; readonly count: number }[];
	/** `count`: commits that changed it. Name and path are those of the newest of them. */
	readonly assets: readonly (Omit<TouchedAsset, 'change'> & { readonly count: number })[];
	/** There are more than are listed. */
	readonly moreAuthors: boolean;
	readonly moreAssets: boolean;
	/** Names, the highest version first. */
	readonly tags: readonly string[];
}

/** How much of a history is searchable already. */
export interface IndexProgress {
	readonly done: number;
	readonly of: number;
}

/** The commit that changed something last. `at`: milliseconds since the Unix epoch, when it was committed. */
export interface LastChange {
	readonly oid: Oid;
	readonly author: string;
	readonly at: number;
	readonly subject: string;
}

/**
 * What the file of an asset ends with: the first digits of its uuid, 8 or more where two begin alike. `undefined` where
 * the path is none of an asset's. Through renames this part stays.
 */
export const assetSuffixOf = (path: string): string | undefined => /-([0-9a-f]{8,32})\.yaml$/.exec(path)?.[1];
