import type { AssetName } from '../asset.ts';
import type { ChangeArea, ChangeDetail } from '../change.ts';
import type { ComparedAsset } from '../compare/changes.ts';
import type { TileCell } from '../dashboard.ts';
import type { Value } from '../value.ts';

export const KEEPS = ['mine', 'theirs'] as const;
/** The side that is kept of a conflict. */
export type Keep = (typeof KEEPS)[number];

/** What a person decided of one conflict: a side, or a value of their own. */
export type Choice = { readonly keep: Keep } | { readonly value: Value };

/** By {@link Conflict.id}. */
export type Choices = ReadonlyMap<string, Choice>;

/**
 * Why a conflict is one:
 * `value` both sides set it, differently · `text` both changed the same lines · `order` both put the same things in
 * another order · `removed` one side removed what the other changed or uses · `place` both moved it, or each into the
 * other · `width` both put something into a row that has no room for both · `twice` both placed the same chart.
 */
export type ConflictKind = 'value' | 'text' | 'order' | 'removed' | 'place' | 'width' | 'twice';

/**
 * One thing that a person has to decide, as plain data. Until it is decided the merged tree has mine in its place.
 * With both sides swapped it is the same conflict, its sides swapped.
 */
export interface Conflict {
	/** The same for the same question, whichever commits it comes from: `chart <uuid> /params/metric`. */
	readonly id: string;
	readonly kind: ConflictKind;
	/** As it is called in mine; where mine has none, in theirs. */
	readonly asset: AssetName;
	/** Where it stands in the asset, as in `FieldChange`; empty for an asset as a whole. */
	readonly path: readonly string[];
	/** `undefined`: not there. Of `text` the whole texts; of an asset as a whole its contents. */
	readonly base: Value | undefined;
	readonly mine: Value | undefined;
	readonly theirs: Value | undefined;
	/** Ids of what of one side comes or goes with it and is not asked by itself: charts of a removed tab. */
	readonly alongside: readonly string[];
}

/** A conflict in words, for a reader. */
export interface ToldConflict extends Omit<Conflict, 'base' | 'mine' | 'theirs'> {
	/** `Chart type`, `Row limit`, `Place`, `SQL`. */
	readonly label: string;
	readonly area: ChangeArea;
	readonly base: ToldSide;
	readonly mine: ToldSide;
	readonly theirs: ToldSide;
	readonly choice:
		| { readonly kind: 'keep'; readonly keep: Keep }
		| { readonly kind: 'edited'; readonly text?: string | undefined }
		| null;
}

export interface ToldSide {
	/** One line: `Bar`, `Overview, row 2, 4 of 12 columns`; `removed`, `not there`. */
	readonly words: string;
	/** What this side did, in the words of a comparison with the base; empty for the base. */
	readonly sentences: readonly string[];
	/** Of a text, or of what is edited by hand: as text. `null` where there is none. */
	readonly text: string | null;
	/** Of what has a place: the cells of its tab, the thing itself with `isHere`. */
	readonly cells?: readonly PlaceCell[] | undefined;
}

export type PlaceCell = TileCell & { readonly isHere?: boolean };

/** What became of an asset without a question. */
export interface MergedByItself {
	readonly asset: AssetName;
	/** What each side did of its own, in the words of a comparison. */
	readonly mine: readonly ChangeDetail[];
	readonly theirs: readonly ChangeDetail[];
}

/** What an object names of others: datasets, database and theme by uuid, charts by the numbers that stand for them. */
export interface Uses {
	readonly datasets: readonly string[];
	readonly charts: readonly number[];
	readonly database: string | null;
	readonly theme: string | null;
}

export interface MergedAsset extends ComparedAsset {
	readonly uses: Uses;
}

/** Objects of three trees, as comparing wants them, with what they need. */
export interface ThreeTrees {
	readonly base: readonly MergedAsset[];
	readonly mine: readonly MergedAsset[];
	readonly theirs: readonly MergedAsset[];
}
