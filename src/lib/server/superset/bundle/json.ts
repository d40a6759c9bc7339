import { Float, mapping, type MutableMapping, type Value } from '#lib/domain/value.ts';
import { exactFloat, integerOf } from './yaml-scalars.ts';

export { writeJson, type WriteJsonOptions } from './json-write.ts';

/** Text that Python's `json.loads` would not read, or nested too deep. */
export class JsonError extends Error {
	/** Where in the text, in UTF-16 units from 0. */
	readonly offset: number;

	constructor(message: string, offset: number) {
		super(`${message} (character ${offset + 1})`);
		this.name = 'JsonError';
		this.offset = offset;
	}
}

const MAX_DEPTH = 200;

/**
 * `text` as Python's `json.loads` reads it, exactly: of a key that stands twice the last wins; `NaN`, `Infinity` and
 * `-Infinity` are floats.
 * @throws JsonError
 */
export function parseJson(text: string): Value {
	const reader = new Reader(text);
	const value = reader.value(0);
	reader.end();
	return value;
}

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const OPEN_MAPPING = 123;
const CLOSE_MAPPING = 125;

const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/y;
// eslint-disable-next-line no-control-regex
const CHUNK = /[^"\\\u0000-\u001f]*/y;
const ESCAPES: Readonly<Record<string, string>> = {
	'"': '"',
	'\\': '\\',
	'/': '/',
	b: '\b',
	f: '\f',
	n: '\n',
	r: '\r',
	t: '\t'
};
const WORDS: readonly (readonly [string, Value])[] = [
	['null', null],
	['true', true],
	['false', false],
	['NaN', new Float(NaN)],
	['Infinity', new Float(Infinity)],
	['-Infinity', new Float(-Infinity)]
];

class Reader {
	readonly #text: string;
	#at = 0;

	constructor(text: string) {
		this.#text = text;
	}

	value(depth: number): Value {
		if (depth > MAX_DEPTH) this.#fail(`Nested deeper than ${MAX_DEPTH} levels`);
		const code = this.#next();
		if (code === QUOTE) return this.#string();
		if (code === OPEN_MAPPING) return this.#mapping(depth);
		if (code === OPEN_LIST) return this.#list(depth);
		return this.#number() ?? this.#word();
	}

	end(): void {
		if (!Number.isNaN(this.#next())) this.#fail('Something stands behind the end');
	}

	#fail(message: string): never {
		throw new JsonError(message, this.#at);
	}

	/** The code of the next character that is no space; `NaN` at the end. */
	#next(): number {
		let code = this.#text.charCodeAt(this.#at);
		while (code === 32 || code === 10 || code === 13 || code === 9) code = this.#text.charCodeAt(++this.#at);
		return code;
	}

	#mapping(depth: number): Value {
		const made: MutableMapping = mapping();
		this.#at++;
		if (this.#next() === CLOSE_MAPPING) return (this.#at++, made);
		for (;;) {
			if (this.#next() !== QUOTE) this.#fail('A key in double quotes is missing');
			const key = this.#string();
			if (this.#next() !== COLON) this.#fail('A : is missing');
			this.#at++;
			made[key] = this.value(depth + 1);
			const code = this.#next();
			if (code === CLOSE_MAPPING) return (this.#at++, made);
			if (code !== COMMA) this.#fail('A , or } is missing');
			this.#at++;
		}
	}

	#list(depth: number): Value {
		const made: Value[] = [];
		this.#at++;
		if (this.#next() === CLOSE_LIST) return (this.#at++, made);
		for (;;) {
			made.push(this.value(depth + 1));
			const code = this.#next();
			if (code === CLOSE_LIST) return (this.#at++, made);
			if (code !== COMMA) this.#fail('A , or ] is missing');
			this.#at++;
		}
	}

	#string(): string {
		let whole = '';
		this.#at++;
		for (;;) {
			CHUNK.lastIndex = this.#at;
			CHUNK.test(this.#text);
			const end = CHUNK.lastIndex;
			const chunk = this.#text.slice(this.#at, end);
			this.#at = end;
			const code = this.#text.charCodeAt(end);
			if (code === QUOTE) {
				this.#at++;
				return whole === '' ? chunk : whole + chunk;
			}
			if (code !== BACKSLASH)
				this.#fail(Number.isNaN(code) ? 'The closing quote is missing' : 'A control character must be escaped');
			whole += chunk + this.#escape();
		}
	}

	#escape(): string {
		const letter = this.#text.charAt(this.#at + 1);
		if (letter === 'u') {
			const digits = this.#text.slice(this.#at + 2, this.#at + 6);
			if (!/^[0-9a-fA-F]{4}$/.test(digits)) this.#fail('Four digits of an escape are missing');
			this.#at += 6;
			return String.fromCharCode(parseInt(digits, 16));
		}
		const meant = ESCAPES[letter];
		if (meant === undefined) this.#fail('This escape is unknown');
		this.#at += 2;
		return meant;
	}

	#number(): Value | undefined {
		NUMBER.lastIndex = this.#at;
		const found = NUMBER.exec(this.#text);
		if (!found) return undefined;
		const [digits, fraction, exponent] = found;
		const value = (fraction ?? exponent) ? exactFloat(Number(digits)) : this.#integer(digits);
		this.#at = NUMBER.lastIndex;
		return value;
	}

	#integer(digits: string): Value {
		try {
			return integerOf(digits);
		} catch {
			return this.#fail('This number has too many digits');
		}
	}

	#word(): Value {
		for (const [word, meant] of WORDS)
			if (this.#text.startsWith(word, this.#at)) {
				this.#at += word.length;
				return meant;
			}
		return this.#fail('A value is missing');
	}
}
