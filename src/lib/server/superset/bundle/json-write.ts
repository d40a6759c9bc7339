import { Float, isList, type Mapping, type Value } from '#lib/domain/value.ts';
import { pythonFloat } from './yaml-scalars.ts';

export interface WriteJsonOptions {
	/** Spaces per level; without it everything stands on one line, as Python writes it (`, ` and `: `). */
	readonly indent?: number;
	/** Keys in the order of their code points, as Python sorts them. */
	readonly sortKeys?: boolean;
}

/**
 * `value` as Python's `json.dumps(value, ensure_ascii=False)` writes it; only halves of surrogate pairs, which no UTF-8
 * can hold, are escaped.
 */
export function writeJson(value: Value, { indent, sortKeys = false }: WriteJsonOptions = {}): string {
	return indent === undefined
		? onOneLine(value, sortKeys)
		: onLines(value, { step: ' '.repeat(indent), sortKeys }, '\n');
}

function onOneLine(value: Value, sortKeys: boolean): string {
	if (value === null || typeof value !== 'object' || value instanceof Float) return scalarText(value);
	if (isList(value)) return `[${value.map((item) => onOneLine(item, sortKeys)).join(', ')}]`;
	const map = value as Mapping;
	const entries = keysOf(map, sortKeys).map(
		(key) => `${JSON.stringify(key)}: ${onOneLine(map[key] as Value, sortKeys)}`
	);
	return `{${entries.join(', ')}}`;
}

/** `lead` is a line end and the indentation of the line that `value` begins on. */
function onLines(value: Value, options: { readonly step: string; readonly sortKeys: boolean }, lead: string): string {
	if (value === null || typeof value !== 'object' || value instanceof Float) return scalarText(value);
	const inner = lead + options.step;
	if (isList(value)) {
		if (value.length === 0) return '[]';
		return `[${inner}${value.map((item) => onLines(item, options, inner)).join(`,${inner}`)}${lead}]`;
	}
	const map = value as Mapping;
	const keys = keysOf(map, options.sortKeys);
	if (keys.length === 0) return '{}';
	const entries = keys.map((key) => `${JSON.stringify(key)}: ${onLines(map[key] as Value, options, inner)}`);
	return `{${inner}${entries.join(`,${inner}`)}${lead}}`;
}

function scalarText(value: null | boolean | string | number | bigint | Float): string {
	if (typeof value === 'string') return JSON.stringify(value);
	if (typeof value === 'number') return Number.isInteger(value) ? String(BigInt(value)) : pythonFloat(value);
	if (value instanceof Float) return floatText(value.value);
	return String(value);
}

/** Python's words for what JSON has none for; its own reader takes them. */
function floatText(value: number): string {
	if (Number.isNaN(value)) return 'NaN';
	if (!Number.isFinite(value)) return value < 0 ? '-Infinity' : 'Infinity';
	return pythonFloat(value);
}

const SURROGATE = /[\ud800-\udfff]/;

function keysOf(map: Mapping, sortKeys: boolean): string[] {
	const keys = Object.keys(map);
	if (!sortKeys) return keys;
	// UTF-16 puts characters beyond U+FFFF before U+E000 and up; code points, and UTF-8, do not.
	return keys.some((key) => SURROGATE.test(key)) ? keys.sort(byCodePoint) : keys.sort();
}

function byCodePoint(a: string, b: string): number {
	const [left, right] = [[...a], [...b]];
	for (let at = 0; at < left.length && at < right.length; at++) {
		const difference = (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? 0);
		if (difference !== 0) return difference;
	}
	return left.length - right.length;
}
