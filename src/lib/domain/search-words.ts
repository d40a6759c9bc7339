/** Text without case and accents, and for each of its UTF-16 units where it came from; `null`: at the same place. */
export interface FoldedText {
	readonly text: string;
	readonly from: readonly number[] | null;
}

/** One word of a text as it is searched for; `start` and `end` are places in the folded text. */
export interface SearchWord {
	readonly word: string;
	readonly start: number;
	readonly end: number;
}

/**
 * Lower case, the accents of Latin, Greek and Cyrillic letters off, one form for each letter (`Ａ` is `a`); control
 * characters become spaces.
 *
 * @param original in Unicode's form NFC, as {@link composed} gives it, so that places in it mean something
 */
export function foldWithPlaces(original: string): FoldedText {
	if (PLAIN.test(original)) return { text: original.toLowerCase(), from: null };
	let text = '';
	const from: number[] = [];
	let at = 0;
	for (const character of original) {
		const folded = foldCharacter(character);
		for (let unit = 0; unit < folded.length; unit++) from.push(at);
		text += folded;
		at += character.length;
	}
	return { text, from };
}

/** {@link foldWithPlaces} of any text, without the places. */
export const fold = (text: string): string =>
	PLAIN.test(text) ? text.toLowerCase() : foldWithPlaces(composed(text)).text;

/** Well-formed, each letter in its shortest form. */
export const composed = (text: string): string => (PLAIN.test(text) ? text : text.toWellFormed().normalize('NFC'));

/**
 * The words of a folded text. A letter of a script that is written without spaces is a word of its own, so that a part
 * of such a text is a phrase; so is a pictograph. `order_date` and `sales.amount` are two words each.
 */
export function wordsOf(folded: string): SearchWord[] {
	const words: SearchWord[] = [];
	for (const { 0: word, index } of folded.matchAll(WORD)) {
		words.push({ word, start: index, end: index + word.length });
	}
	return words;
}

/** Where a word begins inside of another one, as in `orderDate`: places in `text`. */
export const humpsIn = (text: string): number[] => [...text.matchAll(HUMP)].map(({ index }) => index + 1);

/**
 * What a full-text index that knows only letters and digits is to be given: the words of `text`, once more the parts of
 * those with humps, pictographs as letters.
 */
export function indexText(text: string): string {
	const whole = composed(text);
	const words = wordsOf(fold(whole)).map(({ word }) => indexWord(word));
	for (const [identifier] of whole.matchAll(HUMPED)) {
		words.push(...identifier.replace(HUMP, '$& ').split(' ').map(fold));
	}
	return words.join(' ');
}

/** A word as it stands in {@link indexText}. */
export const indexWord = (word: string): string =>
	PICTOGRAPH.test(word) ? `pictograph${word.codePointAt(0)!.toString(16)}` : word;

const PLAIN = /^[\n\x20-\x7e]*$/;
/** Scripts without spaces between words: Chinese, Japanese, Thai, Lao, Khmer, Burmese, Tibetan. */
const SPACELESS =
	'[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{sc=Thai}\\p{sc=Laoo}\\p{sc=Khmr}\\p{sc=Mymr}\\p{sc=Tibt}]';
const LETTER = '[\\p{L}\\p{N}\\p{M}\\p{Co}]';
const WORD = new RegExp(
	`(?=[\\p{L}\\p{N}])${SPACELESS}\\p{M}*|(?:(?!${SPACELESS})${LETTER})+|\\p{Extended_Pictographic}`,
	'gu'
);
const PICTOGRAPH = /^\p{Extended_Pictographic}/u;
const HUMP = /\p{Ll}(?=\p{Lu})/gu;
const HUMPED = /[\p{L}\p{N}]*\p{Ll}\p{Lu}[\p{L}\p{N}]*/gu;

const known = new Map<string, string>();
const MOST_KNOWN = 20_000;

function foldCharacter(character: string): string {
	const before = known.get(character);
	if (before !== undefined) return before;
	// Upper case first: it makes one of `ς` and `σ`, and two letters of `ß`.
	const folded = /[^\P{Cc}\n]/u.test(character)
		? ' '
		: character
				.normalize('NFKD')
				.toUpperCase()
				.toLowerCase()
				.replace(/[\u0300-\u036f]/g, '')
				.normalize('NFC');
	if (known.size >= MOST_KNOWN) known.clear();
	known.set(character, folded);
	return folded;
}
