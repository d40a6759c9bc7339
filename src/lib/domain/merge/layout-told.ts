import { nodesOf, tabOf, type LayoutNodes } from '../compare/layout-nodes.ts';
import { nodeWords, tabTitle } from '../compare/layout-words.ts';
import { counted, type Names } from '../compare/words.ts';
import { placedBelow } from '../layout-tile.ts';
import { isList, isMapping, type Mapping, type Value } from '../value.ts';
import type { Conflict, Keep, PlaceCell } from './conflict.ts';

type Contents = Readonly<Record<'base' | Keep, Mapping | undefined>>;

/** What a side made of the layout where a conflict of it is; `undefined` for what is no question of a place. */
export function layoutWords(
	{ kind, path, ...values }: Conflict,
	side: 'base' | Keep,
	contents: Contents,
	names: Names
): string | undefined {
	if (path[0] !== 'position' || kind === 'value' || kind === 'text') return undefined;
	const nodes = nodesOf(contents[side]?.['position']);
	const id = path[1] ?? '';
	const listed = (value: Value | undefined) => (isList(value) ? value.map(String) : []);
	switch (kind) {
		case 'place':
			return placeWords(id, nodes);
		case 'twice':
			return (
				listed(values[side])
					.map((one) => placeWords(one, nodes))
					.join(' and ') || 'not there'
			);
		case 'removed':
			if (path.length > 2) return undefined;
			return nodes.has(id) ? placeWords(id, nodes) : side === 'base' ? 'not there' : 'removed';
		case 'width':
		case 'order': {
			const called = listed(values[side]).map((one) => {
				const node = nodes.get(one);
				return node ? nodeWords(node, names) : one;
			});
			return called.length === 0 ? 'nothing' : called.join(', ');
		}
	}
}

/** The tab that the thing stands in on a side, in small, with the thing itself; `undefined` where it has no place. */
export function layoutCells(
	{ kind, path, ...values }: Conflict,
	side: 'base' | Keep,
	contents: Contents
): PlaceCell[] | undefined {
	const position = contents[side]?.['position'];
	if (path[0] !== 'position' || !isMapping(position) || !['place', 'twice', 'removed', 'width'].includes(kind)) return;
	const nodes = nodesOf(position);
	const listed = values[side];
	const ids = kind === 'twice' ? (isList(listed) ? listed.map(String) : []) : [path[1] ?? ''];
	const node = ids.flatMap((id) => nodes.get(id) ?? [])[0];
	if (!node) return;
	const tab = node.type === 'TAB' ? node : tabOf(node, nodes);
	const here = new Set(ids.flatMap((id) => below(id, nodes)));
	return placedBelow(position, tab?.id ?? 'ROOT_ID').map(({ id, ...cell }) =>
		here.has(id) ? { ...cell, isHere: true } : cell
	);
}

function below(id: string, nodes: LayoutNodes, seen = new Set<string>()): readonly string[] {
	if (seen.has(id)) return [];
	seen.add(id);
	for (const child of nodes.get(id)?.children ?? []) if (typeof child === 'string') below(child, nodes, seen);
	return [...seen];
}

/** `Tab “Regions”, row 2, 6 of 12 columns`. */
function placeWords(id: string, nodes: LayoutNodes): string {
	const node = nodes.get(id);
	if (!node) return 'not there';
	const tab = tabTitle(node, nodes);
	const row = rowOf(id, nodes);
	const width = node.meta['width'];
	const inside = isList(node.content['children']) ? node.content['children'].length : 0;
	const parts = [
		tab === undefined ? 'the dashboard' : `tab ${tab}`,
		...(row === undefined ? [] : [`row ${row}`]),
		...(typeof width === 'number' ? [`${width} of 12 columns`] : []),
		...(inside > 0 ? [`with ${counted(inside, 'part')}`] : [])
	];
	const words = parts.join(', ');
	return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** Which row of its tab a node stands in, from 1. */
function rowOf(id: string, nodes: LayoutNodes): number | undefined {
	const seen = new Set<string>();
	for (
		let at = nodes.get(id);
		at && !seen.has(at.id);
		at = at.parent === undefined ? undefined : nodes.get(at.parent)
	) {
		seen.add(at.id);
		const holder = at.parent === undefined ? undefined : nodes.get(at.parent);
		if (holder && (holder.type === 'TAB' || holder.type === 'GRID')) return holder.children.indexOf(at.id) + 1;
	}
	return undefined;
}
