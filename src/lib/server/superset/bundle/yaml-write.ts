import { Float, isList, isMapping, type Mapping, type Value } from '#lib/domain/value.ts';
import { floatText, kindOfPlain } from './yaml-scalars.ts';

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
			const written = keyText(key);
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
	if (typeof value === 'string') return blockText(value, indent) ?? keyText(value);
	if (typeof value === 'number') return Number.isInteger(value) ? String(BigInt(value)) : floatText(value);
	if (value instanceof Float) return floatText(value.value);
	if (isList(value)) return '[]';
	if (isMapping(value)) return '{}';
	return String(value);
}

/** Characters that only a double-quoted scalar can hold; some are line breaks to PyYAML, some it refuses as they are. */
const ESCAPED =
	// eslint-disable-next-line no-control-regex
	/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** A literal block scalar where that is exact: several lines, something visible in them, nothing to escape. */
function blockText(text: string, indent: string): string | undefined {
	if (!text.includes('\n') || ESCAPED.test(text) || !/[^ \t\n]/.test(text)) return undefined;
	const lines = text.split('\n');
	const ends = lines.at(-1) === '';
	if (ends) lines.pop();
	const chomp = !ends ? '-' : lines.at(-1) === '' ? '+' : '';
	const digit = /^\n*[ \t]/.test(text) ? '2' : '';
	return `|${digit}${chomp}\n${lines.map((line) => (line === '' ? '' : indent + line)).join('\n')}`;
}

const PLAIN = /^[^\s\-?:,[\]{}#&*!|>'"%@`=<](?:[^:#\n\t]|:(?! |$)|(?<! )#)*$/;

/** A scalar on one line: plain where PyYAML reads the same string, else in single, else in double quotes. */
function keyText(text: string): string {
	if (
		PLAIN.test(text) &&
		!text.endsWith(' ') &&
		!text.startsWith('...') &&
		kindOfPlain(text) === 'str' &&
		!ESCAPED.test(text)
	)
		return text;
	if (!/[\n\t]/.test(text) && !ESCAPED.test(text)) return `'${text.replaceAll("'", "''")}'`;
	return doubleQuoted(text);
}

function doubleQuoted(text: string): string {
	// JSON's escapes are YAML's, too; JSON leaves some characters as they are that PyYAML refuses or takes for line ends.
	return JSON.stringify(text).replace(
		/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
		(character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
	);
}
