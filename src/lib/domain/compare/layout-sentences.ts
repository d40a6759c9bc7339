import { isEqual, isList, isMapping, type Mapping, type Value } from '../value.ts';

interface Node {
	readonly id: string;
	readonly type: string;
	readonly parent: string | undefined;
	readonly index: number;
	readonly meta: Mapping;
}

const WORDS: Record<string, string> = {
	TAB: 'tab',
	MARKDOWN: 'text',
	HEADER: 'heading',
	ROW: 'row',
	COLUMN: 'column',
	DIVIDER: 'divider',
	TABS: 'tabs'
};

/** What happened to a layout, one sentence a node: added, removed, moved, resized, changed. */
export function layoutSentences(
	before: Value | undefined,
	after: Value | undefined,
	names: ReadonlyMap<string, string>
): string[] {
	const left = nodesOf(before);
	const right = nodesOf(after);
	const sentences: string[] = [];
	const called = (node: Node) => nameOf(node, names);
	for (const node of right.values())
		if (!left.has(node.id) && isTold(node)) sentences.push(`${called(node)} added${inTab(node, right)}`);
	for (const node of left.values())
		if (!right.has(node.id) && isTold(node)) sentences.push(`${called(node)} removed${inTab(node, left)}`);
	for (const node of right.values()) {
		const old = left.get(node.id);
		if (!old || (isEqual(old.meta, node.meta) && old.parent === node.parent && old.index === node.index)) continue;
		if (tabOf(old, left)?.id !== tabOf(node, right)?.id)
			sentences.push(`${called(node)} moved${inTab(node, right) || ' to the top'}`);
		else if (isTold(node) && (old.parent !== node.parent || old.index !== node.index))
			sentences.push(`${called(node)} moved`);
		if (old.meta['width'] !== node.meta['width'] || old.meta['height'] !== node.meta['height'])
			sentences.push(`${called(node)} resized ${sizeOf(old)} → ${sizeOf(node)}`);
		if (old.meta['text'] !== node.meta['text'])
			sentences.push(
				`${WORDS[node.type] ?? 'node'} “${String(old.meta['text'])}” renamed to “${String(node.meta['text'])}”`
			);
		if (old.meta['code'] !== node.meta['code']) sentences.push('text changed');
		if (old.meta['sliceNameOverride'] !== node.meta['sliceNameOverride'])
			sentences.push(`${called(node)} shown as “${String(node.meta['sliceNameOverride'] ?? '')}”`);
	}
	return sentences.length > 0 ? sentences : ['order or style of the layout changed'];
}

const isTold = (node: Node) => !['ROW', 'COLUMN', 'GRID', 'ROOT'].includes(node.type);
const sizeOf = ({ meta }: Node) => `${String(meta['width'] ?? '–')}×${String(meta['height'] ?? '–')}`;

function nodesOf(position: Value | undefined): ReadonlyMap<string, Node> {
	const nodes = new Map<string, Node>();
	if (!isMapping(position)) return nodes;
	const parents = new Map<string, { id: string; index: number }>();
	for (const [id, node] of Object.entries(position)) {
		const children = isMapping(node) ? node['children'] : undefined;
		for (const [index, child] of (isList(children) ? children : []).entries())
			if (typeof child === 'string') parents.set(child, { id, index });
	}
	for (const [id, node] of Object.entries(position)) {
		if (!isMapping(node)) continue;
		const at = parents.get(id);
		const meta = isMapping(node['meta']) ? node['meta'] : {};
		nodes.set(id, { id, type: String(node['type'] ?? ''), parent: at?.id, index: at?.index ?? 0, meta });
	}
	return nodes;
}

function nameOf(node: Node, names: ReadonlyMap<string, string>): string {
	const uuid = node.meta['uuid'];
	if (typeof uuid === 'string') return `chart “${names.get(uuid) ?? uuid.slice(0, 8)}”`;
	const text = node.meta['text'];
	return `${WORDS[node.type] ?? 'node'}${typeof text === 'string' && text ? ` “${text}”` : ''}`;
}

function tabOf(node: Node, nodes: ReadonlyMap<string, Node>): Node | undefined {
	const seen = new Set<string>();
	for (let at = node.parent; at !== undefined && !seen.has(at); at = nodes.get(at)?.parent) {
		seen.add(at);
		const found = nodes.get(at);
		if (found?.type === 'TAB') return found;
	}
	return undefined;
}

function inTab(node: Node, nodes: ReadonlyMap<string, Node>): string {
	const tab = tabOf(node, nodes);
	return tab ? ` to tab “${String(tab.meta['text'] ?? '')}”` : '';
}
