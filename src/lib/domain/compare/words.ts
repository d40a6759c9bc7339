import { Float, isList, isMapping, type Mapping, type Value } from '../value.ts';

/** uuid, and number in the tree, → name of every object that a value may name. */
export type Names = ReadonlyMap<string, string>;

const MOST = 60;
/** What is looked at of a long text: enough for any length that is asked for. */
const LOOKED_AT = 2000;

/** What would break the line, steer a terminal or turn the text around it. */
// eslint-disable-next-line no-control-regex -- those are what is looked for
const UNSEEN = /[\x00-\x1f\x7f-\x9f\u061c\u202a-\u202e\u2066-\u2069]/g;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A text on one line, cut where it is long: at most 60 code points, or as many as are asked for. */
export function short(text: string, most: number = MOST): string {
	const line = text
		.slice(0, LOOKED_AT)
		.replaceAll(/\s*[\t\n\v\f\r\u0085\u2028\u2029]+\s*/g, ' ')
		.replaceAll(UNSEEN, '\ufffd')
		.replaceAll(LONE_SURROGATE, '\ufffd');
	if (line.length <= most && text.length <= LOOKED_AT) return line;
	const points = [...line.slice(0, most * 2 + 1)];
	const isCut = points.length > most || text.length > LOOKED_AT;
	return isCut ? `${points.slice(0, most - 1).join('')}…` : line;
}

/** A text in quotation marks, as {@link short}. */
export const quoted = (text: string): string => `“${short(text)}”`;

/** A value in words, on one line, cut where it is long. */
export const said = (value: Value | undefined, names: Names): string => {
	if (typeof value === 'string') return quoted(names.get(value) ?? value);
	return short(plain(value, names, 0));
};

/** No list or mapping is read further than what can be shown of it, nor deeper than anybody follows. */
const MOST_ITEMS = 30;
const MOST_DEPTH = 6;

function plain(value: Value | undefined, names: Names, depth: number): string {
	if (value === undefined || value === null) return 'nothing';
	if (typeof value === 'string') return `“${short(names.get(value) ?? value)}”`;
	if (value instanceof Float) return floatText(value.value);
	if (depth > MOST_DEPTH) return '…';
	if (isList(value)) {
		if (value.length === 0) return 'none';
		return value
			.slice(0, MOST_ITEMS)
			.map((item) => plain(item, names, depth + 1))
			.join(', ');
	}
	if (isMapping(value)) return partsOf(value, names, depth);
	return nameOfNumber(value, names) ?? String(value);
}

/** The object that a number stands for, in quotation marks: these have 15 digits, so no other number is taken for one. */
export const nameOfNumber = (value: Value, names: Names): string | undefined => {
	const name = typeof value === 'number' ? names.get(String(value)) : undefined;
	return name === undefined ? undefined : quoted(name);
};

/** `1.0` is another value than `1`, so it reads differently. */
export const floatText = (value: number): string => (/^-?\d+$/.test(String(value)) ? `${value}.0` : String(value));

function partsOf(value: Mapping, names: Names, depth: number): string {
	const parts = Object.keys(value)
		.slice(0, MOST_ITEMS)
		.map((key) => `${key}: ${plain(value[key], names, depth + 1)}`);
	return parts.length === 0 ? 'empty' : parts.join(', ');
}

const PROPER = /^(?:Superset|Markdown|Jinja|Presto|Trino|Hive|Druid|Google|JavaScript)$/;

/** A label of a form inside a sentence: `Row limit` → `row limit`, `Sort Descending` → `sort descending`, `CSS` stays. */
export const labelWords = (label: string): string =>
	label.replaceAll(/\p{L}[\p{L}\p{N}]*/gu, (word) =>
		/^\p{Lu}\p{Ll}+$/u.test(word) && !PROPER.test(word) ? word.toLowerCase() : word
	);

/** A key that no form has a word for. */
export const keyWords = (key: string): string => short(key.replaceAll('_', ' '));

/** `3 lines`, `1 line`. */
export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
