/** Places in two lists of lines that stand side by side; `null` where one has no partner. */
export type LinePair = readonly [removed: number | null, added: number | null];

const MOST_COMPARISONS = 400;
const LONGEST_COMPARED = 400;
/** Lines as like as this are one line that was changed. */
const ALIKE = 0.5;

/**
 * Which removed line became which added one, in order: by likeness in small blocks, in turn in large ones.
 */
export function pairLines(removed: readonly string[], added: readonly string[]): LinePair[] {
	if (removed.length === added.length || removed.length * added.length > MOST_COMPARISONS) {
		return Array.from({ length: Math.max(removed.length, added.length) }, (_, at) => [
			at < removed.length ? at : null,
			at < added.length ? at : null
		]);
	}
	return pairsByLikeness(removed.map(wordsOf), added.map(wordsOf));
}

function pairsByLikeness(left: readonly Words[], right: readonly Words[]): LinePair[] {
	// best[r][a]: the greatest sum of likeness that the lines from r and a on can reach.
	const best = Array.from({ length: left.length + 1 }, () => new Float64Array(right.length + 1));
	const likeness = left.map((one) => right.map((other) => likenessOf(one, other)));
	const like = (row: number, column: number) => likeness[row]?.[column] ?? 0;
	const at = (row: number, column: number) => best[row]?.[column] ?? 0;
	for (let row = left.length - 1; row >= 0; row--) {
		for (let column = right.length - 1; column >= 0; column--) {
			const paired = like(row, column) >= ALIKE ? like(row, column) + at(row + 1, column + 1) : 0;
			(best[row] as Float64Array)[column] = Math.max(paired, at(row + 1, column), at(row, column + 1));
		}
	}
	const pairs: LinePair[] = [];
	let row = 0;
	let column = 0;
	while (row < left.length && column < right.length) {
		if (like(row, column) >= ALIKE && at(row, column) === like(row, column) + at(row + 1, column + 1)) {
			pairs.push([row++, column++]);
		} else if (at(row, column) === at(row + 1, column)) pairs.push([row++, null]);
		else pairs.push([null, column++]);
	}
	while (row < left.length) pairs.push([row++, null]);
	while (column < right.length) pairs.push([null, column++]);
	return pairs;
}

type Words = ReadonlySet<string>;

const wordsOf = (line: string): Words =>
	new Set(line.slice(0, LONGEST_COMPARED).match(/[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu));

/** The share of words that two lines have in common, 0 to 1. */
function likenessOf(one: Words, other: Words): number {
	if (one.size + other.size === 0) return 0;
	let common = 0;
	for (const word of one) if (other.has(word)) common++;
	return (2 * common) / (one.size + other.size);
}
