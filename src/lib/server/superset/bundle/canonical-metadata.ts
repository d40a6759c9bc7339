import type { AssetUuid } from '#lib/domain/ids.ts';
import {
	isEqual,
	isList,
	isMapping,
	mapping,
	type Mapping,
	type MutableMapping,
	type Value
} from '#lib/domain/value.ts';
import { sorted, textOf, unpacked, without } from './fields.ts';
import { MACHINE_MADE_METADATA, METADATA_DEFAULTS } from './form.ts';
import { isStableNumber, knownAgain, stableNumber } from './ids.ts';
import { writeJson } from './json.ts';

export interface MetadataTerms {
	/** The chart that a number stands for, `undefined` when it is not on the dashboard. */
	chart(number: number): AssetUuid | undefined;
	/** The dataset that a number stands for, in the repository's terms. */
	dataset(number: number): AssetUuid | undefined;
	/** A dataset's uuid in the repository's terms. */
	datasetUuid(text: string): string;
	/** A reference that points at nothing was left out. */
	onStale(place: string, number: number): void;
	/** A number is kept although nobody knows what it stands for. */
	onUnknown(what: 'chart' | 'dataset', number: number): void;
}

const GLOBAL_SCOPE = mapping([
	['rootPath', ['ROOT_ID']],
	['excluded', []]
]);

/** A dashboard's metadata without what the front end derives, with charts and datasets in terms of the tree. */
export function canonicalMetadata(raw: Mapping, terms: MetadataTerms): MutableMapping {
	const made = without(raw, MACHINE_MADE_METADATA);
	edit(made, 'native_filter_configuration', (value) => scopedList(value, 'filter', terms));
	edit(made, 'chart_customization_config', (value) => scopedList(value, 'display control', terms));
	edit(made, 'chart_configuration', (value) => chartConfiguration(value, terms));
	edit(made, 'global_chart_configuration', (value) => globalConfiguration(value, terms));
	edit(made, 'timed_refresh_immune_slices', (value) => numbers(value, 'timed_refresh_immune_slices', terms));
	edit(made, 'expanded_slices', (value) => byChart(value, 'expanded_slices', terms));
	edit(made, 'filter_scopes', (value) => filterScopes(value, terms));
	edit(made, 'default_filters', (value) => defaultFilters(value, terms));
	for (const [key, value] of METADATA_DEFAULTS) if (isEqual(made[key], value) || made[key] === null) delete made[key];
	return sorted(made) as MutableMapping;
}

function edit(made: MutableMapping, key: string, how: (value: Value) => Value | undefined): void {
	const value = made[key];
	if (value === undefined || value === null) return;
	const next = how(value);
	if (next === undefined) delete made[key];
	else made[key] = next;
}

function scopedList(value: Value, what: string, terms: MetadataTerms): Value {
	if (!isList(value)) return value;
	return value.map((item) => {
		if (!isMapping(item)) return item;
		const made = without(item, ['chartsInScope', 'tabsInScope']);
		const place = `${what} “${textOf(made['name'])}”`;
		edit(made, 'scope', (scope) => canonicalScope(scope, place, terms));
		edit(made, 'targets', (targets) => (isList(targets) ? targets.map((one) => target(one, terms)) : targets));
		return made;
	});
}

/** 4.1 pre-releases and display controls name the dataset by number, everything else by uuid. */
function target(value: Value, terms: MetadataTerms): Value {
	if (!isMapping(value)) return value;
	const made = mapping(Object.entries(value));
	const number = made['datasetId'];
	const uuid = typeof number === 'number' ? terms.dataset(number) : undefined;
	if (uuid) {
		delete made['datasetId'];
		made['datasetUuid'] = uuid;
	} else if (typeof number === 'number') {
		made['datasetId'] = knownAgain(number);
		if (knownAgain(number) === number) terms.onUnknown('dataset', number);
	} else if (typeof made['datasetUuid'] === 'string') {
		made['datasetUuid'] = terms.datasetUuid(made['datasetUuid']);
	}
	return made;
}

function canonicalScope(value: Value, place: string, terms: MetadataTerms): Value {
	if (!isMapping(value)) return value;
	const made = without(value, ['chartsInScope']);
	edit(made, 'excluded', (excluded) => numbers(excluded, `scope of ${place}`, terms));
	edit(made, 'selectedLayers', (layers) => (isList(layers) ? layers.map((layer) => deckLayer(layer, terms)) : layers));
	return made;
}

