/** Things in order, by name; each stands once. */
type Names = readonly string[];

export interface MergedOrder {
	readonly order: Names;
	/** Both sides put what they share in different orders. `order` is then mine's. */
	readonly isConflict: boolean;
}

/**
 * The order of what stays in a list, when each side may have added, taken away and reordered. What only one side has
 * stands behind what it stands behind there; what both put at the same place comes in order of name, so that it does not
 * matter which side is which.
 *
 * @param kept what is in the result; each of it is in one of the sides
 */
export function mergeOrder(base: Names, mine: Names, theirs: Names, kept: ReadonlySet<string>): MergedOrder {
	const here = { mine: mine.filter((name) => kept.has(name)), theirs: theirs.filter((name) => kept.has(name)) };
	const [inMine, inTheirs] = [new Set(here.mine), new Set(here.theirs)];
	const shared = {
		mine: here.mine.filter((name) => inTheirs.has(name)),
		theirs: here.theirs.filter((name) => inMine.has(name))
	};
	const settled = sharedOrder(base, shared);
	const behind = new Map<string | undefined, Names[]>();
	for (const [side, others] of [
		[here.mine, inTheirs],
		[here.theirs, inMine]
	] as const) {
		for (const { after, run } of runsOf(side, others)) behind.set(after, [...(behind.get(after) ?? []), run]);
	}
	const order: string[] = [];
	for (const name of [undefined, ...settled.order]) {
		if (name !== undefined) order.push(name);
		const runs = behind.get(name) ?? [];
		for (const run of [...runs].sort(([a = ''], [b = '']) => (a < b ? -1 : 1))) order.push(...run);
	}
	return { order, isConflict: settled.isConflict };
}

function sharedOrder(base: Names, { mine, theirs }: { mine: Names; theirs: Names }): MergedOrder {
	if (isSame(mine, theirs)) return { order: mine, isConflict: false };
	const known = new Set(base);
	const shared = new Set(mine);
	const was = base.filter((name) => shared.has(name));
	const old = (names: Names) => names.filter((name) => known.has(name));
	const moved = { mine: !isSame(old(mine), was), theirs: !isSame(old(theirs), was) };
	if (moved.mine !== moved.theirs) return { order: moved.mine ? mine : theirs, isConflict: false };
	return { order: mine, isConflict: true };
}

/** What only one side has, as it stands there together, each with the shared thing before it. */
function runsOf(side: Names, others: ReadonlySet<string>): { after: string | undefined; run: string[] }[] {
	const runs: { after: string | undefined; run: string[] }[] = [];
	let after: string | undefined;
	let open: string[] | undefined;
	for (const name of side) {
		if (others.has(name)) {
			after = name;
			open = undefined;
		} else if (open) open.push(name);
		else runs.push({ after, run: (open = [name]) });
	}
	return runs;
}

const isSame = (a: Names, b: Names): boolean => a.length === b.length && a.every((name, at) => name === b[at]);
