import { Float, isList, isMapping, type Mapping, type Value } from '#lib/domain/value.ts';
import { floatText, kindOfPlain, ONLY_ESCAPED } from './yaml-scalars.ts';

export interface WriteYamlOptions {
	/** The order in which a mapping's keys are written; `path` is where the mapping stands. Default: the object's own. */
	readonly order?: (path: readonly string[], keys: string[]) => readonly string[];
}

/**
 * `value` as canonical YAML: block style, two spaces, lists at their key's indentation, UTF-8, no line is ever folded.
 * PyYAML and `parseYaml` read back the identical value; equal values in equal order give equal text.
 */
export function writeYaml(value: Value, options: WriteYamlOptions = {}): string {
	const write = new Writer(options.order);
	write.root(value);
	return write.out.join('');
}

/** Longest `key:` that PyYAML takes on one line. */
const LONGEST_KEY = 1024;

class Writer {
	readonly out: string[] = [];
	readonly #order: WriteYamlOptions['order'];
	readonly #path: string[] = [];

	constructor(order: WriteYamlOptions['order']) {
		this.#order = order;
	}

	root(value: Value): void {
		if (isMapping(value) && !isEmpty(value)) this.#mapping(value, '', '');
		else if (isList(value) && value.length > 0) this.#list(value, '', '');
		else this.out.push(`${scalarText(value, '  ')}\n`);
	}

	/** `first` is what stands before the first key on its line: the indentation, or nothing after a `- `. */
	#mapping(map: Mapping, indent: string, first: string): void {
		const own = Object.keys(map);
		const keys = this.#order ? this.#order(this.#path, own) : own;
		let lead = first;
		for (const key of keys) {
			const written = lineText(key);
			this.out.push(lead, written.length <= LONGEST_KEY ? `${written}:` : `? ${written}\n${indent}:`);
			this.#path.push(key);
			this.#afterColon(map[key] as Value, indent);
			this.#path.pop();
			lead = indent;
		}
	}

	#afterColon(value: Value, indent: string): void {
		if (isMapping(value) && !isEmpty(value)) {
			this.out.push('\n');
			this.#mapping(value, `${indent}  `, `${indent}  `);
		} else if (isList(value) && value.length > 0) {
			this.out.push('\n');
			this.#list(value, indent, indent);
		} else this.out.push(' ', scalarText(value, `${indent}  `), '\n');
	}

	#list(list: readonly Value[], indent: string, first: string): void {
		let lead = first;
		for (let at = 0; at < list.length; at++) {
			const item = list[at] as Value;
			this.out.push(lead, '- ');
			this.#path.push(String(at));
			if (isMapping(item) && !isEmpty(item)) this.#mapping(item, `${indent}  `, '');
			else if (isList(item) && item.length > 0) this.#list(item, `${indent}  `, '');
			else this.out.push(scalarText(item, `${indent}  `), '\n');
			this.#path.pop();
			lead = indent;
		}
	}
}

const isEmpty = (map: Mapping): boolean => Object.keys(map).length === 0;

function scalarText(value: Value, indent: string): string {
	if (typeof value === 'string') return blockText(value, indent) ?? lineText(value);
	if (typeof value === 'number') return Number.isInteger(value) ? String(BigInt(value)) : floatText(value);
	if (value instanceof Float) return floatText(value.value);
	if (isList(value)) return '[]';
	if (isMapping(value)) return '{}';
	return String(value);
}

/**
 * A literal block scalar where every reader takes it exactly: several lines, nothing to escape, and something visible in
 * the last of them (some readers drop a last line of spaces).
 */
function blockText(text: string, indent: string): string | undefined {
	if (!text.includes('\n') || ONLY_ESCAPED.test(text)) return undefined;
	const lines = text.split('\n');
	const ends = lines.at(-1) === '';
	if (ends) lines.pop();
	if (!/[^ \t]/.test(lines.findLast((line) => line !== '') ?? '')) return undefined;
	const chomp = !ends ? '-' : lines.at(-1) === '' ? '+' : '';
	const digit = /^\n*[ \t]/.test(text) ? '2' : '';
	return `|${digit}${chomp}\n${lines.map((line) => (line === '' ? '' : indent + line)).join('\n')}`;
}

const CANNOT_BEGIN_PLAIN = /^[\s\-?:,[\]{}#&*!|>'"%@`=<]|^\.\.\./;
const CANNOT_STAND_IN_PLAIN = /[\n\t]|: | #|[ :]$/;

const isPlain = (text: string): boolean =>
	!CANNOT_BEGIN_PLAIN.test(text) && !CANNOT_STAND_IN_PLAIN.test(text) && kindOfPlain(text) === 'str';

/** A scalar on one line: plain where PyYAML reads the same string, else in single, else in double quotes. */
function lineText(text: string): string {
	if (ONLY_ESCAPED.test(text)) return doubleQuoted(text);
	if (isPlain(text)) return text;
	return /[\n\t]/.test(text) ? doubleQuoted(text) : `'${text.replaceAll("'", "''")}'`;
}

function doubleQuoted(text: string): string {
	// JSON's escapes are YAML's, too; JSON leaves some characters as they are that PyYAML refuses or takes for line ends.
	return JSON.stringify(text).replace(
		/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
		(character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
	);
}
