import { at, type WordEntry } from '../words/entry.ts';
import { EXPRESSIONS } from '../words/tables.ts';
import { Float, isEqual, isList, isMapping, mapping, type Mapping, type Value } from '../value.ts';
import { bare, columnWords, filterWords, metricWords, timeGrainWords, timeRangeWords } from './expressions.ts';
import type { SideTerms } from './terms.ts';
import { floatText, nameOfNumber, said, short, type Names } from './words.ts';

export interface ValueTerms {
	readonly names: Names;
	readonly side: SideTerms;
}

/** A value as the form shows it, one line; `none` for nothing. */
export function valueWords(value: Value | undefined, entry: WordEntry | undefined, terms: ValueTerms): string {
	const text = nameOfNumber(value ?? null, terms.names) ?? wordsByKind(value, entry, terms);
	return (text === undefined ? '' : short(text)) || said(value, terms.names);
}

/** Values that differ and read alike are told as they are stored. */
export function sidesInWords(
	{ before, after }: { readonly before: Value | undefined; readonly after: Value | undefined },
	entry: WordEntry | undefined,
	terms: { readonly names: Names; readonly before: SideTerms; readonly after: SideTerms }
): readonly [before: string, after: string] {
	const { names } = terms;
	const words = [
		valueWords(before, entry, { names, side: terms.before }),
		valueWords(after, entry, { names, side: terms.after })
	] as const;
	if (words[0] !== words[1] || isEqual(before, after)) return words;
	return differing(before, after);
}

/** Two values cut down to where they begin to differ. */
function differing(before: Value | undefined, after: Value | undefined): readonly [string, string] {
	const none = new Map<string, string>();
	const [left, right] = [said(before, none), said(after, none)];
	if (left !== right) return [left, right];
	const [long, other] = [bare(before), bare(after)];
	let start = 0;
	while (start < long.length && long[start] === other[start]) start += 1;
	const from = Math.max(0, start - 10);
	const cut = (text: string) => (from === 0 ? short(text) : short(`…${text.slice(from)}`));
	return [cut(long), cut(other)];
}

function wordsByKind(value: Value | undefined, entry: WordEntry | undefined, terms: ValueTerms): string | undefined {
	if (value === undefined || value === null) return entry?.choices ? at(entry.choices, 'null') : undefined;
	const choice = typeof value === 'object' ? undefined : at(entry?.choices, String(value));
	if (choice !== undefined) return choice;
	const { labels } = terms.side;
	const each = (one: (item: Value) => string) =>
		isList(value) ? value.slice(0, 30).map(one).join(', ') || 'none' : one(value);
	switch (entry?.kind) {
		case 'metric':
		case 'metrics':
			return each((item) => metricWords(item, labels));
		case 'column':
		case 'columns':
			return each((item) => columnWords(item, labels));
		case 'filters':
			return each((item) => filterWords(item, labels));
		case 'time_range':
			return timeRangeWords(value);
		case 'time_grain':
			return timeGrainWords(value);
		case 'number_format':
			return typeof value === 'string' ? (at(EXPRESSIONS.number_formats, value) ?? value) : undefined;
		case 'time_format':
			return typeof value === 'string' ? (at(EXPRESSIONS.time_formats, value) ?? value) : undefined;
		case 'choice':
		case 'colour_scheme':
			return typeof value === 'string' ? value : numberWords(value);
		case 'colour':
			return colourWords(value);
		default:
			return entry?.kind === 'boolean' && typeof value === 'boolean'
				? onOff(value)
				: (numberWords(value) ?? colourWords(value));
	}
}

export const onOff = (value: boolean): string => (value ? 'on' : 'off');

/** `10000` → `10,000`; `1.0` stays another value than `1`. */
function numberWords(value: Value): string | undefined {
	if (value instanceof Float) return floatText(value.value);
	if (typeof value !== 'number' && typeof value !== 'bigint') return undefined;
	return String(value).replace(/^-?\d+(?=$|\.)/, (digits) => digits.replaceAll(/\B(?=(?:\d{3})+$)/g, ','));
}

/** A colour as `#rrggbb`, with its opacity where it is not full; `undefined` for what is no colour. */
export function colourWords(value: Value): string | undefined {
	if (typeof value === 'string') return /^#[0-9a-f]{3,8}$|^rgba?\(/i.test(value) ? value : undefined;
	if (!isMapping(value)) return undefined;
	const { r, g, b, a } = numbersIn(value);
	const keys = Object.keys(value).length;
	if (r === undefined || g === undefined || b === undefined || keys !== (a === undefined ? 3 : 4)) return undefined;
	const hex = [r, g, b].map((part) =>
		Math.min(255, Math.max(0, Math.round(part)))
			.toString(16)
			.padStart(2, '0')
	);
	return `#${hex.join('')}${a === undefined || a === 1 ? '' : ` at ${Math.round(a * 100)} %`}`;
}

function numbersIn(value: Mapping): Partial<Record<string, number>> {
	const found: Partial<Record<string, number>> = mapping() as Partial<Record<string, number>>;
	for (const [key, part] of Object.entries(value)) {
		const number = part instanceof Float ? part.value : part;
		if (typeof number === 'number' && Number.isFinite(number)) found[key] = number;
	}
	return found;
}
