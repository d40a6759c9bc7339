import type { AssetKind } from '../asset.ts';
import type { FieldChange } from '../change.ts';
import { Float, isList, isMapping, type Mapping, type Value } from '../value.ts';
import { layoutSentences } from './layout-sentences.ts';

export interface SentenceTerms {
	/** The differences that a person may have made. */
	readonly differences: readonly FieldChange[];
	/** uuid → name of every object of both trees. */
	readonly names: ReadonlyMap<string, string>;
}

/** What a field is called in Superset's own forms. */
const LABELS: Record<string, string> = {
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
};
const RENAMES = new Set(['dashboard_title', 'slice_name', 'table_name', 'theme_name', 'database_name']);
const LONG_TEXT = new Set(['css', 'sql', 'description', 'fetch_values_predicate']);
const NAMED_LISTS: Record<string, string> = {
	columns: 'column',
	metrics: 'metric',
	native_filter_configuration: 'filter',
	chart_customization_config: 'display control',
	tags: 'tag'
};

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
	if (path.length === 1 && RENAMES.has(first)) return `renamed ${said(before, terms)} → ${said(after, terms)}`;
	if (path.length === 1 && first === 'published') return after === true ? 'published' : 'made a draft';
	const within = first === 'params' || first === 'metadata' ? path.slice(1) : path;
	const [key = '', item, ...rest] = within;
	const listName = kind === 'chart' ? undefined : NAMED_LISTS[key];
	if (listName && item !== undefined) return listSentence(listName, { item, rest, before, after, content, key }, terms);
	const label = within.map((part) => LABELS[part] ?? part.replaceAll('_', ' ')).join(' › ') || (LABELS[first] ?? first);
	if (LONG_TEXT.has(key) && second === undefined) return textSentence(label, before, after);
	if (before === undefined || before === null) return `${label} set to ${said(after, terms)}`;
	if (after === undefined || after === null) return `${label} removed (was ${said(before, terms)})`;
	return `${label} ${said(before, terms)} → ${said(after, terms)}`;
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
	const name = `${what} “${titleIn(at.before) ?? titleIn(at.after) ?? nameInContent(at) ?? at.item}”`;
	if (at.rest.length === 0 && at.before === undefined) return `${name} added`;
	if (at.rest.length === 0 && at.after === undefined) return `${name} removed`;
	const field = at.rest.map((part) => LABELS[part] ?? part.replaceAll('_', ' ')).join(' › ');
	return `${name}: ${field} ${said(at.before, terms)} → ${said(at.after, terms)}`;
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

function textSentence(label: string, before: Value | undefined, after: Value | undefined): string {
	if (!before) return `${label} added`;
	if (!after) return `${label} removed`;
	const lines = (value: Value | undefined) => (typeof value === 'string' ? value.split('\n') : []);
	const [left, right] = [lines(before), lines(after)];
	const changed =
		right.filter((line) => !left.includes(line)).length || left.filter((line) => !right.includes(line)).length;
	return `${label} changed in ${changed || 1} line${changed > 1 ? 's' : ''}`;
}

const MOST = 60;

/** A value in words, cut where it is long. */
export function said(value: Value | undefined, terms: Pick<SentenceTerms, 'names'>): string {
	const text = plain(value, terms);
	return [...text].length > MOST ? `${[...text].slice(0, MOST - 1).join('')}…` : text;
}

function plain(value: Value | undefined, terms: Pick<SentenceTerms, 'names'>): string {
	if (value === undefined || value === null) return 'nothing';
	if (typeof value === 'string') return terms.names.has(value) ? `“${terms.names.get(value)}”` : `“${value}”`;
	if (value instanceof Float) return String(value.value);
	if (isList(value)) return value.length === 0 ? 'none' : value.map((item) => plain(item, terms)).join(', ');
	if (isMapping(value))
		return (
			metricIn(value) ?? JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part))
		);
	return String(value);
}

/** An ad-hoc metric or filter as its form shows it. */
function metricIn(value: Mapping): string | undefined {
	if (typeof value['label'] === 'string' && value['label']) return value['label'];
	if (value['expressionType'] === 'SQL' && typeof value['sqlExpression'] === 'string') return value['sqlExpression'];
	const column = value['column'];
	if (typeof value['aggregate'] === 'string' && isMapping(column))
		return `${value['aggregate']}(${String(column['column_name'])})`;
	if (typeof value['subject'] === 'string')
		return `${value['subject']} ${String(value['operator'] ?? '')} ${String(value['comparator'] ?? '')}`.trim();
	return undefined;
}
