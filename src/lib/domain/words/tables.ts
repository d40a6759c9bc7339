import controls from './controls.json' with { type: 'json' };
import dashboard from './dashboard.json' with { type: 'json' };
import dataset from './dataset.json' with { type: 'json' };
import defaults from './defaults.json' with { type: 'json' };
import expressions from './expressions.json' with { type: 'json' };
import other from './other.json' with { type: 'json' };
import vizTypes from './viz-types.json' with { type: 'json' };
import type { WordEntries, Words } from './entry.ts';

/** What Explore wrote when a chart of each type was saved, as far as it differs from what other tables say. */
interface Defaults {
	/** What most chart types start a control with. */
	readonly common: Readonly<Record<string, unknown>>;
	/** Controls that Explore drops where the chart type has no use for them. */
	readonly ignorable: readonly string[];
	readonly types: Readonly<
		Record<string, { readonly own: Readonly<Record<string, unknown>>; readonly uses: readonly string[] }>
	>;
}

interface Expressions {
	readonly operators: Readonly<Record<string, { readonly label: string; readonly value: string }>>;
	readonly operators_old: Words;
	readonly time_grains: Words;
	readonly time_grains_old: Words;
	readonly number_formats: Words;
	readonly time_formats: Words;
	/** Keys inside that no person sets. */
	readonly internal: Readonly<Record<'metric' | 'filter' | 'column', readonly string[]>>;
}

// As values of TypeScript these tables have types of thousands of keys.
export const CONTROLS = controls as unknown as WordEntries;
export const DEFAULTS = defaults as unknown as Defaults;
export const EXPRESSIONS = expressions as unknown as Expressions;
export const VIZ_TYPES = vizTypes as unknown as Words;
export const DASHBOARD = dashboard as unknown as {
	readonly properties: WordEntries;
	readonly metadata: WordEntries;
	readonly nodes: Readonly<Record<string, { readonly label: string; readonly meta: WordEntries }>>;
};
export const DATASET = dataset as unknown as Readonly<Record<'dataset' | 'column' | 'metric', WordEntries>>;
export const OTHER = other as unknown as Readonly<Record<'chart' | 'database' | 'theme' | 'tags', WordEntries>>;
