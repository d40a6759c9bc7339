import { Composer, isMap, isScalar, isSeq, type Document, type Node, type Scalar, type YAMLMap } from 'yaml';
import { Float, mapping, type MutableMapping, type Value } from '#lib/domain/value.ts';
import { MAX_DEPTH, refuse } from './yaml-error.ts';
import { guardedTokens } from './yaml-guard.ts';
import { writeJson } from './json.ts';
import { kindOfPlain, ONLY_ESCAPED, plainValue } from './yaml-scalars.ts';

/** Something that Superset would read differently, though the text is fine as such. */
export interface YamlFinding {
	/** Keys and indexes from the root. */
	readonly path: readonly string[];
	readonly message: string;
}

export type OnFinding = (finding: YamlFinding) => void;

/**
 * Reads any YAML that PyYAML's `safe_load` reads to plain data, as PyYAML reads it, and refuses what Superset never writes.
 * @throws YamlError
 */
export function readAnyYaml(source: string, onFinding: OnFinding): Value {
	const text = source.replace(BYTE_ORDER_MARK, '').replace(LINE_ENDS, '\n');
	const forbidden = ONLY_ESCAPED.exec(text);
	if (forbidden) refuse(text, forbidden.index, `Write ${nameOf(forbidden[0])} as an escape in double quotes`);
	if (/\n +$/.test(text)) refuse(text, text.length, 'The last line has nothing but spaces');
	const document = composed(text);
	const problem = document.errors[0] ?? document.warnings[0];
	if (problem) refuse(text, problem.pos[0], problem.message);
	return new Reader(text, onFinding).read(document.contents as Node | null, []);
}

const BYTE_ORDER_MARK = /^\ufeff/;

/** What PyYAML takes for a `\n` wherever it stands. */
const LINE_ENDS = /\r\n|\r|\u0085/g;

const nameOf = (character: string): string =>
	`U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;

function composed(text: string): Document {
	const composer = new Composer({ schema: 'failsafe', version: '1.1', uniqueKeys: false, logLevel: 'silent' });
	try {
		const documents = [...composer.compose(guardedTokens(text), true, text.length)];
		if (documents.length > 1) refuse(text, documents[1]?.range[0] ?? 0, 'A second document begins here');
		return documents[0] as Document;
	} catch (cause) {
		// The library's own recursion; anything else is a bug.
		if (cause instanceof RangeError) refuse(text, 0, 'Nested too deep');
		throw cause;
	}
}

/** Two escapes for the halves of one character: Python keeps two broken characters, which Superset cannot store. */
const ESCAPED_PAIR = /\\(?:u|U0000)[dD][89abAB][0-9a-fA-F]{2}\\(?:u|U0000)[dD][c-fC-F]/;

/** Behind a block of text the library can leave out a last line of spaces that PyYAML counts. */
const LINE_OF_SPACES = /\n* +(?:\n|$)/y;

class Reader {
	readonly #text: string;
	readonly #onFinding: OnFinding;

	constructor(text: string, onFinding: OnFinding) {
		this.#text = text;
		this.#onFinding = onFinding;
	}

	read(node: Node | null, path: readonly string[]): Value {
		if (node === null) return null;
		const at = node.range?.[0] ?? 0;
		if (path.length > MAX_DEPTH) refuse(this.#text, at, `Nested deeper than ${MAX_DEPTH} levels`);
		if (isScalar(node)) return this.#scalar(node, path, at);
		if (isSeq<Node | null>(node)) return node.items.map((item, index) => this.read(item, [...path, String(index)]));
		if (isMap<Node | null, Node | null>(node)) return this.#mapping(node, path);
		return refuse(this.#text, at, 'This is no mapping, list or scalar');
	}

	#scalar(node: Scalar, path: readonly string[], at: number): Value {
		const source = String(node.value ?? '');
		if (node.type !== 'PLAIN') {
			this.#checkWhole(node, at, node.range?.[1] ?? at);
			return source;
		}
		const kind = kindOfPlain(source);
		if (kind === 'merge') refuse(this.#text, at, 'A merge key (<<) is not allowed');
		if (kind === 'value') refuse(this.#text, at, 'Superset cannot read a plain = here: put it in quotes');
		if (kind === 'timestamp')
			this.#onFinding({ path, message: `Superset takes ${source} for a date: put it in quotes to keep it text.` });
		try {
			return plainValue(kind, source);
		} catch (cause) {
			if (cause instanceof RangeError)
				return refuse(this.#text, at, `Superset cannot read the number ${source.slice(0, 40)}`);
			throw cause;
		}
	}

	/** What only the source of quoted or block text tells. */
	#checkWhole({ type }: Scalar, start: number, end: number): void {
		if (type === 'QUOTE_DOUBLE' && ESCAPED_PAIR.test(this.#text.slice(start, end)))
			refuse(
				this.#text,
				start,
				'Write a character beyond U+FFFF as itself or as one \\U escape, not as two \\u escapes'
			);
		if (type !== 'BLOCK_LITERAL' && type !== 'BLOCK_FOLDED') return;
		LINE_OF_SPACES.lastIndex = end;
		if (LINE_OF_SPACES.test(this.#text))
			refuse(this.#text, end, 'Text whose last line has nothing but spaces must stand in quotes');
	}

	#mapping(node: YAMLMap<Node | null, Node | null>, path: readonly string[]): Value {
		const made: MutableMapping = mapping();
		for (const { key, value } of node.items) {
			const at = key?.range?.[0] ?? node.range?.[0] ?? 0;
			if (isMissing(key)) refuse(this.#text, at, 'A key is missing before the :');
			const name = this.#key(key, path, at);
			if (name in made) refuse(this.#text, at, `The key ${JSON.stringify(name)} stands twice in one mapping`);
			made[name] = this.read(value, [...path, name]);
		}
		return made;
	}

	#key(node: Node | null, path: readonly string[], at: number): string {
		if (isScalar(node) && node.type === 'PLAIN' && node.value === '=') return '=';
		const key = this.read(node, path);
		if (typeof key === 'string') return key;
		if (key instanceof Float || key === null || typeof key !== 'object') {
			const name = jsonKeyOf(key);
			this.#onFinding({ path: [...path, name], message: `The key ${name} is no text to Superset: put it in quotes.` });
			return name;
		}
		return refuse(this.#text, at, 'A key must be one piece of text');
	}
}

/** No text at all; PyYAML takes that for a key only behind a `?`. */
const isMissing = (key: Node | null): boolean =>
	key === null || (isScalar(key) && key.type === 'PLAIN' && key.value === '');

/** The key that Python's `json.dumps` makes of a scalar. */
function jsonKeyOf(key: null | boolean | number | bigint | Float): string {
	return typeof key === 'number' || key instanceof Float ? writeJson(key) : String(key);
}
