/** How well a text fits what was typed. */
export interface Match {
	/** Above 0; the higher, the better. 1000: the very text. */
	readonly score: number;
	/** Where it fits, in order and apart from each other: `[from, to)` in UTF-16 units of the text. */
	readonly ranges: readonly (readonly [from: number, to: number])[];
}

/** A text without case and accents; each unit knows which letter of the text it came from. */
interface Folded {
	readonly text: string;
	readonly from: readonly number[];
	readonly to: readonly number[];
}

const EXACT = 1000;
const AT_START = 800;
const AT_WORD = 600;
const INSIDE = 400;
const SCATTERED = 200;

const isWordLetter = (letter: string | undefined): boolean => letter !== undefined && /[\p{L}\p{N}]/u.test(letter);

function fold(text: string): Folded {
	const folded = { text: '', from: [] as number[], to: [] as number[] };
	let at = 0;
	for (const letter of text) {
		const plain = letter.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '');
		for (let unit = 0; unit < plain.length; unit++) {
			folded.from.push(at);
			folded.to.push(at + letter.length);
		}
		folded.text += plain;
		at += letter.length;
	}
	return folded;
}

/**
 * How well texts fit what was typed: every word of it must be found, as it stands or as first letters of the text's
 * words and letters after them (`fr` in `feature/regions`). Any script; nothing that is typed has a meaning of its own.
 *
 * @returns for a text its match, or `null`; nothing typed fits everything equally
 */
export function matcherOf(typed: string): (text: string) => Match | null {
	const words = fold(typed).text.split(/\s+/u).filter(Boolean);
	const whole = words.join(' ');
	if (!words.length) return () => ({ score: 1, ranges: [] });
	return (text) => {
		const folded = fold(text);
		const found = findIn(folded, whole);
		if (found || words.length === 1) return found;
		const each = words.map((word) => findIn(folded, word));
		if (each.includes(null)) return null;
		const matches = each as Match[];
		const mean = matches.reduce((sum, { score }) => sum + score, 0) / matches.length;
		return { score: Math.max(1, mean * 0.75), ranges: joined(matches.flatMap(({ ranges }) => ranges)) };
	};
}

/** Items that fit, the best first; equal ones keep their order. */
export function ranked<Item>(
	typed: string,
	items: readonly Item[],
	textOf: (item: Item) => string
): { readonly item: Item; readonly match: Match }[] {
	const match = matcherOf(typed);
	return items
		.flatMap((item) => {
			const found = match(textOf(item));
			return found ? [{ item, match: found }] : [];
		})
		.sort((a, b) => b.match.score - a.match.score);
}

function findIn(folded: Folded, word: string): Match | null {
	const { text } = folded;
	if (text === word) return matchAt(folded, { at: 0, length: word.length, score: EXACT });
	let best: { at: number; score: number } | undefined;
	for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
		const place = at === 0 ? AT_START : startsWord(text, at) ? AT_WORD : INSIDE;
		if (!best || place > best.score) best = { at, score: place };
		if (place === AT_START) break;
	}
	// The more of the text is typed, the better: below the next better place in any case.
	if (best) {
		const score = best.score + (100 * word.length) / text.length;
		return matchAt(folded, { at: best.at, length: word.length, score });
	}
	return findScattered(folded, word);
}

/** Letters in order, beginning with a word, each next one beside the last or at the beginning of a word. */
function findScattered(folded: Folded, word: string): Match | null {
	const { text } = folded;
	if (word.length < 2) return null;
	const places: number[] = [];
	for (let at = 0; at < text.length && places.length < word.length; at++) {
		if (text[at] !== word[places.length]) continue;
		if (startsWord(text, at) || (places.length > 0 && places.at(-1) === at - 1)) places.push(at);
	}
	if (places.length < word.length) return null;
	const ranges = joined(places.map((at) => [folded.from[at]!, folded.to[at]!] as const));
	return { score: SCATTERED - Math.min(150, 10 * ranges.length), ranges };
}

function startsWord(text: string, at: number): boolean {
	return isWordLetter(text[at]) && !isWordLetter(text[at - 1]);
}

const matchAt = (folded: Folded, of: { at: number; length: number; score: number }): Match => ({
	score: of.score,
	ranges: [[folded.from[of.at]!, folded.to[of.at + of.length - 1]!]]
});

/** Ranges in order, those that touch made one. */
function joined(ranges: readonly (readonly [number, number])[]): (readonly [number, number])[] {
	const apart: (readonly [number, number])[] = [];
	for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
		const last = apart.at(-1);
		if (last && from <= last[1]) apart[apart.length - 1] = [last[0], Math.max(last[1], to)];
		else apart.push([from, to]);
	}
	return apart;
}
