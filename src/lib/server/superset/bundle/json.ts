import { Float, isList, type MutableMapping, mapping, type Value } from '#lib/domain/value.ts';
import { exactFloat, exactInteger, pythonFloat } from './yaml-scalars.ts';

/** Text that Python's `json.loads` would not read. */
export class JsonError extends Error {
	/** Where in the text, in UTF-16 units from 0. */
	readonly offset: number;

	constructor(message: string, offset: number) {
		super(message);
		this.name = 'JsonError';
		this.offset = offset;
	}
}

const MAX_DEPTH = 200;
const NUMBER = /(-?(?:0|[1-9]\d*))(\.\d+)?([eE][-+]?\d+)?/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y; // eslint-disable-line no-control-regex
const SPACE = /[ \t\n\r]*/y;
const WORDS: readonly (readonly [string, Value])[] = [
	['null', null],
	['true', true],
	['false', false],
	['NaN', new Float(NaN)],
	['Infinity', new Float(Infinity)],
	['-Infinity', new Float(-Infinity)]
];

/** `text` as Python's `json.loads` reads it, exactly: of a key that stands twice the last wins. @throws JsonError */
export function parseJson(text: string): Value {
	let at = 0;
	const fail = (message: string): never => {
		throw new JsonError(`${message} at character ${at + 1}`, at);
	};
	const take = (pattern: RegExp): RegExpExecArray | null => {
		pattern.lastIndex = at;
		const found = pattern.exec(text);
		if (found) at = pattern.lastIndex;
		return found;
	};
	const string = (): string => JSON.parse((take(STRING) ?? fail('Expected a string'))[0]) as string;
	const value = (depth: number): Value => {
		if (depth > MAX_DEPTH) fail(`Nested deeper than ${MAX_DEPTH} levels`);
		take(SPACE);
		if (text[at] === '"') return string();
		if (text[at] === '{') return object(depth);
		if (text[at] === '[') return list(depth);
		for (const [word, meant] of WORDS)
			if (text.startsWith(word, at)) {
				at += word.length;
				return meant;
			}
		const found = take(NUMBER) ?? fail('Expected a value');
		return found[2] === undefined && found[3] === undefined
			? exactInteger(BigInt(found[0]))
			: exactFloat(Number(found[0]));
	};
	const list = (depth: number): Value => {
		const items: Value[] = [];
		at++;
		take(SPACE);
		if (text[at] === ']') return (at++, items);
		for (;;) {
			items.push(value(depth + 1));
			take(SPACE);
			if (text[at] === ']') return (at++, items);
			if (text[at] !== ',') fail('Expected , or ]');
			at++;
		}
	};
	const object = (depth: number): Value => {
		const made: MutableMapping = mapping();
		at++;
		take(SPACE);
		if (text[at] === '}') return (at++, made);
		for (;;) {
			take(SPACE);
			const key = string();
			take(SPACE);
			if (text[at] !== ':') fail('Expected :');
			at++;
			made[key] = value(depth + 1);
			take(SPACE);
			if (text[at] === '}') return (at++, made);
			if (text[at] !== ',') fail('Expected , or }');
			at++;
		}
	};
	const read = value(0);
	take(SPACE);
	if (at < text.length) fail('Expected the end');
	return read;
}

export interface WriteJsonOptions {
	/** Spaces per level; without it everything stands on one line, as Python writes it (`, ` and `: `). */
	readonly indent?: number;
	readonly sortKeys?: boolean;
}

/** `value` as Python's `json.dumps(value, ensure_ascii=False)` writes it. */
export function writeJson(value: Value, options: WriteJsonOptions = {}): string {
	const { indent, sortKeys = false } = options;
	const write = (item: Value, lead: string): string => {
		if (typeof item === 'string') return JSON.stringify(item);
		if (typeof item === 'number') return Number.isInteger(item) ? String(BigInt(item)) : pythonFloat(item);
		if (item instanceof Float) return floatJson(item.value);
		if (item === null || typeof item !== 'object') return String(item);
		const inner = indent === undefined ? '' : `${lead}${' '.repeat(indent)}`;
		const between = indent === undefined ? ', ' : `,\n${inner}`;
		const [open, close] = indent === undefined ? ['', ''] : [`\n${inner}`, `\n${lead}`];
		if (isList(item)) {
			if (item.length === 0) return '[]';
			return `[${open}${item.map((each) => write(each, inner)).join(between)}${close}]`;
		}
		const map = item as { readonly [key: string]: Value };
		const keys = sortKeys ? Object.keys(map).sort() : Object.keys(map);
		if (keys.length === 0) return '{}';
		return `{${open}${keys.map((key) => `${JSON.stringify(key)}: ${write(map[key] as Value, inner)}`).join(between)}${close}}`;
	};
	return write(value, '');
}

function floatJson(value: number): string {
	if (Number.isNaN(value)) return 'NaN';
	if (!Number.isFinite(value)) return value < 0 ? '-Infinity' : 'Infinity';
	return pythonFloat(value);
}
