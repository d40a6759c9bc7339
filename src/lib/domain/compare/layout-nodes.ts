import { isList, isMapping, mapping, type Mapping, type Value } from '../value.ts';

/** One node of a layout, with the place where it stands. */
export interface LayoutNode {
	readonly id: string;
	readonly type: string;
	readonly parent: string | undefined;
	readonly children: readonly Value[];
	readonly meta: Mapping;
	/** The node as it stands in the file. */
	readonly content: Mapping;
}

export type LayoutNodes = ReadonlyMap<string, LayoutNode>;

/** The nodes of a layout by id; what is no node is left out. */
export function nodesOf(position: Value | undefined): LayoutNodes {
	const nodes = new Map<string, LayoutNode>();
	if (!isMapping(position)) return nodes;
	const parents = new Map<string, string>();
	for (const [id, node] of Object.entries(position))
		for (const child of childrenOf(node)) if (typeof child === 'string') parents.set(child, id);
	for (const [id, node] of Object.entries(position)) {
		if (!isMapping(node)) continue;
		const type = typeof node['type'] === 'string' ? node['type'] : '';
		const meta = isMapping(node['meta']) ? node['meta'] : mapping();
		nodes.set(id, { id, type, parent: parents.get(id), children: childrenOf(node), meta, content: node });
	}
	return nodes;
}

const childrenOf = (node: Value): readonly Value[] => {
	const children = isMapping(node) ? node['children'] : undefined;
	return isList(children) ? children : [];
};

/** The tab that a node stands in, itself left aside. */
export function tabOf(node: LayoutNode, nodes: LayoutNodes): LayoutNode | undefined {
	const seen = new Set<string>();
	for (let at = node.parent; at !== undefined && !seen.has(at); at = nodes.get(at)?.parent) {
		seen.add(at);
		const found = nodes.get(at);
		if (found?.type === 'TAB') return found;
	}
	return undefined;
}
