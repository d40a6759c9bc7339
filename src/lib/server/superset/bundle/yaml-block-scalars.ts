import { type Cursor, NEWLINE, SPACE, UNSURE } from './yaml-cursor.ts';

/*
 * Scalars as PyYAML writes them, folded at 80 columns, and literals as we write them. `column` is always the column of
 * the mapping or list that a scalar belongs to: its further lines must stand deeper.
 */

const COLON = 58;
const HASH = 35;
const TAB = 9;

/**
 * The part of a plain scalar on its first line. Leaves the cursor behind it: at the end of the line, or at the `:` of a
 * key.
 */
export function readPlainLine(cursor: Cursor): string {
	const { text, at: start } = cursor;
	let at = start;
	let code = text.charCodeAt(at);
	let previous = SPACE;
	while (code !== NEWLINE) {
		const next = text.charCodeAt(at + 1);
		if (code === COLON && (next === SPACE || next === NEWLINE)) break;
		if (code === TAB || (code === HASH && previous === SPACE)) throw UNSURE;
		previous = code;
		code = next;
		at++;
	}
	if (previous === SPACE) throw UNSURE;
	cursor.at = at;
	return text.slice(start, at);
}

/** The further lines of a plain scalar that began with `first`; enters the line behind it. */
export function readPlainRest(cursor: Cursor, first: string, column: number): string {
	let whole = first;
	cursor.leaveLine();
	while (cursor.column > column) {
		whole += ` ${readPlainLine(cursor)}`;
		cursor.leaveLine();
	}
	return whole;
}

/** A single-quoted scalar; leaves the cursor behind its last quote. */
export function readSingleQuoted(cursor: Cursor, column: number): string {
	const { text } = cursor;
	let whole = '';
	let start = ++cursor.at;
	let newline = text.indexOf('\n', start);
	for (;;) {
		const quote = text.indexOf("'", cursor.at);
		if (quote === -1) throw UNSURE;
		if (newline < quote) {
			whole += trimmed(text, start, newline);
			cursor.at = newline;
			whole += foldedBreak(cursor, column);
			start = cursor.at;
			newline = text.indexOf('\n', start);
		} else if (text.charCodeAt(quote + 1) === 39) {
			whole += text.slice(start, quote + 1);
			start = cursor.at = quote + 2;
		} else {
			cursor.at = quote + 1;
			return whole === '' ? text.slice(start, quote) : whole + text.slice(start, quote);
		}
	}
}

const DOUBLE_CHUNK = /[^"\\\n]*/y;
const ESCAPES: Readonly<Record<string, string>> = {
	'0': '\0',
	a: '\x07',
	b: '\b',
	t: '\t',
	n: '\n',
	v: '\v',
	f: '\f',
	r: '\r',
	e: '\x1b',
	' ': ' ',
	'"': '"',
	'\\': '\\',
	'/': '/',
	N: '\x85',
	_: '\xa0',
	L: '\u2028',
	P: '\u2029'
};
const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** A double-quoted scalar; leaves the cursor behind its last quote. */
export function readDoubleQuoted(cursor: Cursor, column: number): string {
	const { text } = cursor;
	let whole = '';
	cursor.at++;
	for (;;) {
		const start = cursor.at;
		DOUBLE_CHUNK.lastIndex = start;
		DOUBLE_CHUNK.test(text);
		const end = DOUBLE_CHUNK.lastIndex;
		const code = text.charCodeAt(end);
		cursor.at = end;
		if (code === NEWLINE) whole += trimmed(text, start, end) + foldedBreak(cursor, column);
		else {
			whole += text.slice(start, end);
			if (code !== 92) {
				if (end >= text.length) throw UNSURE;
				cursor.at++;
				return whole;
			}
			whole += escaped(cursor, column);
		}
	}
}

function escaped(cursor: Cursor, column: number): string {
	const { text } = cursor;
	const letter = text.charAt(cursor.at + 1);
	const digits = HEX_DIGITS[letter];
	if (digits !== undefined) {
		const hex = text.slice(cursor.at + 2, cursor.at + 2 + digits);
		const code = hex.length === digits && /^[0-9a-fA-F]+$/.test(hex) ? parseInt(hex, 16) : Infinity;
		// Halves of a pair stay two characters to Python, and become one in JavaScript.
		if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) throw UNSURE;
		cursor.at += 2 + digits;
		return String.fromCodePoint(code);
	}
	if (letter === '\n') {
		cursor.at++;
		if (foldedBreak(cursor, column) !== ' ') throw UNSURE;
		return '';
	}
	const meant = ESCAPES[letter];
	if (meant === undefined) throw UNSURE;
	cursor.at += 2;
	return meant;
}

/** From the end of a line inside quotes to the first character of the next: a space, or one `\n` for each empty line. */
function foldedBreak(cursor: Cursor, column: number): string {
	const { text } = cursor;
	let breaks = -1;
	let at = cursor.at;
	let lineStart = at;
	while (text.charCodeAt(at) === NEWLINE) {
		breaks++;
		lineStart = ++at;
		while (text.charCodeAt(at) === SPACE) at++;
	}
	if (text.charCodeAt(at) === TAB || at - lineStart <= column) throw UNSURE;
	cursor.at = at;
	return breaks === 0 ? ' ' : '\n'.repeat(breaks);
}

function trimmed(text: string, start: number, end: number): string {
	let last = end;
	while (last > start && (text.charCodeAt(last - 1) === SPACE || text.charCodeAt(last - 1) === TAB)) last--;
	return text.slice(start, last);
}

const LITERAL_HEADER = /\|([1-9]?)([-+]?)\n/y;

/** A literal block scalar; enters the line behind it. */
export function readLiteral(cursor: Cursor, column: number): string {
	const { text } = cursor;
	LITERAL_HEADER.lastIndex = cursor.at;
	const header = LITERAL_HEADER.exec(text);
	if (!header) throw UNSURE;
	const [whole, digit, chomp] = header;
	let at = cursor.at + whole.length;
	const indent = digit ? column + Number(digit) : indentOf(text, at);
	if (indent <= column) throw UNSURE;
	const lines: string[] = [];
	let content = 0;
	while (at < text.length) {
		const end = text.indexOf('\n', at);
		if (end === at) lines.push('');
		else {
			let first = at;
			while (first < at + indent && text.charCodeAt(first) === SPACE) first++;
			if (first === end) throw UNSURE;
			if (first < at + indent) break;
			lines.push(text.slice(first, end));
			content = lines.length;
		}
		at = end + 1;
	}
	if (content === 0) throw UNSURE;
	cursor.at = at;
	cursor.enterLine();
	if (chomp === '+') return `${lines.join('\n')}\n`;
	lines.length = content;
	return chomp === '-' ? lines.join('\n') : `${lines.join('\n')}\n`;
}

/** The indentation of the first line that has something in it. Spaces alone before it are not for us. */
function indentOf(text: string, start: number): number {
	let at = start;
	while (text.charCodeAt(at) === NEWLINE) at++;
	const lineStart = at;
	while (text.charCodeAt(at) === SPACE) at++;
	if (text.charCodeAt(at) === NEWLINE) throw UNSURE;
	return at - lineStart;
}
