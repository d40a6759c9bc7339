import {
	isAlias,
	isMap,
	isScalar,
	isSeq,
	LineCounter,
	parseDocument,
	visit,
	type Node,
	type Scalar,
	type YAMLMap
} from 'yaml';
import { mapping, type MutableMapping, type Value } from '#lib/domain/value.ts';
import { kindOfPlain, plainValue } from './yaml-scalars.ts';

export { writeYaml, type WriteYamlOptions } from './yaml-write.ts';

/** Text that is not YAML as Superset writes it. The caller adds which file it is. */
export class YamlError extends Error {
	/** From 1. */
	readonly line: number;
	/** From 1. */
	readonly column: number;

	constructor(message: string, line: number, column: number) {
		super(message);
		this.name = 'YamlError';
		this.line = line;
		this.column = column;
	}
}

/** Something that Superset would read differently or refuse, though we can read it. */
export interface YamlFinding {
	readonly path: readonly string[];
	readonly message: string;
}

export interface ParseYamlOptions {
	readonly onFinding?: (finding: YamlFinding) => void;
}

const MAX_LENGTH = 64 * 1024 * 1024;
const MAX_DEPTH = 200;

/**
 * `text` as PyYAML 6's `safe_load` reads it, exactly. A plain date stays text and is reported, a key that is no string
 * becomes the one that Python's `json.dumps` would write, and is reported.
 * @throws YamlError also for what Superset never writes: anchors, aliases, tags, merge keys, duplicate keys, more documents
 */
export function parseYaml(text: string, options: ParseYamlOptions = {}): Value {
	if (text.length > MAX_LENGTH) throw new YamlError(`The text is longer than ${MAX_LENGTH} characters.`, 1, 1);
	const counter = new LineCounter();
	const document = parseDocument(text, {
		schema: 'failsafe',
		version: '1.1',
		uniqueKeys: false,
		stringKeys: false,
		logLevel: 'error',
		prettyErrors: false,
		lineCounter: counter
	});
	const refuse = (message: string, offset: number): never => {
		const { line, col } = counter.linePos(offset);
		throw new YamlError(message, line, col);
	};
	const problem = document.errors[0] ?? document.warnings[0];
	if (problem) refuse(problem.message, problem.pos[0]);
	visit(document, (_key, node) => {
		if (isAlias(node)) refuse(`The alias *${node.source} is not allowed.`, node.range?.[0] ?? 0);
	});
	const read = (node: Node | null, path: readonly string[]): Value => {
		if (node === null) return null;
		const at = node.range?.[0] ?? 0;
		if (path.length > MAX_DEPTH) refuse(`Nested deeper than ${MAX_DEPTH} levels.`, at);
		if ('anchor' in node && node.anchor) refuse(`The anchor &${node.anchor} is not allowed.`, at);
		if (node.tag && text[at] === '!') refuse(`The tag ${node.tag} is not allowed.`, at);
		if (isScalar(node)) return scalar(node, path, at);
		if (isSeq(node)) return node.items.map((item, index) => read(item as Node | null, [...path, String(index)]));
		if (isMap(node)) return readMap(node, path);
		return refuse('Unknown node.', at);
	};
	const scalar = (node: Scalar, path: readonly string[], at: number): Value => {
		const source = String(node.value ?? '');
		if (node.type !== 'PLAIN') return source;
		const kind = kindOfPlain(source);
		if (kind === 'merge' || kind === 'value') refuse(`The plain scalar ${source} is not allowed.`, at);
		if (kind === 'timestamp') options.onFinding?.({ path, message: `${source} is a date to Superset, not text.` });
		return plainValue(kind, source);
	};
	const readMap = (node: YAMLMap, path: readonly string[]): Value => {
		const made: MutableMapping = mapping();
		for (const pair of node.items) {
			const key = read(pair.key as Node | null, path);
			const at = (pair.key as Node | null)?.range?.[0] ?? 0;
			if (typeof key === 'object' && key !== null) refuse('A key must be a scalar.', at);
			const name = String(key);
			if (typeof key !== 'string') options.onFinding?.({ path: [...path, name], message: 'The key is not a string.' });
			if (name in made) refuse(`The key ${JSON.stringify(name)} stands twice.`, at);
			made[name] = read(pair.value as Node | null, [...path, name]);
		}
		return made;
	};
	return read(document.contents as Node | null, []);
}