/** `chart-40-layer-0`: a layer of a deck.gl chart, from 6.0 on. */
function deckLayer(value: Value, terms: MetadataTerms): Value {
	const match = typeof value === 'string' ? /^chart-(\d+)-layer-(\d+)$/.exec(value) : null;
	if (!match) return value;
	const number = Number(match[1]);
	const uuid = terms.chart(number);
	const known = uuid ? stableNumber(uuid) : knownAgain(number);
	if (known === number && !isStableNumber(number)) terms.onUnknown('chart', number);
	return `chart-${known}-layer-${match[2]}`;
}

function chartConfiguration(value: Value, terms: MetadataTerms): Value {
	if (!isMapping(value)) return value;
	const made = mapping();
	for (const key of Object.keys(value)) {
		const number = numberIn(key) === undefined ? key : renumbered(key, 'chart_configuration', terms);
		const entry = value[key]!;
		if (number === undefined) continue;
		if (!isMapping(entry) || typeof number === 'string') {
			made[String(number)] = entry;
			continue;
		}
		const kept = mapping(Object.entries(entry));
		kept['id'] = number;
		edit(kept, 'crossFilters', (filters) => {
			if (!isMapping(filters)) return filters;
			const one = without(filters, ['chartsInScope']);
			edit(one, 'scope', (scope) => canonicalScope(scope, 'cross-filter', terms));
			return one;
		});
		if (
			!isEqual(
				kept,
				mapping([
					['id', number],
					['crossFilters', mapping([['scope', 'global']])]
				])
			)
		)
			made[String(number)] = kept;
	}
	return made;
}

function globalConfiguration(value: Value, terms: MetadataTerms): Value | undefined {
	if (!isMapping(value)) return value;
	const made = without(value, ['chartsInScope']);
	edit(made, 'scope', (scope) => canonicalScope(scope, 'cross-filters', terms));
	return isEqual(made, mapping([['scope', GLOBAL_SCOPE]])) ? undefined : made;
}

/** The order of such a list says nothing. */
function numbers(value: Value, place: string, terms: MetadataTerms): Value {
	if (!isList(value)) return value;
	const found = new Set<number>();
	const others: Value[] = [];
	for (const item of value) {
		if (numberIn(item) === undefined) others.push(item);
		const number = renumbered(item, place, terms);
		if (number !== undefined) found.add(number);
	}
	return [...[...found].sort((a, b) => a - b), ...others];
}

function byChart(value: Value, place: string, terms: MetadataTerms): Value {
	if (!isMapping(value)) return value;
	const made = mapping();
	for (const key of Object.keys(value)) {
		const number = numberIn(key) === undefined ? key : renumbered(key, place, terms);
		if (number !== undefined) made[String(number)] = value[key]!;
	}
	return made;
}

/** chart → column → { scope, immune: charts }; left over from the filter box, and read by old dashboards still. */
function filterScopes(value: Value, terms: MetadataTerms): Value {
	const made = byChart(value, 'filter_scopes', terms);
	if (!isMapping(made)) return made;
	return mapping(
		Object.entries(made).map(([chart, columns]) => {
			if (!isMapping(columns)) return [chart, columns];
			const kept = mapping();
			for (const column of Object.keys(columns)) {
				const scope = columns[column]!;
				kept[column] = isMapping(scope)
					? mapping([...Object.entries(scope), ['immune', numbers(scope['immune'] ?? [], 'filter_scopes', terms)]])
					: scope;
			}
			return [chart, kept];
		})
	);
}

/** JSON text: chart → column → values. Stays text, as Superset wants it. */
function defaultFilters(value: Value, terms: MetadataTerms): Value {
	const parsed = unpacked(value);
	if (!isMapping(parsed)) return value;
	const made = byChart(parsed, 'default_filters', terms);
	return writeJson(made, { sortKeys: true });
}

/** A chart's number, or the text of one; `undefined` for what can be none, which is kept as it is. */
function numberIn(value: Value): number | undefined {
	const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
	return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined;
}

function renumbered(value: Value, place: string, terms: MetadataTerms): number | undefined {
	const number = numberIn(value);
	if (number === undefined) return undefined;
	const uuid = terms.chart(number);
	if (uuid) return stableNumber(uuid);
	if (isStableNumber(number)) return undefined; // a chart that has left the layout of a tree of ours
	terms.onStale(place, number);
	return undefined;
}
