import type { TileCell } from './dashboard.ts';
import { isList, isMapping, type Mapping, type Value } from './value.ts';

const COLUMNS = 12;
/** Superset's rows of the grid are 8 px; a heading takes about five of them, a divider three. */
const HEIGHTS = new Map([
	['HEADER', 5],
	['DIVIDER', 3]
]);
const LEAF_KINDS = new Map<string, TileCell['kind']>([
	['CHART', 'chart'],
	['MARKDOWN', 'text'],
	['HEADER', 'text'],
	['DIVIDER', 'text']
]);
const DEEPEST = 20;

/** A cell, and the node of the layout that it stands for. */
export interface PlacedCell extends TileCell {
	readonly id: string;
}

interface Box {
	readonly cells: PlacedCell[];
	readonly height: number;
}

/** A layout in small: where charts and texts stand on the 12-column grid of the first tab. */
export const tileOf = (position: Value | undefined): TileCell[] =>
	placedBelow(position, 'ROOT_ID').map(({ id: _, ...cell }) => cell);

/** The same for what hangs below one node: a tab, say. */
export function placedBelow(position: Value | undefined, from: string): PlacedCell[] {
	if (!isMapping(position)) return [];
	return place(position, from, { x: 0, y: 0, width: COLUMNS, depth: 0, seen: new Set() }).cells;
}

interface Spot {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly depth: number;
	/** Nodes that have their place: one that is its own ancestor, or a child of two, stands once. */
	readonly seen: Set<string>;
}

function place(position: Mapping, id: string, at: Spot): Box {
	const node = position[id];
	if (!isMapping(node) || at.depth > DEEPEST || at.seen.has(id)) return { cells: [], height: 0 };
	at.seen.add(id);
	const type = typeof node['type'] === 'string' ? node['type'] : '';
	const kind = LEAF_KINDS.get(type);
	if (kind) {
		const height = sizeOf(node, 'height') ?? HEIGHTS.get(type) ?? 10;
		return {
			cells: [{ id, x: at.x, y: at.y, width: Math.min(sizeOf(node, 'width') ?? at.width, at.width), height, kind }],
			height
		};
	}
	const children = childrenOf(node);
	if (type === 'TABS')
		return children[0] === undefined
			? { cells: [], height: 0 }
			: place(position, children[0], { ...at, depth: at.depth + 1 });
	return type === 'ROW' ? beside(position, children, at) : below(position, children, at);
}

function beside(position: Mapping, children: readonly string[], at: Spot): Box {
	const cells: PlacedCell[] = [];
	let x = at.x;
	let height = 0;
	for (const child of children) {
		const node = position[child];
		const width = Math.min((isMapping(node) ? sizeOf(node, 'width') : undefined) ?? 3, at.x + at.width - x);
		if (width <= 0) break;
		const box = place(position, child, { ...at, x, width, depth: at.depth + 1 });
		cells.push(...box.cells);
		x += width;
		height = Math.max(height, box.height);
	}
	return { cells, height };
}

function below(position: Mapping, children: readonly string[], at: Spot): Box {
	const cells: PlacedCell[] = [];
	let y = at.y;
	for (const child of children) {
		const box = place(position, child, { ...at, y, depth: at.depth + 1 });
		cells.push(...box.cells);
		y += box.height;
	}
	return { cells, height: y - at.y };
}

function sizeOf(node: Mapping, key: 'width' | 'height'): number | undefined {
	const meta = node['meta'];
	const size = isMapping(meta) ? meta[key] : undefined;
	return typeof size === 'number' && size > 0 ? size : undefined;
}

const childrenOf = (node: Mapping): string[] =>
	isList(node['children']) ? node['children'].filter((child): child is string => typeof child === 'string') : [];
