import { isEqual, mapping, type Mapping } from '../value.ts';
import type { Keep } from './conflict.ts';
import { above, chartOf, childIds, withBelow, type LayoutSide } from './layout-side.ts';
import type { Merging, Three } from './merging.ts';

export type ThreeLayouts = Three<LayoutSide>;

/** Charts of which it is settled already whether they stay, by uuid. */
export type ChartFates = ReadonlyMap<string, 'stays' | 'goes'>;

/** Which nodes the merged layout has. */
export interface KeptNodes {
	readonly kept: ReadonlySet<string>;
	/** Nodes that a side removed and that stay all the same, by the side whose form of them counts. */
	readonly revived: ReadonlyMap<string, Keep>;
}

/**
 * Which nodes stay. One that a side removed goes, unless the other side did something to it, put something into it or
 * points a filter at it: then it is asked, once for all that hangs below it.
 */
export function keptNodes(merging: Merging, layouts: ThreeLayouts, fates: ChartFates): KeptNodes {
	const { base, mine, theirs } = layouts;
	const kept = new Set<string>();
	const revived = new Map<string, Keep>();
	for (const id of new Set([...mine.nodes.keys(), ...theirs.nodes.keys()])) {
		if (mine.nodes.has(id) === theirs.nodes.has(id) || !base.nodes.has(id)) kept.add(id);
	}
	for (const holder of ['mine', 'theirs'] as const) {
		const [side, other] = holder === 'mine' ? [mine, theirs] : [theirs, mine];
		const settled = new Map<string, boolean>();
		for (const id of removedTopDown(side, other, base)) {
			const fate = fates.get(chartOf(side.nodes.get(id)) ?? '');
			const above_ = above(side.parents, id).find((one) => settled.has(one));
			let stays: boolean;
			if (fate) stays = fate === 'stays';
			else if (above_ !== undefined) stays = settled.get(above_)!;
			else if (!isTouched(id, side, base)) continue;
			else stays = asked(merging, layouts, holder, id);
			settled.set(id, stays);
			for (const one of stays ? withBelow(side, id) : [id]) {
				if (fates.get(chartOf(side.nodes.get(one)) ?? '') === 'goes' && one !== id) continue;
				if (!side.nodes.has(one) || other.nodes.has(one)) continue;
				if (stays) {
					kept.add(one);
					revived.set(one, holder);
				} else kept.delete(one);
			}
			if (!stays) for (const one of withBelow(side, id)) if (!other.nodes.has(one)) kept.delete(one);
		}
	}
	for (const [uuid, fate] of fates) {
		if (fate !== 'goes') continue;
		for (const side of [mine, theirs]) for (const [id, node] of side.nodes) if (chartOf(node) === uuid) kept.delete(id);
	}
	return { kept, revived };
}

/** Nodes that `other` removed and `side` still has, those that hang highest first. */
function removedTopDown(side: LayoutSide, other: LayoutSide, base: LayoutSide): string[] {
	const removed = [...side.nodes.keys()].filter((id) => base.nodes.has(id) && !other.nodes.has(id));
	const depth = new Map(removed.map((id) => [id, above(side.parents, id).length]));
	return removed.sort((a, b) => depth.get(a)! - depth.get(b)! || (a < b ? -1 : 1));
}

/** Whether a side did anything to a node that the base has: moved it, changed it, put something in, pointed at it. */
function isTouched(id: string, side: LayoutSide, base: LayoutSide): boolean {
	const [was, is] = [base.nodes.get(id)!, side.nodes.get(id)!];
	if (base.parents.get(id) !== side.parents.get(id)) return true;
	if (!isEqual(withoutChildren(was), withoutChildren(is))) return true;
	if (side.scoped.has(id) && !base.scoped.has(id)) return true;
	const old = new Set(childIds(was));
	return childIds(is).some((child) => !old.has(child));
}

function asked(merging: Merging, { base, mine, theirs }: ThreeLayouts, holder: Keep, id: string): boolean {
	const side = holder === 'mine' ? mine : theirs;
	const keep = merging.askSide({
		kind: 'removed',
		path: ['position', id],
		base: base.nodes.get(id),
		mine: mine.nodes.get(id),
		theirs: theirs.nodes.get(id),
		alongside: withBelow(side, id).filter((one) => one !== id)
	});
	return keep === holder;
}

export const withoutChildren = (node: Mapping): Mapping =>
	mapping(Object.entries(node).filter(([key]) => key !== 'children'));
