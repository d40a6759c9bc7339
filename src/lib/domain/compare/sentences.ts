import type { AssetKind } from '../asset.ts';
import type { FieldChange } from '../change.ts';
import { isList, isMapping, type Mapping, type Value } from '../value.ts';
import { layoutSentences } from './layout-sentences.ts';
import { said, short, type Names } from './words.ts';

export interface SentenceTerms {
	/** The differences that a person may have made. */
	readonly differences: readonly FieldChange[];
	/** uuid → name of every object of both trees. */
	readonly names: Names;
}

/** What a field is called in Superset's own forms. */
const LABELS = new Map(
	Object.entries({
		dashboard_title: 'title',
		slice_name: 'name',
		table_name: 'table',
		viz_type: 'chart type',
		dataset_uuid: 'dataset',
		database_uuid: 'database',
		css: 'CSS',
		sql: 'SQL',
		slug: 'address',
		main_dttm_col: 'main datetime column',
		cache_timeout: 'cache timeout',
		certified_by: 'certified by',
		row_limit: 'row limit',
		groupby: 'dimensions',
		metrics: 'metrics',
		metric: 'metric',
		adhoc_filters: 'filters',
		time_range: 'time range',
		time_grain_sqla: 'time grain',
		x_axis: 'x-axis',
		color_scheme: 'colour scheme',
		label_colors: 'label colours',
		y_axis_format: 'number format'
	})
);
const RENAMES = new Set(['dashboard_title', 'slice_name', 'table_name', 'theme_name', 'database_name']);
const LONG_TEXT = new Set(['css', 'sql', 'description', 'fetch_values_predicate']);
const NAMED_LISTS = new Map(
	Object.entries({
		columns: 'column',
		metrics: 'metric',
		native_filter_configuration: 'filter',
		chart_customization_config: 'display control',
		tags: 'tag'
	})
);

/** The differences of one asset as sentences, the most important first; each difference is in one of them. */
export function sentencesOf(kind: AssetKind, before: Mapping, after: Mapping, terms: SentenceTerms): string[] {
	const sentences: string[] = [];
	const isLayout = ({ path }: FieldChange) => kind === 'dashboard' && path[0] === 'position';
	for (const difference of terms.differences)
		if (!isLayout(difference)) sentences.push(sentenceOf(difference, terms, kind, after));
	if (terms.differences.some(isLayout))
		sentences.push(...layoutSentences(before['position'], after['position'], terms.names));
	return [...new Set(sentences)].sort((a, b) => Number(b.startsWith('renamed')) - Number(a.startsWith('renamed')));
}

function sentenceOf(
	{ path, before, after }: FieldChange,
	terms: SentenceTerms,
	kind: AssetKind,
	content: Mapping
): string {
	const [first = '', second] = path;
	if (path.length === 1 && RENAMES.has(first))
		return `renamed ${said(before, terms.names)} → ${said(after, terms.names)}`;
	if (path.length === 1 && first === 'published') return after === true ? 'published' : 'made a draft';
	const within = first === 'params' || first === 'metadata' ? path.slice(1) : path;
	const [key = '', item, ...rest] = within;
	const listName = kind === 'chart' ? undefined : NAMED_LISTS.get(key);
	if (listName && item !== undefined) return listSentence(listName, { item, rest, before, after, content, key }, terms);
	const label = labelOf(within) || labelOf([first]);
	if (LONG_TEXT.has(key) && second === undefined) return textSentence(label, before, after);
	if (before === undefined || before === null) return `${label} set to ${said(after, terms.names)}`;
	if (after === undefined || after === null) return `${label} removed (was ${said(before, terms.names)})`;
	return `${label} ${said(before, terms.names)} → ${said(after, terms.names)}`;
}

function listSentence(
	what: string,
	at: {
		item: string;
		rest: readonly string[];
		before: Value | undefined;
		after: Value | undefined;
		content: Mapping;
		key: string;
	},
	terms: SentenceTerms
): string {
	if (at.item === '(order)') return `order of ${what}s changed`;
	const name = `${what} “${short(titleIn(at.before) ?? titleIn(at.after) ?? nameInContent(at) ?? at.item)}”`;
	if (at.rest.length === 0 && at.before === undefined) return `${name} added`;
	if (at.rest.length === 0 && at.after === undefined) return `${name} removed`;
	const field = labelOf(at.rest);
	return `${name}: ${field} ${said(at.before, terms.names)} → ${said(at.after, terms.names)}`;
}

const titleIn = (value: Value | undefined): string | undefined =>
	isMapping(value) && typeof value['name'] === 'string' && value['name'] ? value['name'] : undefined;

/** Filters are known by an id; people know them by their name. */
function nameInContent({ content, key, item }: { content: Mapping; key: string; item: string }): string | undefined {
	const metadata = content['metadata'];
	const list = isMapping(metadata) ? metadata[key] : content[key];
	const found = isList(list) ? list.find((one) => isMapping(one) && one['id'] === item) : undefined;
	return titleIn(found);
}

/** The way to a field in the words of its form: `x-axis › label`. */
const labelOf = (path: readonly string[]): string =>
	short(path.map((part) => LABELS.get(part) ?? part.replaceAll('_', ' ')).join(' › '));

function textSentence(label: string, before: Value | undefined, after: Value | undefined): string {
	if (!before) return `${label} added`;
	if (!after) return `${label} removed`;
	const lines = (value: Value) => new Set(typeof value === 'string' ? value.split('\n') : []);
	const [left, right] = [lines(before), lines(after)];
	const changed =
		[...right].filter((line) => !left.has(line)).length || [...left].filter((line) => !right.has(line)).length;
	return `${label} changed in ${changed || 1} line${changed > 1 ? 's' : ''}`;
}
