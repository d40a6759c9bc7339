/** A stretch of a base that a side replaced: `[from, to)` of the base by `[start, end)` of the side. */
export interface Hunk {
	readonly from: number;
	readonly to: number;
	readonly start: number;
	readonly end: number;
}

/** Sides that are further apart are compared by what stands once in each alone; the work is at most about its square. */
const FURTHEST = 1_500;

/**
 * What a side did to a base, in order: the shortest way from one to the other (E. Myers, *An O(ND) Difference Algorithm*,
 * 1986), so that it is what git would say.
 */
export function hunksOf(base: readonly string[], side: readonly string[]): Hunk[] {
	let head = 0;
	while (head < base.length && head < side.length && base[head] === side[head]) head += 1;
	let tail = 0;
	const most = Math.min(base.length, side.length) - head;
	while (tail < most && base[base.length - 1 - tail] === side[side.length - 1 - tail]) tail += 1;
	const left = base.slice(head, base.length - tail);
	const right = side.slice(head, side.length - tail);
	const kept = shortestWay(left, right) ?? onceInEach(left, right);
	return gapsOf(kept, left.length, right.length).map(({ from, to, start, end }) => ({
		...{ from: from + head, to: to + head },
		...{ start: start + head, end: end + head }
	}));
}

/** Places of what stayed, in order. */
type Kept = readonly (readonly [from: number, start: number])[];

function gapsOf(kept: Kept, length: number, sideLength: number): Hunk[] {
	const hunks: Hunk[] = [];
	let [from, start] = [0, 0];
	for (const [at, sideAt] of [...kept, [length, sideLength] as const]) {
		if (at > from || sideAt > start) hunks.push({ from, to: at, start, end: sideAt });
		[from, start] = [at + 1, sideAt + 1];
	}
	return hunks;
}

function shortestWay(left: readonly string[], right: readonly string[]): Kept | null {
	const furthest = Math.min(left.length + right.length, FURTHEST);
	const offset = furthest + 1;
	// How far along `left` each diagonal gets, by number of edits.
	const reach = new Int32Array(2 * offset + 1);
	const trace: Int32Array[] = [];
	for (let edits = 0; edits <= furthest; edits += 1) {
		for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
			const isDown =
				diagonal === -edits || (diagonal !== edits && reach[offset + diagonal - 1]! < reach[offset + diagonal + 1]!);
			let at = isDown ? reach[offset + diagonal + 1]! : reach[offset + diagonal - 1]! + 1;
			while (at < left.length && at - diagonal < right.length && left[at] === right[at - diagonal]) at += 1;
			reach[offset + diagonal] = at;
			if (at >= left.length && at - diagonal >= right.length) {
				trace.push(reach.slice(offset - edits, offset + edits + 1));
				return wayBack(trace, left.length, right.length);
			}
		}
		trace.push(reach.slice(offset - edits, offset + edits + 1));
	}
	return null;
}

function wayBack(trace: readonly Int32Array[], length: number, sideLength: number): Kept {
	const kept: [number, number][] = [];
	let [at, other] = [length, sideLength];
	for (let edits = trace.length - 1; edits > 0; edits -= 1) {
		const before = trace[edits - 1]!;
		const reached = (diagonal: number) => before[diagonal + edits - 1] ?? -1;
		const diagonal = at - other;
		const isDown = diagonal === -edits || (diagonal !== edits && reached(diagonal - 1) < reached(diagonal + 1));
		const from = isDown ? reached(diagonal + 1) : reached(diagonal - 1);
		const previous = isDown ? diagonal + 1 : diagonal - 1;
		const start = isDown ? from : from + 1;
		while (at > start) kept.push([(at -= 1), (other -= 1)]);
		[at, other] = [from, from - previous];
	}
	while (at > 0 && other > 0) kept.push([(at -= 1), (other -= 1)]);
	return kept.reverse();
}

/** The longest run, in order, of what stands once on each side: far apart as they are, these belong together. */
function onceInEach(left: readonly string[], right: readonly string[]): Kept {
	const counts = new Map<string, { left: number; right: number; at: number; start: number }>();
	const noted = (text: string) => {
		const known = counts.get(text) ?? { left: 0, right: 0, at: 0, start: 0 };
		counts.set(text, known);
		return known;
	};
	left.forEach((text, at) => Object.assign(noted(text), { left: noted(text).left + 1, at }));
	right.forEach((text, start) => Object.assign(noted(text), { right: noted(text).right + 1, start }));
	const pairs = [...counts.values()].filter((one) => one.left === 1 && one.right === 1).sort((a, b) => a.at - b.at);
	// Patience: the ends of the best runs of each length, and what came before each.
	const ends: number[] = [];
	const previous: number[] = [];
	pairs.forEach(({ start }, index) => {
		let [low, high] = [0, ends.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			if (pairs[ends[middle]!]!.start < start) low = middle + 1;
			else high = middle;
		}
		previous[index] = low > 0 ? ends[low - 1]! : -1;
		ends[low] = index;
	});
	const kept: [number, number][] = [];
	for (let index = ends.at(-1) ?? -1; index >= 0; index = previous[index]!)
		kept.push([pairs[index]!.at, pairs[index]!.start]);
	return kept.reverse();
}
