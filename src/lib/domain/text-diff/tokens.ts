import { languageOf, stateIn, type LineState } from './line-state.ts';
import { scanSql } from './sql.ts';

/** A part of a line that has a colour; `start` and `end` are places in the line's text. */
export interface SyntaxToken {
	readonly start: number;
	readonly end: number;
	readonly kind: 'key' | 'string' | 'number' | 'comment' | 'keyword';
}

/** So far a line is coloured; what follows stays plain. */
const LONGEST_COLOURED = 2000;

/** The coloured parts of a line, in order and without overlaps. */
export function tokensOf(state: LineState, line: string): SyntaxToken[] {
	const here = stateIn(state, line);
	const text = line.length > LONGEST_COLOURED ? line.slice(0, LONGEST_COLOURED) : line;
	if (here.language === 'yaml') return yamlTokens(text);
	if (here.language === 'sql') return sqlTokens(text, 0, here);
	return here.language === 'json' ? jsonTokens(text) : [];
}

function sqlTokens(text: string, from: number, { open }: Pick<LineState, 'open'>): SyntaxToken[] {
	const tokens: SyntaxToken[] = [];
	scanSql(text, from, { open, found: (token) => tokens.push(token) });
	return tokens;
}

const KEY = /^((?: |- )*)("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'#].*?):(?: |$)/;
const NUMBER = /^[-+]?(\d[\d_]*(\.\d*)?([eE][-+]?\d+)?|\.inf|\.nan)$/;
const WORD = /^(true|false|null|~)$/;

function yamlTokens(text: string): SyntaxToken[] {
	const [whole = '', lead = '', key] = KEY.exec(text) ?? [];
	const start = key === undefined ? (/^(?: |- )*/.exec(text)?.[0].length ?? 0) : whole.length;
	const own: SyntaxToken[] =
		key === undefined ? [] : [{ start: lead.length, end: lead.length + key.length, kind: 'key' }];
	const value = text.slice(start);
	const name = key?.replace(/^["']|["']$/g, '') ?? '';
	if (/^[^'"|>]/.test(value) && languageOf(name) === 'sql') return [...own, ...sqlTokens(text, start, { open: '' })];
	const kind = kindOf(value);
	return kind ? [...own, { start, end: text.length, kind }] : own;
}

function kindOf(value: string): SyntaxToken['kind'] | undefined {
	if (value.startsWith('#')) return 'comment';
	if (/^["']/.test(value)) return 'string';
	if (NUMBER.test(value)) return 'number';
	return WORD.test(value) ? 'keyword' : undefined;
}

const JSON_PART = /"(?:[^"\\]|\\.)*"(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|\b(?:true|false|null)\b/g;

function jsonTokens(text: string): SyntaxToken[] {
	return [...text.matchAll(JSON_PART)].map((match) => {
		const [part, colon] = match;
		const end = match.index + part.length - (colon?.length ?? 0);
		const kind = part.startsWith('"') ? (colon ? 'key' : 'string') : /^[tfn]/.test(part) ? 'keyword' : 'number';
		return { start: match.index, end, kind };
	});
}
