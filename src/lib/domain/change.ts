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

/** What happened to one asset between two trees. */
export interface AssetChange extends AssetName {
	readonly change: 'added' | 'removed' | 'modified';
	/** Its path before, when a rename moved the file. */
	readonly previousPath: string | null;
	/** The change in words, most important first: `renamed “A” → “B”`. Never empty. */
	readonly sentences: readonly string[];
	/** How many differences are machine-made and therefore not in a sentence. */
	readonly hiddenCount: number;
}

/** The same as plain data, for pages, the API and `--json`. */
export interface Changes {
	readonly assets: readonly AssetChange[];
	/** Files of which only machine-made keys differ; they are in `assets` too. */
	readonly machineMadeOnly: number;
}
