import { composed, fold, foldWithPlaces, humpsIn, indexWord, wordsOf, type SearchWord } from './search-words.ts';

/** One thing that has to be in what is found. */
export interface SearchTerm {
	/** What was typed, folded. */
	readonly text: string;
	/** Its words, which have to follow one another; empty where it has only signs (`>=`). */
	readonly words: readonly string[];
	/** Whether the last word may go on. A phrase that was closed by its quote ends where it ends. */
	readonly isOpen: boolean;
}

/** Places of UTF-16 units: from `start` up to, not including, `end`. */
export interface MarkedRange {
	readonly start: number;
	readonly end: number;
}

/** Where a search found something, as plain data. `marks` are in order and do not overlap. */
export interface CommitMatch {
	readonly where: 'message' | 'author' | 'asset' | 'text';
	/** One line, at most {@link SNIPPET_LENGTH} characters of it. */
	readonly text: string;
	readonly marks: readonly MarkedRange[];
	/** For `text`: the file, the asset in it (where it holds one), and whether the commit added or removed the line. */
	readonly line?: { readonly path: string; readonly name?: string; readonly change: 'added' | 'removed' };
}

/** Words after so many do not count. */
export const MOST_TERMS = 32;
export const SNIPPET_LENGTH = 160;
/** Fewer digits of an id are found in too many. */
const LEAST_OF_ID = 4;

/** Words, all of which have to be there; `"…"` keeps several together. Nothing else that is typed has a meaning. */
export function termsOf(query: string): SearchTerm[] {
	const terms: SearchTerm[] = [];
	const clean = fold(query).replaceAll('\n', ' ');
	for (const [, phrase, isClosed, word] of clean.matchAll(/"([^"]*)("?)|([^\s"]+)/g)) {
		const text = (phrase ?? word ?? '').trim();
		if (text === '') continue;
		const words = wordsOf(text).map((one) => one.word);
		terms.push({ text, words, isOpen: phrase === undefined || isClosed === '' });
		if (terms.length === MOST_TERMS) break;
	}
	return terms;
}

/** The start of an object id, where that is what the query may be. */
export function idStartIn(terms: readonly SearchTerm[]): string | undefined {
	const [only, ...others] = terms;
	if (!only || others.length > 0 || only.text.length < LEAST_OF_ID) return undefined;
	return /^[0-9a-f]{4,64}$/.test(only.text) ? only.text : undefined;
}

/**
 * The terms in the language of SQLite's FTS5 (https://sqlite.org/fts5.html#full_text_query_syntax): all of them that
 * have words; `null` where none has. Only letters and digits stand between its quotes.
 */
export function matchExpression(terms: readonly SearchTerm[]): string | null {
	const phrases = terms
		.filter(({ words }) => words.length > 0)
		.map(({ words, isOpen }) => `"${words.map(indexWord).join(' ')}"${isOpen ? '*' : ''}`);
	return phrases.length === 0 ? null : phrases.join(' AND ');
}

/** Where the terms stand in a text, in order, without overlap. First as words; only where there are none, anywhere. */
export function marksIn(original: string, terms: readonly SearchTerm[]): MarkedRange[] {
	const whole = composed(original);
	const { text, from } = foldWithPlaces(whole);
	const candidates = terms.filter(({ words, text: typed }) => text.includes(words[0] ?? typed));
	if (candidates.length === 0) return [];
	const starts = startsOf(whole, text, from);
	const found = candidates.flatMap((term) => {
		const asWords = term.words.length === 0 ? [] : phrasesIn(starts, term);
		return asWords.length > 0 ? asWords : placesOf(text, term.text);
	});
	const place = (at: number): number => (from === null ? at : (from[at] ?? whole.length));
	return merged(found.map(({ start, end }) => ({ start: place(start), end: place(end) })));
}

/** A line cut to what can be shown, around its first mark. */
export function snippetOf(original: string, marks: readonly MarkedRange[]): Pick<CommitMatch, 'text' | 'marks'> {
	const whole = composed(original);
	const first = marks[0]?.start ?? 0;
	const room = SNIPPET_LENGTH - 2;
	if (whole.length <= SNIPPET_LENGTH) return { text: whole, marks };
	const start = first < room / 2 ? 0 : Math.max(0, Math.min(first - 40, whole.length - room));
	const end = Math.min(whole.length, start + room);
	const shift = (start > 0 ? 1 : 0) - start;
	const text = `${start > 0 ? '…' : ''}${whole.slice(start, end).toWellFormed()}${end < whole.length ? '…' : ''}`;
	const inside = marks.filter((mark) => mark.start < end && mark.end > start);
	return {
		text,
		marks: inside.map((mark) => ({ start: Math.max(mark.start, start) + shift, end: Math.min(mark.end, end) + shift }))
	};
}

interface Start extends SearchWord {
	/** Which of the text's words come after it. */
	readonly next: number;
}

/** All places at which a word may begin: words, and the humps inside of them. */
function startsOf(whole: string, text: string, from: readonly number[] | null): Start[] {
	const words = wordsOf(text);
	const starts: Start[] = words.map((word, at) => ({ ...word, next: at + 1 }));
	for (const hump of humpsIn(whole)) {
		const at = from === null ? hump : from.indexOf(hump);
		const word = words.findIndex(({ start, end }) => start < at && at < end);
		if (word >= 0)
			starts.push({ word: text.slice(at, words[word]!.end), start: at, end: words[word]!.end, next: word + 1 });
	}
	return starts;
}

function phrasesIn(starts: readonly Start[], { words, isOpen }: SearchTerm): MarkedRange[] {
	return starts.flatMap((start) => {
		let here: Start | undefined = start;
		for (const [at, wanted] of words.entries()) {
			const isLast = at === words.length - 1;
			if (!here || !(isLast && isOpen ? here.word.startsWith(wanted) : here.word === wanted)) return [];
			if (isLast) return [{ start: start.start, end: here.start + wanted.length }];
			here = starts[here.next];
		}
		return [];
	});
}

function placesOf(text: string, part: string): MarkedRange[] {
	const places: MarkedRange[] = [];
	for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) {
		places.push({ start: at, end: at + part.length });
	}
	return places;
}

function merged(ranges: readonly MarkedRange[]): MarkedRange[] {
	const result: { start: number; end: number }[] = [];
	for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
		const last = result.at(-1);
		if (last && start <= last.end) last.end = Math.max(last.end, end);
		else if (end > start) result.push({ start, end });
	}
	return result;
}
