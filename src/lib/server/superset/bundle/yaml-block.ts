import { mapping, type MutableMapping, type Value } from '#lib/domain/value.ts';
import { readDoubleQuoted, readLiteral, readPlainLine, readPlainRest, readSingleQuoted } from './yaml-block-scalars.ts';
import { Cursor, NEWLINE, SPACE, UNSURE } from './yaml-cursor.ts';
import { MAX_DEPTH } from './yaml-error.ts';
import { kindOfPlain, ONLY_ESCAPED, plainValue } from './yaml-scalars.ts';

const COLON = 58;
const SINGLE = 39;
const DOUBLE = 34;
const PIPE = 124;
const QUESTION = 63;
/** PyYAML takes no longer key on one line; up to here its count and ours are sure to agree. */
const LONGEST_KEY = 1000;

/**
 * Reads block YAML as PyYAML's `safe_dump` and our own writer write it, about ten times as fast as the library.
 * `undefined` where the text has anything else, be it right or wrong: comments, flow collections, anchors, tags, dates,
 * keys that are no strings, twice the same key.
 */
export function readBlockYaml(text: string): Value | undefined {
	if (!text.endsWith('\n') || ONLY_ESCAPED.test(text)) return undefined;
	const cursor = new Cursor(text);
	try {
		cursor.enterLine();
		if (cursor.column !== 0) return undefined;
		const value = readBlock(cursor, 0);
		// A line whose column fits no open collection ends them all, and is left over.
		return cursor.isAtEnd() ? value : undefined;
	} catch (thrown) {
		if (thrown === UNSURE) return undefined;
		throw thrown;
	}
}

function readBlock(cursor: Cursor, depth: number): Value {
	return cursor.atDash() ? readList(cursor, depth) : readMapping(cursor, depth);
}

/** A mapping from its first key on; leaves the cursor in the first line that is not its own. */
function readMapping(cursor: Cursor, depth: number): Value {
	if (depth > MAX_DEPTH) throw UNSURE;
	const { column } = cursor;
	const made: MutableMapping = mapping();
	do {
		const isExplicit = cursor.code() === QUESTION && cursor.code(1) === SPACE;
		const key = isExplicit ? readExplicitKey(cursor, column) : readKey(cursor);
		if (key in made) throw UNSURE;
		made[key] =
			isExplicit && cursor.code() === SPACE ? readInline(cursor, column, depth) : readEntry(cursor, column, depth);
	} while (cursor.column === column);
	return made;
}

/** What stands behind the `:` of a key. */
function readEntry(cursor: Cursor, column: number, depth: number): Value {
	if (cursor.code() === SPACE) {
		cursor.at++;
		return readScalar(cursor, column);
	}
	cursor.leaveLine();
	if (cursor.column > column) return readBlock(cursor, depth + 1);
	if (cursor.column === column && cursor.atDash()) return readList(cursor, depth + 1);
	return null;
}

function readList(cursor: Cursor, depth: number): Value {
	if (depth > MAX_DEPTH) throw UNSURE;
	const { column } = cursor;
	const items: Value[] = [];
	do {
		cursor.at++;
		items.push(readInline(cursor, column, depth));
	} while (cursor.column === column && cursor.atDash());
	return items;
}

/** What stands behind the space of a `- `, or of the `: ` of an explicit key: it may begin a collection on this line. */
function readInline(cursor: Cursor, column: number, depth: number): Value {
	cursor.at++;
	cursor.column = column + 2;
	if (cursor.atDash()) return readList(cursor, depth + 1);
	const code = cursor.code();
	if (code === QUESTION && cursor.code(1) === SPACE) return readMapping(cursor, depth + 1);
	if (code === SINGLE || code === DOUBLE) {
		const start = cursor.at;
		const text = code === SINGLE ? readSingleQuoted(cursor, column) : readDoubleQuoted(cursor, column);
		if (cursor.code() === COLON) {
			cursor.at = start;
			return readMapping(cursor, depth + 1);
		}
		cursor.leaveLine();
		return text;
	}
	if (!startsPlain(cursor)) return readScalar(cursor, column);
	const start = cursor.at;
	const first = readPlainLine(cursor);
	if (cursor.code() === COLON) {
		cursor.at = start;
		return readMapping(cursor, depth + 1);
	}
	return resolved(readPlainRest(cursor, first, column));
}

/** A key up to and with its `:`. */
function readKey(cursor: Cursor): string {
	const code = cursor.code();
	const start = cursor.at;
	let key: string;
	if (code === SINGLE) key = readSingleQuoted(cursor, Infinity);
	else if (code === DOUBLE) key = readDoubleQuoted(cursor, Infinity);
	else {
		if (!startsPlain(cursor)) throw UNSURE;
		key = readPlainLine(cursor);
		if (kindOfPlain(key) !== 'str') throw UNSURE;
	}
	const next = cursor.code(1);
	if (cursor.code() !== COLON || (next !== SPACE && next !== NEWLINE)) throw UNSURE;
	if (cursor.at - start > LONGEST_KEY) throw UNSURE;
	cursor.at++;
	return key;
}

/** `? key` with its lines, and the `:` of the next: PyYAML writes keys so that are long, empty or have several lines. */
function readExplicitKey(cursor: Cursor, column: number): string {
	cursor.at += 2;
	const isQuoted = cursor.code() === SINGLE || cursor.code() === DOUBLE;
	const key = readScalar(cursor, column);
	if (typeof key !== 'string' || (!isQuoted && kindOfPlain(key) !== 'str')) throw UNSURE;
	if (cursor.column !== column || cursor.code() !== COLON) throw UNSURE;
	const next = cursor.code(1);
	if (next !== SPACE && next !== NEWLINE) throw UNSURE;
	cursor.at++;
	return key;
}

/** A scalar that is no key, or an empty collection; enters the line behind it. */
function readScalar(cursor: Cursor, column: number): Value {
	const code = cursor.code();
	if (code === PIPE) return readLiteral(cursor, column);
	let value: Value;
	if (code === SINGLE) value = readSingleQuoted(cursor, column);
	else if (code === DOUBLE) value = readDoubleQuoted(cursor, column);
	else if (cursor.text.startsWith('{}\n', cursor.at)) value = emptyAt(cursor, mapping());
	else if (cursor.text.startsWith('[]\n', cursor.at)) value = emptyAt(cursor, []);
	else {
		if (!startsPlain(cursor)) throw UNSURE;
		const first = readPlainLine(cursor);
		return resolved(readPlainRest(cursor, first, column));
	}
	cursor.leaveLine();
	return value;
}

function emptyAt(cursor: Cursor, value: Value): Value {
	cursor.at += 2;
	return value;
}

function resolved(text: string): Value {
	const kind = kindOfPlain(text);
	if (kind === 'str') return text;
	if (kind === 'timestamp' || kind === 'merge' || kind === 'value') throw UNSURE;
	try {
		return plainValue(kind, text);
	} catch {
		throw UNSURE;
	}
}

const INDICATORS = new Set([...'-?:,[]{}#&*!|>\'"%@` \n'].map((character) => character.charCodeAt(0)));

/** Whether a plain scalar can start here; `-` may, where no space follows. */
function startsPlain(cursor: Cursor): boolean {
	const code = cursor.code();
	if (!INDICATORS.has(code)) return true;
	return code === 45 && cursor.code(1) !== SPACE && cursor.code(1) !== NEWLINE;
}
