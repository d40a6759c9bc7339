import { isList, isMapping, type Mapping, type Value } from '../value.ts';

/** A layout as merging needs it: nodes by id, and where each hangs. */
export interface LayoutSide {
	readonly position: Mapping;
	/** Ids of what is a node; a key that holds something else is none. */
	readonly nodes: ReadonlyMap<string, Mapping>;
	/** Of what some node names as its child, also where it is no node. The first that names it counts. */
	readonly parents: ReadonlyMap<string, string>;
	/** Nodes that a scope of a filter starts from. */
	readonly scoped: ReadonlySet<string>;
}

export function layoutSide(dashboard: Mapping | undefined): LayoutSide {
	const position = isMapping(dashboard?.['position']) ? dashboard['position'] : {};
	const nodes = new Map<string, Mapping>();
	const parents = new Map<string, string>();
	for (const [id, node] of Object.entries(position)) {
		if (!isMapping(node)) continue;
		nodes.set(id, node);
		for (const child of childIds(node)) if (!parents.has(child)) parents.set(child, id);
	}
	const scoped = new Set<string>();
	collectRoots(dashboard?.['metadata'], scoped);
	return { position, nodes, parents, scoped };
}

function collectRoots(value: Value | undefined, found: Set<string>): void {
	if (isList(value)) for (const item of value) collectRoots(item, found);
	if (!isMapping(value)) return;
	for (const [key, part] of Object.entries(value)) {
		if (key === 'rootPath' && isList(part)) for (const id of part) if (typeof id === 'string') found.add(id);
		if (typeof part === 'object') collectRoots(part, found);
	}
}

export const childIds = (node: Mapping | undefined): string[] =>
	isList(node?.['children']) ? node['children'].filter((id): id is string => typeof id === 'string') : [];

export const metaIn = (node: Mapping | undefined): Mapping | undefined =>
	isMapping(node?.['meta']) ? node['meta'] : undefined;

/** The uuid of the chart that a node places. */
export function chartOf(node: Mapping | undefined): string | undefined {
	const uuid = node?.['type'] === 'CHART' ? metaIn(node)?.['uuid'] : undefined;
	return typeof uuid === 'string' ? uuid : undefined;
}

/** A node and all that hangs below it, itself first. */
export function withBelow(side: LayoutSide, id: string): string[] {
	const found = new Set<string>();
	const queue = [id];
	for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
		if (found.has(at)) continue;
		found.add(at);
		queue.push(...childIds(side.nodes.get(at)));
	}
	return [...found];
}

/** What a node hangs below, nearest first. */
export function above(parents: ReadonlyMap<string, string>, id: string): string[] {
	const found = new Set<string>();
	for (let at = parents.get(id); at !== undefined && !found.has(at); at = parents.get(at)) found.add(at);
	return [...found];
}
