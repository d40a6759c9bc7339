import { isMapping, mapping, type Mapping, type MutableMapping, type Value } from '../value.ts';
import { keptNodes, withoutChildren, type ChartFates, type ThreeLayouts } from './layout-nodes.ts';
import { mergePlaces } from './layout-places.ts';
import { settleTwins, settleWidths } from './layout-room.ts';
import { childIds, layoutSide } from './layout-side.ts';
import type { Merging } from './merging.ts';
import { mergeOrder } from './order.ts';
import { keysOf, mergeValue } from './value.ts';

/** A merged layout in the making: nodes without children by id, and the children of each. */
export interface LayoutDraft {
	readonly nodes: Map<string, Mapping>;
	readonly children: Map<string, readonly string[]>;
	readonly parents: Map<string, string>;
}

/**
 * Merge the layouts of dashboards as trees: which nodes there are, where each hangs, in which order, and what each holds
 * are merged by themselves.
 */
export function mergeLayout(
	merging: Merging,
	dashboards: { readonly base: Mapping | undefined; readonly mine: Mapping; readonly theirs: Mapping },
	fates: ChartFates
): Mapping {
	const layouts: ThreeLayouts = {
		base: layoutSide(dashboards.base),
		mine: layoutSide(dashboards.mine),
		theirs: layoutSide(dashboards.theirs)
	};
	const { base, mine, theirs } = layouts;
	const nodes = keptNodes(merging, layouts, fates);
	const { kept, parents } = mergePlaces(merging, layouts, nodes);
	const draft: LayoutDraft = { nodes: new Map(), children: new Map(), parents: new Map(parents) };
	for (const id of kept) {
		const forms = { base: base.nodes.get(id), mine: mine.nodes.get(id), theirs: theirs.nodes.get(id) };
		draft.nodes.set(id, mergeNode(merging, id, forms));
	}
	const below = new Map<string, string[]>();
	for (const [child, parent] of parents) below.set(parent, [...(below.get(parent) ?? []), child]);
	for (const id of kept) {
		const hung = new Set([...(below.get(id) ?? []), ...danglingIn(layouts, id)]);
		draft.children.set(id, orderOf(merging, layouts, id, hung));
	}
	settleTwins(merging, layouts, draft);
	settleWidths(merging, layouts, draft);
	return positionOf(merging, layouts, draft);
}

function mergeNode(
	merging: Merging,
	id: string,
	forms: { base: Mapping | undefined; mine: Mapping | undefined; theirs: Mapping | undefined }
): Mapping {
	const { base, mine, theirs } = forms;
	const only = mine ?? theirs;
	if (!mine || !theirs) return withoutChildren(only ?? base ?? mapping());
	const merged = mergeValue(merging, ['position', id], {
		base: base && withoutChildren(base),
		mine: withoutChildren(mine),
		theirs: withoutChildren(theirs)
	});
	return isMapping(merged) ? merged : withoutChildren(mine);
}

/** Children of a node that are no nodes: a broken layout stays as broken as it was. */
function danglingIn({ base, mine, theirs }: ThreeLayouts, id: string): string[] {
	const of = (side: typeof mine) => childIds(side.nodes.get(id)).filter((child) => !side.nodes.has(child));
	const [was, ours, other] = [of(base), of(mine), of(theirs)];
	const isKept = (child: string) =>
		!mine.nodes.has(child) &&
		!theirs.nodes.has(child) &&
		((ours.includes(child) && other.includes(child)) || !was.includes(child));
	return [...new Set([...ours, ...other])].filter(isKept);
}

function orderOf(merging: Merging, layouts: ThreeLayouts, id: string, hung: ReadonlySet<string>): readonly string[] {
	const [base, mine, theirs] = (['base', 'mine', 'theirs'] as const).map((side) => [
		...new Set(childIds(layouts[side].nodes.get(id)))
	]) as [string[], string[], string[]];
	const here = { base, mine, theirs };
	const { order, isConflict } = mergeOrder(base, mine, theirs, hung);
	const isTheirs =
		isConflict &&
		merging.askSide({ kind: 'order', path: ['position', id, 'children', '(order)'], ...here }) === 'theirs';
	const found = isTheirs ? mergeOrder(base, theirs, mine, hung).order : order;
	// What fell back to a place that neither side names any more stands at the end.
	return [...found, ...[...hung].filter((child) => !found.includes(child)).sort()];
}

function positionOf(merging: Merging, { base, mine, theirs }: ThreeLayouts, draft: LayoutDraft): Mapping {
	const made: MutableMapping = mapping();
	for (const key of keysOf(mine.position, theirs.position)) {
		if (mine.nodes.has(key) || theirs.nodes.has(key)) continue;
		const three = { base: base.position[key], mine: mine.position[key], theirs: theirs.position[key] };
		const value = mergeValue(merging, ['position', key], three);
		if (value !== undefined) made[key] = value;
	}
	for (const [id, node] of draft.nodes) {
		const children: Value = [...(draft.children.get(id) ?? [])];
		const had = [mine, theirs].some((side) => side.nodes.get(id)?.['children'] !== undefined);
		made[id] = had || children.length > 0 ? mapping([...Object.entries(node), ['children', children]]) : node;
	}
	return made;
}
