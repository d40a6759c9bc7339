import type { ChangeDetail } from '../change.ts';
import { isEqual, isList, isMapping, type Mapping, type Value } from '../value.ts';
import { hasNoEffect } from '../words/default-control.ts';
import { EXPRESSIONS } from '../words/tables.ts';
import { allOf, detailOf, hiddenAt, told, type Told } from './details.ts';
import { bare, columnWords, filterWords, metricFormula, metricWords, timeRangeWords } from './expressions.ts';
import { pairsOf, type Pair } from './pairs.ts';
import { singular } from './tell-list.ts';
import { leadOf, type Place, type Sides } from './tell-value.ts';
import type { Labels, Terms } from './terms.ts';
import { quoted, said, short } from './words.ts';

type Shape = 'metric' | 'filter' | 'column';

const SHAPES = new Map<string, Shape>([
	['metric', 'metric'],
	['metrics', 'metric'],
	['column', 'column'],
	['columns', 'column'],
	['filters', 'filter']
]);

const WORDS = { metric: metricWords, filter: filterWords, column: columnWords } as const;

/**
 * Metrics, columns and filters of a chart, one sentence each that came, went or changed; `undefined` for values of
 * another kind or form.
 */
export function tellExpressions(place: Place, sides: Sides, terms: Terms): Told | undefined {
	const shape = SHAPES.get(place.entry?.kind ?? '');
	const [before, after] = [itemsOf(sides.before), itemsOf(sides.after)];
	if (!shape || !before || !after) return undefined;
	const words = {
		before: (item: Value) => WORDS[shape](item, terms.before.labels) || '“”',
		after: (item: Value) => WORDS[shape](item, terms.after.labels) || '“”'
	};
	const isListed = isList(sides.before) || isList(sides.after);
	const at = { ...place, label: isListed ? singular(place.label) : place.label };
	const { pairs, isReordered } = pairsOf(before, after, words);
	const parts = pairs.map((pair) => tellPair(at, pair, { shape, words, terms }));
	const details = parts.flatMap((part) => part.details);
	if (isReordered) {
		const list = (items: readonly Value[], say: (item: Value) => string) => items.map(say).join(', ');
		const whole = { before: list(before, words.before), after: list(after, words.after), kind: 'moved' } as const;
		return told(...details, detailOf(place, `order of ${leadOf(place)} changed`, whole));
	}
	return details.length > 0 ? { details, hidden: [] } : hiddenAt(place.path);
}

function itemsOf(value: Value | undefined): readonly Value[] | undefined {
	if (value === undefined || value === null || value === '') return [];
	if (typeof value === 'string' || isMapping(value)) return [value];
	return isList(value) && value.every((item) => typeof item === 'string' || isMapping(item)) ? value : undefined;
}

interface PairTerms {
	readonly shape: Shape;
	readonly words: Readonly<Record<'before' | 'after', (item: Value) => string>>;
	readonly terms: Terms;
}

function tellPair(place: Place, { before, after }: Pair, { shape, words, terms }: PairTerms): Told {
	const one = (detail: ChangeDetail) => told(detail);
	const label = leadOf(place);
	const old = before === undefined ? null : short(words.before(before));
	const now = after === undefined ? null : short(words.after(after));
	if (before === undefined || after === undefined) {
		if (shape === 'filter' && [before, after].every((item) => item === undefined || hasNoEffect(item)))
			return hiddenAt(place.path);
		return now === null
			? one(detailOf(place, `${label} ${old} removed`, { before: old, kind: 'removed' }))
			: one(detailOf(place, `${label} ${now} added`, { after: now, kind: 'added' }));
	}
	const range = shape === 'filter' ? rangeOf(before, after) : undefined;
	if (range) {
		const subject = columnWords(range.subject, terms.after.labels);
		return one(detailOf(place, `time range of ${short(subject)} ${range.before} → ${range.after}`, range));
	}
	const formula = shape === 'metric' ? formulas(before, after, terms) : undefined;
	if (formula && old === now)
		return one(detailOf(place, `${label} ${quoted(old ?? '')}: ${formula.before} → ${formula.after}`, formula));
	if (old !== now) return one(detailOf(place, `${label} ${old} → ${now}`, { before: old, after: now }));
	return tellInner(place, { before, after }, { label: `${label} ${old}`, shape, terms });
}

/** The same filter by time with another range. */
function rangeOf(before: Value, after: Value) {
	const isRange = (item: Value): item is Mapping => isMapping(item) && item['operator'] === 'TEMPORAL_RANGE';
	if (!isRange(before) || !isRange(after) || !isEqual(before['subject'], after['subject'])) return undefined;
	const [old, now] = [timeRangeWords(before['comparator']), timeRangeWords(after['comparator'])].map((text) =>
		short(text)
	);
	return old === now ? undefined : { subject: after['subject'], before: old ?? '', after: now ?? '' };
}

function formulas(before: Value, after: Value, terms: Terms) {
	const of = (item: Value, labels: Labels) => (isMapping(item) ? short(metricFormula(item, labels)) : '');
	const [old, now] = [of(before, terms.before.labels), of(after, terms.after.labels)];
	return old !== now && old && now ? { before: old, after: now } : undefined;
}

/** Keys that words are made of; a metric holds a copy of the whole column, of which only the name counts. */
const COPIED = new Set(['column']);

/** What reads alike and is not the same: keys inside, of which no person sets some. */
function tellInner(
	place: Place,
	{ before, after }: { readonly before: Value; readonly after: Value },
	{ label, shape, terms }: { readonly label: string; readonly shape: Shape; readonly terms: Terms }
): Told {
	if (!isMapping(before) || !isMapping(after)) {
		const [old, now] = [said(before, new Map()), said(after, new Map())];
		return isMapping(before) || isMapping(after)
			? told(detailOf(place, `${label} written in another way`, { before: old, after: now }))
			: told(detailOf(place, `${label}: ${old} → ${now}`, { before: old, after: now }));
	}
	const internal = EXPRESSIONS.internal[shape];
	const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
	const differing = [...keys].filter((key) => {
		if (internal.includes(key) || isEqual(before[key], after[key])) return false;
		if (COPIED.has(key)) return !isEqual(columnName(before[key]), columnName(after[key]));
		return !isLeftover(shape, key, before) || !isLeftover(shape, key, after);
	});
	if (differing.length === 0) return hiddenAt(place.path);
	return allOf(
		differing.map((key) => {
			const [old, now] = [said(before[key], terms.names), said(after[key], terms.names)];
			return told(detailOf(place, `${label}: ${bare(key)} ${old} → ${now}`, { before: old, after: now }));
		})
	);
}

const columnName = (column: Value | undefined): Value | undefined =>
	isMapping(column) ? column['column_name'] : column;

/** What follows from the rest or is left from the other tab of the form. */
function isLeftover(shape: Shape, key: string, item: Mapping): boolean {
	const isSql = item['expressionType'] === 'SQL';
	if (key === 'sqlExpression') return !isSql && shape !== 'column';
	if (key === 'label') return shape === 'metric' && item['hasCustomLabel'] !== true;
	return isSql && ['aggregate', 'column', 'subject', 'operator', 'comparator'].includes(key);
}
