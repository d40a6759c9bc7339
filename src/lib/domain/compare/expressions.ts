import { at } from '../words/entry.ts';
import { EXPRESSIONS } from '../words/tables.ts';
import { Float, isList, isMapping, type Mapping, type Value } from '../value.ts';
import type { Labels } from './terms.ts';
import { floatText } from './words.ts';

/** Text as it is, nothing for nothing, one item after another. */
export function bare(value: Value | undefined): string {
	if (value === undefined || value === null) return '';
	if (value instanceof Float) return floatText(value.value);
	if (isList(value)) return value.slice(0, 30).map(bare).join(', ');
	if (isMapping(value)) return Object.values(value).slice(0, 30).map(bare).filter(Boolean).join(' ');
	return String(value);
}

/** An ad-hoc or saved metric as the form shows it: `SUM(sales)`, the label of a saved one, or one's own label. */
export function metricWords(value: Value | undefined, labels: Labels): string {
	if (typeof value === 'string') return labels.metrics.get(value) ?? value;
	if (!isMapping(value)) return bare(value);
	return ownLabel(value) ?? (metricFormula(value, labels) || bare(value['label']) || bare(value));
}

/** What a metric works out, without the name that somebody gave it. */
export function metricFormula(value: Value | undefined, labels: Labels): string {
	if (!isMapping(value)) return bare(value);
	if (value['expressionType'] === 'SQL') return bare(value['sqlExpression']);
	const column = value['column'];
	const name = isMapping(column) ? column['column_name'] : column;
	if (typeof value['aggregate'] !== 'string') return '';
	return `${value['aggregate']}(${columnWords(name, labels)})`;
}

const ownLabel = (value: Mapping): string | undefined =>
	value['hasCustomLabel'] === true && typeof value['label'] === 'string' && value['label'] !== ''
		? value['label']
		: undefined;

/** A column by its label, or an expression by its own name or its SQL. */
export function columnWords(value: Value | undefined, labels: Labels): string {
	if (typeof value === 'string') return labels.columns.get(value) ?? orderWords(value, labels) ?? value;
	if (!isMapping(value)) return bare(value);
	const name = value['label'] ?? value['sqlExpression'] ?? value['column_name'];
	return typeof name === 'string' && name !== '' ? name : bare(value);
}

/** A column to sort by is JSON in a text: `["amount", false]`. */
function orderWords(text: string, labels: Labels): string | undefined {
	const [, name, ascending] = /^\["((?:[^"\\]|\\.)*)", ?(true|false)\]$/.exec(text) ?? [];
	if (name === undefined) return undefined;
	return `${labels.columns.get(name) ?? name} ${ascending === 'true' ? 'ascending' : 'descending'}`;
}

/** A filter as one reads it: `country IN (DE, FR)`, `order_date in Last 7 days`, the SQL of one that is written. */
export function filterWords(value: Value | undefined, labels: Labels): string {
	if (!isMapping(value)) return bare(value);
	if (value['expressionType'] === 'SQL') return bare(value['sqlExpression']);
	const subject = columnWords(value['subject'], labels);
	const rest = conditionWords(value);
	return subject || rest ? `${subject} ${rest}`.trim() : bare(value);
}

function conditionWords(filter: Mapping): string {
	const stored = bare(filter['operator']);
	const operator = at(EXPRESSIONS.operators_old, stored) ?? stored;
	const known = at(EXPRESSIONS.operators, operator);
	const comparator = filter['comparator'];
	switch (known?.value) {
		case 'none':
			return operator === 'LATEST PARTITION' ? 'in the latest partition' : operator;
		case 'time_range':
			return `in ${timeRangeWords(comparator)}`;
		case 'many':
			return `${operator} (${bare(comparator)})`;
		default:
			return `${operator === '==' ? '=' : operator} ${bare(comparator)}`;
	}
}

/** A range of time: names as they are, `2024-01-01 ≤ time < 2024-02-01` from two ends. */
export function timeRangeWords(value: Value | undefined): string {
	if (typeof value !== 'string') return bare(value) || 'No filter';
	if (value === '') return 'No filter';
	const [, since, until] = /^(.*?) : (.*)$/s.exec(value) ?? [];
	if (since === undefined || until === undefined) return value.replaceAll('T00:00:00', '');
	const end = (text: string, open: string) => text.trim().replaceAll('T00:00:00', '') || open;
	return `${end(since, '-∞')} ≤ time < ${end(until, '∞')}`;
}

export const timeGrainWords = (value: Value | undefined): string => {
	if (typeof value !== 'string') return bare(value) || 'none';
	const grain = at(EXPRESSIONS.time_grains_old, value) ?? value;
	return at(EXPRESSIONS.time_grains, grain) ?? value;
};
