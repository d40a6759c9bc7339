import type { Keep } from './conflict.ts';
import type { KeptNodes, ThreeLayouts } from './layout-nodes.ts';
import { above } from './layout-side.ts';
import type { Merging } from './merging.ts';

/** Where each kept node hangs; what hangs nowhere is not in it. What has to stay for that is added to `kept`. */
export function mergePlaces(
	merging: Merging,
	layouts: ThreeLayouts,
	{ kept: nodes, revived }: KeptNodes
): { readonly parents: ReadonlyMap<string, string>; readonly kept: ReadonlySet<string> } {
	const kept = new Set(nodes);
	const parents = new Map<string, string>();
	const queue = [...kept];
	for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
		const [wanted, otherwise] = placesOf(merging, layouts, id, revived.get(id));
		const place =
			wanted !== undefined && !kept.has(wanted) && otherwise !== undefined && kept.has(otherwise) ? otherwise : wanted;
		if (place === undefined) continue;
		parents.set(id, place);
		if (kept.has(place)) continue;
		// What it hangs in was removed by one side: it has to stay for what stays in it.
		kept.add(place);
		queue.push(place);
	}
	settleCircles(merging, layouts, parents);
	return { parents, kept };
}

/** Where a node hangs, and where else it could. */
function placesOf(
	merging: Merging,
	{ base, mine, theirs }: ThreeLayouts,
	id: string,
	revived: Keep | undefined
): readonly [string | undefined, string | undefined] {
	const places = { base: base.parents.get(id), mine: mine.parents.get(id), theirs: theirs.parents.get(id) };
	if (revived) return [places[revived], undefined];
	if (!mine.nodes.has(id) || places.mine === undefined) return [places.theirs, undefined];
	if (!theirs.nodes.has(id) || places.theirs === undefined) return [places.mine, undefined];
	if (places.mine === places.theirs || places.base === places.theirs) return [places.mine, places.theirs];
	if (places.base === places.mine) return [places.theirs, places.mine];
	const keep = merging.askSide({ kind: 'place', path: ['position', id, '(place)'], ...places });
	return keep === 'mine' ? [places.mine, places.theirs] : [places.theirs, places.mine];
}

/** Two things of which each side moved one into the other hang in the air: a question of where both are. */
function settleCircles(merging: Merging, { base, mine, theirs }: ThreeLayouts, parents: Map<string, string>): void {
	const sides = { base, mine, theirs };
	for (const id of [...parents.keys()].sort()) {
		const circle = circleFrom(parents, id);
		if (!circle) continue;
		const placesIn = (side: keyof typeof sides) => circle.map((one) => sides[side].parents.get(one) ?? '');
		const keep = merging.askSide({
			...{ kind: 'place', path: ['position', circle[0]!, '(place)'] },
			...{ base: placesIn('base'), mine: placesIn('mine'), theirs: placesIn('theirs') },
			alongside: circle.slice(1)
		});
		for (const one of circle) {
			const place = sides[keep].parents.get(one);
			if (place !== undefined) parents.set(one, place);
		}
		if (circleFrom(parents, id))
			for (const [one, place] of sides[keep].parents) if (parents.has(one)) parents.set(one, place);
	}
}

function circleFrom(parents: ReadonlyMap<string, string>, id: string): string[] | null {
	const up = above(parents, id);
	return up.includes(id) ? [id, ...up.filter((one) => one !== id)].sort() : null;
}
