import { scanSql, type OpenInSql } from './sql.ts';

export type Language = 'yaml' | 'sql' | 'json' | 'plain';

/**
 * Where the syntax stands before a line, so that any line can be coloured without those above it. Plain data; equal
 * states of the common kinds are the same object.
 */
export interface LineState {
	readonly language: Language;
	/** Inside a block of text in YAML: its lines have more spaces than this. `-1` outside of one. */
	readonly over: number;
	readonly open: OpenInSql;
}

const YAML: LineState = { language: 'yaml', over: -1, open: '' };
const PLAIN: LineState = { language: 'plain', over: -1, open: '' };
const known = new Map<string, LineState>();

/** The state before the first line of a file. */
export const startOf = (path: string): LineState => (/\.ya?ml$/i.test(path) ? YAML : PLAIN);

/** `key: |-` with the spaces and dashes before it, and `- |` without a key. */
const BLOCK_HEADER = /^((?: |- )*)(?:("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|\S.*?): )?[|>]\d?[+-]?$/;
/** Of a line that is longer, the rest does not count. */
const LONGEST_SCANNED = 10_000;

/** The state before the line that follows `line`. */
export function stateAfter(state: LineState, line: string): LineState {
	const here = stateIn(state, line);
	if (here.language === 'sql') {
		const open = scanSql(line.length > LONGEST_SCANNED ? line.slice(0, LONGEST_SCANNED) : line, 0, here);
		return open === here.open ? here : stateOf('sql', here.over, open);
	}
	if (here !== YAML) return here;
	const last = line.at(-1);
	if (last !== '|' && last !== '>' && last !== '-' && last !== '+' && !isDigit(last)) return YAML;
	if (line.length > LONGEST_SCANNED) return YAML;
	const [header, lead = '', key] = BLOCK_HEADER.exec(line) ?? [];
	if (header === undefined) return YAML;
	return stateOf(languageOf(key ?? ''), Math.max(0, key === undefined ? lead.length - 2 : lead.length), '');
}

/** The state that colours `line` itself: a line with too few spaces ends a block of text. */
export function stateIn(state: LineState, line: string): LineState {
	if (state.over < 0) return state;
	let spaces = 0;
	while (line.charCodeAt(spaces) === 32) spaces++;
	return spaces > state.over || spaces === line.length ? state : YAML;
}

const SQL_KEYS = /^(sql|expression|sqlExpression|where|having|fetch_values_predicate)$/;
const JSON_KEYS = /^(query_context|json_metadata|template_params|extra|params)$/;

/** In what language the value of a key is written. */
export const languageOf = (key: string): Language =>
	SQL_KEYS.test(key) ? 'sql' : JSON_KEYS.test(key) ? 'json' : 'plain';

const isDigit = (character: string | undefined) => character !== undefined && character >= '0' && character <= '9';

function stateOf(language: Language, over: number, open: OpenInSql): LineState {
	const name = `${language} ${over} ${open}`;
	let state = known.get(name);
	if (!state) {
		state = { language, over, open };
		// No file of ours has so many; odd ones shall not fill the memory.
		if (known.size < 1000) known.set(name, state);
	}
	return state;
}
