import { Float, type Value } from '#lib/domain/value.ts';

/*
 * How PyYAML's SafeLoader resolves plain scalars (PyYAML 6, resolver.py and constructor.py), which Superset reads with.
 */

const NULL = /^(?:~|null|Null|NULL)?$/;
const BOOL = /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/;
const INT =
	/^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const FLOAT =
	/^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const TIMESTAMP =
	/^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?)$/;

/**
 * Characters that stand in double quotes as escapes only: PyYAML refuses them as they are, or takes them for line ends;
 * so do halves of surrogate pairs.
 */
export const ONLY_ESCAPED =
	// eslint-disable-next-line no-control-regex
	/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** What the plain scalar `text` is to PyYAML, besides a string. */
export type PlainKind = 'null' | 'bool' | 'int' | 'float' | 'timestamp' | 'merge' | 'value' | 'str';

/** First characters of plain scalars that can be something else than a string. */
const CAN_RESOLVE = new Set([...'~nNyYtTfFoO0123456789-+.<='].map((character) => character.charCodeAt(0)));

/** Which kind PyYAML takes a plain scalar for. */
export function kindOfPlain(text: string): PlainKind {
	if (text !== '' && !CAN_RESOLVE.has(text.charCodeAt(0))) return 'str';
	if (NULL.test(text)) return 'null';
	if (BOOL.test(text)) return 'bool';
	if (FLOAT.test(text)) return 'float';
	if (INT.test(text)) return 'int';
	if (TIMESTAMP.test(text)) return 'timestamp';
	if (text === '<<') return 'merge';
	if (text === '=') return 'value';
	return 'str';
}

/** Python refuses to read or write longer decimal integers. */
const LONGEST_INTEGER = 4300;

/**
 * The value of digits in any of PyYAML's forms of an integer.
 * @throws RangeError where Python fails, too: no digit (`0b_`), more than 4300 digits
 */
export function integerOf(text: string): number | bigint {
	if (/^[-+]?[0-9]{1,15}$/.test(text) && !/^[-+]?0[0-9]/.test(text)) return Number(text) + 0;
	const digits = text.replace(/_/g, '');
	const negative = digits.startsWith('-');
	const body = /^[-+]/.test(digits) ? digits.slice(1) : digits;
	if (body.length > LONGEST_INTEGER) throw new RangeError('too many digits');
	const size = magnitudeOf(body);
	return exactInteger(negative ? -size : size);
}

function magnitudeOf(body: string): bigint {
	if (body === '' || body === '0b' || body === '0x') throw new RangeError('no digits');
	if (/^0[bx]/.test(body)) return BigInt(body);
	if (body.includes(':')) return body.split(':').reduce((sum, part) => sum * 60n + BigInt(part), 0n);
	if (body.length > 1 && body.startsWith('0')) return BigInt(`0o${body.slice(1)}`);
	return BigInt(body);
}

/** A `number` up to 2^53, a `bigint` beyond. */
export function exactInteger(value: bigint): number | bigint {
	return value <= 9007199254740992n && value >= -9007199254740992n ? Number(value) : value;
}

/** The value of any of PyYAML's forms of a float. */
export function floatOf(text: string): number | Float {
	const digits = text.replace(/_/g, '').toLowerCase();
	const sign = digits.startsWith('-') ? -1 : 1;
	const body = /^[-+]/.test(digits) ? digits.slice(1) : digits;
	if (body === '.inf') return new Float(sign * Infinity);
	if (body === '.nan') return new Float(NaN);
	if (body.includes(':')) return exactFloat(sign * sexagesimal(body));
	return exactFloat(sign * Number(body));
}

/** Summed from the right, as PyYAML does: floats round differently from the left. */
function sexagesimal(body: string): number {
	const parts = body.split(':');
	// Beyond this, 60 to that power is no longer exact in a float, and Python's sum is another one.
	if (parts.length > 14) throw new RangeError('too many parts');
	let sum = 0;
	let base = 1;
	for (const digits of parts.reverse()) {
		sum += Number(digits) * base;
		base *= 60;
	}
	return sum;
}

/** A `Float` where JavaScript's number would pass for an integer, else the number. */
export function exactFloat(value: number): number | Float {
	return Number.isFinite(value) && !Number.isInteger(value) ? value : new Float(value);
}

/** The value of a plain scalar of a kind that has one. */
export function plainValue(kind: PlainKind, text: string): Value {
	if (kind === 'null') return null;
	if (kind === 'bool') return /^(?:y|t|on)/i.test(text);
	if (kind === 'int') return integerOf(text);
	if (kind === 'float') return floatOf(text);
	return text;
}

/** Python's `repr` of a float, in the form that PyYAML reads back as that float. */
export function floatText(value: number): string {
	if (Number.isNaN(value)) return '.nan';
	if (!Number.isFinite(value)) return value < 0 ? '-.inf' : '.inf';
	const text = pythonFloat(value);
	// PyYAML reads `1e+22` as a string: a float needs its dot.
	return text.includes('.') ? text : text.replace('e', '.0e');
}

/** Python's `repr` of a finite float: exponents from 1e16 up and below 1e-4, two digits of exponent at least. */
export function pythonFloat(value: number): string {
	if (Object.is(value, -0)) return '-0.0';
	const size = Math.abs(value);
	if (size !== 0 && (size >= 1e16 || size < 1e-4)) {
		const [digits = '', exponent = ''] = value.toExponential().split('e');
		const sign = exponent.startsWith('-') ? '-' : '+';
		return `${digits}e${sign}${exponent.replace(/^[-+]/, '').padStart(2, '0')}`;
	}
	const text = String(value);
	return text.includes('.') ? text : `${text}.0`;
}
