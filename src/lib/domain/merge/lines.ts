import type { Keep } from './conflict.ts';
import { regionsOf, type Region, type Span } from './regions.ts';

/** What three forms of a text become. `conflicts`: how many stretches both changed differently; they are as in `keep`. */
export interface MergedText {
	readonly text: string;
	readonly conflicts: number;
}

/** Merge by lines as git does: what both changed, or changed next to one another, is a conflict. */
export function mergeText(base: string, mine: string, theirs: string, keep: Keep = 'mine'): MergedText {
	const lines = { base: base.split('\n'), mine: mine.split('\n'), theirs: theirs.split('\n') };
	const of = (side: keyof typeof lines, { from, to }: Span) => lines[side].slice(from, to);
	const made: string[] = [];
	let conflicts = 0;
	for (const region of regionsOf(lines.base, lines.mine, lines.theirs, true)) {
		if (region.kind !== 'both') {
			const side = region.kind === 'kept' ? 'base' : region.kind;
			made.push(...of(side, region[side]));
			continue;
		}
		const sides = { base: of('base', region.base), mine: of('mine', region.mine), theirs: of('theirs', region.theirs) };
		const merged = mergeStretch(sides);
		if (!merged) conflicts += 1;
		made.push(...(merged ?? sides[keep]));
	}
	return { text: made.join('\n'), conflicts };
}

type Stretch = Readonly<Record<keyof Pick<Region, 'base' | 'mine' | 'theirs'>, readonly string[]>>;

/**
 * A stretch that both sides changed and that is no conflict all the same: in the same way, or line for line so that no
 * line of one side's own touches one of the other's.
 */
function mergeStretch({ base, mine, theirs }: Stretch): readonly string[] | null {
	if (isSame(mine, theirs)) return mine;
	if (mine.length !== base.length || theirs.length !== base.length) return null;
	const made: string[] = [];
	let last: 'mine' | 'theirs' | null = null;
	for (const [at, was] of base.entries()) {
		const [ours, other] = [mine[at]!, theirs[at]!];
		const by = ours === other ? null : ours === was ? 'theirs' : other === was ? 'mine' : undefined;
		if (by === undefined || (by && last && by !== last)) return null;
		last = by;
		made.push(by === 'theirs' ? other : ours);
	}
	return made;
}

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
	a.length === b.length && a.every((line, at) => line === b[at]);
