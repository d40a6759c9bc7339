import { at, entryFor, type WordEntry } from './entry.ts';
import { CONTROLS, VIZ_TYPES } from './tables.ts';

/** A control of a chart, and whether it is the one of the mixed chart's second query. */
export interface Control {
	readonly entry: WordEntry;
	readonly isQueryB: boolean;
}

/** Endings of the mixed chart's second query: `metrics_b`, `seriesTypeB`. */
const QUERY_B = /^(.+?)(?:_b|(?<=[a-z])B)$/;

/** A key of a chart's parameters as the form of its type calls it; `undefined` for a key that no table knows. */
export function controlOf(vizType: string, key: string): Control | undefined {
	const base = QUERY_B.exec(key)?.[1];
	const entry = at(CONTROLS, key) ?? (base === undefined ? undefined : at(CONTROLS, base));
	if (!entry) return undefined;
	return { entry: entryFor(entry, vizType), isQueryB: base !== undefined && at(CONTROLS, base) !== undefined };
}

/** What Superset calls a chart type: `Bar Chart`; the type itself where it is not Superset's. */
export const vizTypeLabel = (vizType: string): string => at(VIZ_TYPES, vizType) ?? vizType;
