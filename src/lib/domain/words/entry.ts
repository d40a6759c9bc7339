/** What a value of a form is, and so how it is told. */
export type WordKind =
	| 'metric'
	| 'metrics'
	| 'column'
	| 'columns'
	| 'filters'
	| 'time_range'
	| 'time_grain'
	| 'number'
	| 'number_format'
	| 'time_format'
	| 'text'
	| 'markdown'
	| 'sql'
	| 'boolean'
	| 'choice'
	| 'colour'
	| 'colour_scheme'
	| 'annotation_layers'
	| 'json'
	| 'internal';

/** How Superset's forms call a key and its values. Keys as the tables have them; see specs/domain/compare.md, Words. */
export interface WordEntry {
	readonly label: string;
	readonly kind: WordKind;
	/** Stored value as text → the word of the form. */
	readonly choices?: Words;
	readonly default?: unknown;
	/** Chart type → default, where it differs. */
	readonly defaults?: Readonly<Record<string, unknown>>;
	/** One level of free keys (a chart, a column) stands before `parts`. */
	readonly keyed_by?: string;
	/** The value is a list of what `parts` say. */
	readonly list?: boolean;
	readonly parts?: WordEntries;
	/** The key under which newer versions keep the same. */
	readonly renamed_to?: string;
	readonly variants?: readonly (Partial<WordEntry> & { readonly viz: readonly string[] })[];
}

export type Words = Readonly<Record<string, string>>;
export type WordEntries = Readonly<Record<string, WordEntry>>;

/** What a table says under a key, never what its prototype does. */
export const at = <T>(table: Readonly<Record<string, T>> | undefined, key: string): T | undefined =>
	table !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;

/** The entry as it is for a chart type. */
export function entryFor(entry: WordEntry, vizType: string): WordEntry {
	const variant = entry.variants?.find(({ viz }) => viz.includes(vizType));
	return variant ? { ...entry, ...variant } : entry;
}
