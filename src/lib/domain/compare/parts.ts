import type { AssetKind } from '../asset.ts';
import { isList, isMapping, type Mapping, type Value } from '../value.ts';
import { controlOf, vizTypeLabel } from '../words/controls.ts';
import { isDefaultControl, isEmpty } from '../words/default-control.ts';
import { at, type WordEntries, type WordEntry } from '../words/entry.ts';
import { DASHBOARD, DATASET, OTHER } from '../words/tables.ts';
import { filterName, mappingsIn, NO_LABELS, partOf, sideTermsOf, type Labels, type SideTerms } from './terms.ts';
import { valueWords } from './value-words.ts';
import { counted, keyWords, type Names } from './words.ts';

/** Something inside of an asset of which one may ask who changed it. */
export type AssetPart =
	/** Of a dashboard: a native filter; an element of the layout, itself and not what is inside of it. */
	| { readonly kind: 'filter'; readonly id: string }
	| { readonly kind: 'node'; readonly id: string }
	/** Of a dataset, by its technical name. */
	| { readonly kind: 'metric'; readonly name: string }
	| { readonly kind: 'column'; readonly name: string }
	/** Of anything: keys from the top, `['params', 'row_limit']`. */
	| { readonly kind: 'field'; readonly path: readonly string[] };

/** A part as a person knows it. */
export interface NamedPart {
	readonly part: AssetPart;
	/** As Superset's own form calls it; of a filter, metric or column its name. */
	readonly name: string;
	/** On one line, cut where it is long; empty where the name says it all. */
	readonly value: string;
}

/** What an asset has there; `undefined` where it has nothing. */
export function valueOfPart(content: Value | undefined, part: AssetPart): Value | undefined {
	switch (part.kind) {
		case 'filter':
			return named(below(content, ['metadata', FILTERS]), 'id', part.id);
		case 'node':
			return below(content, ['position', part.id]);
		case 'metric':
			return named(below(content, ['metrics']), 'metric_name', part.name);
		case 'column':
			return named(below(content, ['columns']), 'column_name', part.name);
		case 'field':
			return below(content, part.path);
	}
}

const FILTERS = 'native_filter_configuration';

const below = (content: Value | undefined, path: readonly string[]): Value | undefined =>
	path.reduce<Value | undefined>((value, key) => (isMapping(value) ? value[key] : undefined), content);

const named = (list: Value | undefined, key: string, wanted: string): Value | undefined =>
	isList(list) ? list.find((item) => isMapping(item) && item[key] === wanted) : undefined;

/**
 * What a person set in an asset, in the order of Superset's forms: filters of a dashboard, metrics and columns of a
 * dataset, then everything else at its top and, of a chart, each control. Left out is what nobody sets: ids, what a
 * machine made, what is empty or at its default. `labelsOf`: of the dataset with that uuid.
 */
export function partsOf(
	kind: AssetKind,
	content: Mapping,
	names: Names,
	labelsOf: (datasetUuid: string) => Labels = () => NO_LABELS
): NamedPart[] {
	const side = sideTermsOf(content, names, labelsOf);
	const say = (value: Value | undefined, entry: WordEntry | undefined) => wordsFor(value, entry, { names, side });
	const fields = (holder: Mapping, path: readonly string[], entries: WordEntries, skip: ReadonlySet<string>) =>
		Object.keys(holder).flatMap((key): NamedPart[] => {
			const entry = at(entries, key);
			const value = holder[key];
			if (skip.has(key) || entry?.kind === 'internal' || value === undefined || isEmpty(value)) return [];
			const part = { kind: 'field', path: [...path, key] } as const;
			return [{ part, name: entry?.label ?? sentence(keyWords(key)), value: say(value, entry) }];
		});
	switch (kind) {
		case 'dashboard':
			return [
				...mappingsIn(partOf(content, 'metadata')[FILTERS]).flatMap((filter) =>
					typeof filter['id'] === 'string'
						? [
								{
									part: { kind: 'filter', id: filter['id'] } as const,
									name: filterName(filter) ?? filter['id'],
									value: ''
								}
							]
						: []
				),
				...fields(content, [], DASHBOARD.properties, new Set([...NO_SETTINGS, 'position', 'metadata'])),
				...fields(partOf(content, 'metadata'), ['metadata'], DASHBOARD.metadata, new Set([FILTERS]))
			];
		case 'dataset':
			return [
				...inList(content['metrics'], 'metric_name', (name) => ({ kind: 'metric', name })),
				...inList(content['columns'], 'column_name', (name) => ({ kind: 'column', name })),
				...fields(content, [], DATASET.dataset, new Set([...NO_SETTINGS, 'metrics', 'columns']))
			];
		case 'chart':
			return [
				...type(side),
				...fields(content, [], OTHER.chart, new Set([...NO_SETTINGS, 'viz_type', 'params', 'query_context'])),
				...controls(partOf(content, 'params'), side, say)
			];
		default:
			return fields(content, [], kind === 'theme' || kind === 'database' ? OTHER[kind] : {}, NO_SETTINGS);
	}
}

/** What a file is known by, and the number of its format. */
const NO_SETTINGS: ReadonlySet<string> = new Set(['uuid', 'version']);

/** The label of a metric or column, where it has one; its technical name as value. */
const inList = (list: Value | undefined, key: string, part: (name: string) => AssetPart): NamedPart[] =>
	mappingsIn(list).flatMap((item) => {
		const [name, label] = [item[key], item['verbose_name']];
		if (typeof name !== 'string' || name === '') return [];
		return [
			typeof label === 'string' && label !== '' && label !== name
				? { part: part(name), name: label, value: name }
				: { part: part(name), name, value: '' }
		];
	});

/** Its own words, which the form has as a picture. */
const type = ({ vizType }: SideTerms): NamedPart[] =>
	vizType === ''
		? []
		: [
				{
					part: { kind: 'field', path: ['viz_type'] },
					name: OTHER.chart['viz_type']?.label ?? 'Type',
					value: vizTypeLabel(vizType)
				}
			];

function controls(
	params: Mapping,
	{ vizType }: SideTerms,
	say: (value: Value | undefined, entry: WordEntry | undefined) => string
): NamedPart[] {
	return Object.keys(params).flatMap((key) => {
		const value = params[key];
		if (value === undefined || isEmpty(value) || isDefaultControl(vizType, key, value)) return [];
		const control = controlOf(vizType, key);
		const label = control?.entry.label ?? sentence(keyWords(key));
		const name = control?.isQueryB ? `Query B: ${label}` : label;
		return [{ part: { kind: 'field', path: ['params', key] } as const, name, value: say(value, control?.entry) }];
	});
}

/** A text of several lines is counted: its first line says little. Settings inside of settings say nothing on one line. */
function wordsFor(
	value: Value | undefined,
	entry: WordEntry | undefined,
	terms: { readonly names: Names; readonly side: SideTerms }
): string {
	const lines = typeof value === 'string' ? value.trimEnd().split('\n').length : 1;
	if (lines > 1) return counted(lines, 'line');
	if ((entry === undefined || entry.kind === 'json') && isDeep(value)) return '';
	const text = valueWords(value, entry, terms);
	return /^“.*”$/su.test(text) ? text.slice(1, -1) : text;
}

const isDeep = (value: Value | undefined): boolean =>
	isList(value)
		? value.some(isMapping)
		: isMapping(value) && Object.keys(value).some((key) => isMapping(value[key]) || isList(value[key]));

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
