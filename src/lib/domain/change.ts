import type { AssetName } from './asset.ts';
import type { Value } from './value.ts';

/** One difference inside an asset. A side that is absent is `undefined`. */
export interface FieldChange {
	/** Where it stands: `['params', 'metrics', '0', 'aggregate']`. */
	readonly path: readonly string[];
	readonly before: Value | undefined;
	readonly after: Value | undefined;
	/** Kept, but nothing that a person sets: `query_context` and the like. Hidden by default, always counted. */
	readonly machineMade: boolean;
}

/** Which part of an asset a detail is about. */
export type ChangeArea =
	'properties' | 'layout' | 'filters' | 'colours' | 'data' | 'controls' | 'columns' | 'metrics' | 'sql' | 'other';

/** One thing that happened inside an asset. Plain data. */
export interface ChangeDetail {
	/** In words, one line, at most 200 code points: `metric SUM(sales) → AVG(sales)`. */
	readonly sentence: string;
	/** Where it stands, as in {@link FieldChange}; it tells all differences at this place and below it. */
	readonly path: readonly string[];
	/** Further places that it tells: the lists of children that a moved chart left and came into. */
	readonly also?: readonly (readonly string[])[];
	/** The values in the words of the form, one line each; `null` where there is none, or none that may be shown. */
	readonly before: string | null;
	readonly after: string | null;
	readonly kind: 'added' | 'removed' | 'changed' | 'moved';
	readonly area: ChangeArea;
}

/** What happened to one asset between two trees. */
export interface AssetChange extends AssetName {
	readonly change: 'added' | 'removed' | 'modified';
	/** Its path before, when a rename moved the file. */
	readonly previousPath: string | null;
	/** The change in words, most important first: `renamed “A” → “B”`. Never empty. */
	readonly sentences: readonly string[];
	/** The same one by one, with places and values; empty where only machine-made keys differ. */
	readonly details: readonly ChangeDetail[];
	/** How many differences are machine-made and therefore not in a sentence. */
	readonly hiddenCount: number;
}

/** The same as plain data, for pages, the API and `--json`. */
export interface Changes {
	readonly assets: readonly AssetChange[];
	/** Files of which only machine-made keys differ; they are in `assets` too. */
	readonly machineMadeOnly: number;
}
