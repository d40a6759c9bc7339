/** A thing that has its place in an earlier order. */
interface Placed {
	/** Its place in the earlier order; all different. */
	readonly was: number;
	/** How much it would cost to call it moved. */
	readonly weight: number;
}

/**
 * What stayed in order: the heaviest run of things whose earlier places grow. All others were moved, and no lighter set
 * of moves explains the new order.
 * @returns their indexes in `things`
 */
export function keptInOrder(things: readonly Placed[]): ReadonlySet<number> {
	const ranks = new Map([...things].sort((a, b) => a.was - b.was).map((thing, rank) => [thing, rank + 1]));
	// A Fenwick tree over the earlier places: the best run that ends at or before each.
	const best: (number | undefined)[] = [];
	const sums: number[] = [];
	const previous: (number | undefined)[] = [];
	things.forEach((thing, at) => {
		const rank = ranks.get(thing) ?? 0;
		let from: number | undefined;
		for (let slot = rank - 1; slot > 0; slot -= slot & -slot) {
			const other = best[slot];
			if (other !== undefined && sums[other]! > (from === undefined ? 0 : sums[from]!)) from = other;
		}
		previous[at] = from;
		sums[at] = thing.weight + (from === undefined ? 0 : sums[from]!);
		for (let slot = rank; slot <= things.length; slot += slot & -slot) {
			const other = best[slot];
			if (other === undefined || sums[other]! < sums[at]) best[slot] = at;
		}
	});
	const kept = new Set<number>();
	let end: number | undefined;
	sums.forEach((sum, at) => {
		if (end === undefined || sum > sums[end]!) end = at;
	});
	for (let at = end; at !== undefined; at = previous[at]) kept.add(at);
	return kept;
}
