import { hunksOf, type Hunk } from './sequence.ts';

/** A stretch of three sequences: `[from, to)` of each. */
export interface Span {
	readonly from: number;
	readonly to: number;
}

/**
 * A stretch of a merged sequence. `kept`: nobody touched it · `mine`, `theirs`: one side did · `both`: both did, so that it
 * has to be looked at.
 */
export interface Region {
	readonly kind: 'kept' | 'mine' | 'theirs' | 'both';
	readonly base: Span;
	readonly mine: Span;
	readonly theirs: Span;
}

/**
 * Lay what two sides did to a base side by side.
 * @param touching whether changes that only touch one another belong together, as in git's merge of lines
 */
export function regionsOf(
	base: readonly string[],
	mine: readonly string[],
	theirs: readonly string[],
	touching: boolean
): Region[] {
	const sides = { mine: hunksOf(base, mine), theirs: hunksOf(base, theirs) };
	const next = { mine: 0, theirs: 0 };
	const shift = { mine: 0, theirs: 0 };
	const regions: Region[] = [];
	let done = 0;
	const keptUpTo = (to: number) => {
		if (to > done) regions.push({ kind: 'kept', ...spansOf({ from: done, to }, shift) });
		done = to;
	};
	for (;;) {
		const first = firstOf(sides.mine[next.mine], sides.theirs[next.theirs]);
		if (!first) break;
		keptUpTo(first.from);
		const group = { from: first.from, to: first.to };
		const taken: Record<'mine' | 'theirs', Hunk[]> = { mine: [], theirs: [] };
		for (let grew = true; grew;) {
			grew = false;
			for (const side of ['mine', 'theirs'] as const) {
				const hunk = sides[side][next[side]];
				if (!hunk || !belongs(hunk, group, touching, taken.mine.length + taken.theirs.length === 0)) continue;
				group.to = Math.max(group.to, hunk.to);
				taken[side].push(hunk);
				next[side] += 1;
				grew = true;
			}
		}
		const before = { ...shift };
		for (const side of ['mine', 'theirs'] as const) {
			const last = taken[side].at(-1);
			if (last) shift[side] = last.end - last.to;
		}
		const kind = taken.theirs.length === 0 ? 'mine' : taken.mine.length === 0 ? 'theirs' : 'both';
		const spanOf = (side: 'mine' | 'theirs'): Span => ({ from: group.from + before[side], to: group.to + shift[side] });
		regions.push({ kind, base: group, mine: spanOf('mine'), theirs: spanOf('theirs') });
		done = group.to;
	}
	keptUpTo(base.length);
	return regions;
}

function firstOf(mine: Hunk | undefined, theirs: Hunk | undefined): Hunk | undefined {
	if (!mine || !theirs) return mine ?? theirs;
	if (mine.from !== theirs.from) return mine.from < theirs.from ? mine : theirs;
	return mine.to <= theirs.to ? mine : theirs;
}

/** Two insertions at one place always meet; what else touches, only where that is wanted. */
function belongs(hunk: Hunk, group: Span, touching: boolean, isFirst: boolean): boolean {
	if (isFirst) return hunk.from === group.from && hunk.to === group.to;
	if (touching) return hunk.from <= group.to;
	if (hunk.from < group.to) return true;
	return hunk.from === group.to && hunk.to === hunk.from && group.from === group.to;
}

const spansOf = ({ from, to }: Span, shift: { mine: number; theirs: number }) => ({
	base: { from, to },
	mine: { from: from + shift.mine, to: to + shift.mine },
	theirs: { from: from + shift.theirs, to: to + shift.theirs }
});
