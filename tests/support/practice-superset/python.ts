import { Float } from '#lib/domain/value.ts';
import type { Json } from './json.ts';

interface Separators {
	readonly item: string;
	readonly key: string;
	readonly sortKeys: boolean;
}
const WIDE: Separators = { item: ', ', key: ': ', sortKeys: false };
const TIGHT: Separators = { item: ',', key: ':', sortKeys: true };

/** A float as Python prints it: `1.0`, `1e-07`, `1e+22`. */
export function pythonFloat(value: number): string {
	if (Number.isNaN(value)) return 'nan';
	if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
	if (Object.is(value, -0)) return '-0.0';
	const size = Math.abs(value);
	if (value !== 0 && (size < 1e-4 || size >= 1e16)) {
		return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
	}
	const text = String(value);
	return text.includes('.') ? text : `${text}.0`;
}

const escapeText = (text: string): string =>
	JSON.stringify(text).replace(/[\u007f-\uffff]/g, (unit) =>
		unit === '\u007f' ? unit : `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
	);

function dump(value: Json, separators: Separators): string {
	if (value === null) return 'null';
	if (typeof value === 'string') return escapeText(value);
	if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
	if (value instanceof Float) {
		const text = pythonFloat(value.value);
		return { nan: 'NaN', inf: 'Infinity', '-inf': '-Infinity' }[text] ?? text;
	}
	if (typeof value === 'number') return Number.isInteger(value) ? String(value) : pythonFloat(value);
	if (Array.isArray(value)) return `[${value.map((item) => dump(item, separators)).join(separators.item)}]`;
	const keys = separators.sortKeys ? Object.keys(value).sort() : Object.keys(value);
	const entries = keys.map((key) => `${escapeText(key)}${separators.key}${dump(value[key] ?? null, separators)}`);
	return `{${entries.join(separators.item)}}`;
}

/** JSON text as Python's `json.dumps(value)` writes it: ASCII, `, ` and `: ` between. */
export const pythonJson = (value: Json): string => dump(value, WIDE);

/** JSON text as Superset stores a layout that came by PUT: sorted keys, nothing between. */
export const pythonJsonTight = (value: Json): string => dump(value, TIGHT);

function quoted(text: string): string {
	const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
	const escapes: Record<string, string> = {
		'\\': '\\\\',
		'\n': '\\n',
		'\r': '\\r',
		'\t': '\\t',
		[quote]: `\\${quote}`
	};
	let inner = '';
	for (const sign of text) {
		const code = sign.codePointAt(0) ?? 0;
		inner += escapes[sign] ?? (code < 32 || code === 127 ? `\\x${code.toString(16).padStart(2, '0')}` : sign);
	}
	return quote + inner + quote;
}

/** A value as Python's `repr()` shows it; Superset puts that into messages and sorts by it. */
export function pythonRepr(value: Json): string {
	if (value === null) return 'None';
	if (typeof value === 'string') return quoted(value);
	if (typeof value === 'boolean') return value ? 'True' : 'False';
	if (typeof value === 'bigint') return String(value);
	if (value instanceof Float) return pythonFloat(value.value);
	if (typeof value === 'number') return Number.isInteger(value) ? String(value) : pythonFloat(value);
	if (Array.isArray(value)) return `[${value.map(pythonRepr).join(', ')}]`;
	const entries = Object.entries(value).map(([key, item]) => `${quoted(key)}: ${pythonRepr(item)}`);
	return `{${entries.join(', ')}}`;
}

const codePoints = (text: string): number[] =>
	Array.from(text, (sign) => sign.codePointAt(0) ?? 0).sort((a, b) => a - b);

function compareCodePoints(a: readonly number[], b: readonly number[]): number {
	for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
		const difference = (a[at] ?? 0) - (b[at] ?? 0);
		if (difference !== 0) return difference;
	}
	return a.length - b.length;
}

/** The order of metrics and columns in an export: by the sorted letters of their `repr` (models/helpers.py). */
export function sortAsExported(children: readonly { readonly [key: string]: Json }[]): { [key: string]: Json }[] {
	const decorated = children.map((child) => {
		const items = Object.entries(child).map(([key, item]) => `(${quoted(key)}, ${pythonRepr(item)})`);
		return { child: { ...child }, key: codePoints(`dict_items([${items.join(', ')}])`) };
	});
	return decorated.sort((a, b) => compareCodePoints(a.key, b.key)).map(({ child }) => child);
}
