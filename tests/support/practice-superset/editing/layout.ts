import { isObject, type Json, type JsonObject, listOf, objectOf } from '../json.ts';

/** A dashboard's layout as Superset stores it: nodes by id, `children` as ids. */
export type Layout = JsonObject;
export type Direction = 'left' | 'right' | 'up' | 'down';

const COLUMNS = 12;

export const childrenOf = (layout: Layout, id: string): string[] =>
	listOf(objectOf(layout[id])['children']).map(String);
export const metaOf = (layout: Layout, id: string): JsonObject => objectOf(objectOf(layout[id])['meta']);
export const typeOf = (layout: Layout, id: string): string => String(objectOf(layout[id])['type'] ?? '');
export const widthOf = (layout: Layout, id: string): number => Number(metaOf(layout, id)['width'] ?? COLUMNS);

/** The node that holds `id`; empty when nothing does. */
export const parentOf = (layout: Layout, id: string): string =>
	Object.keys(layout).find((key) => isObject(layout[key]) && childrenOf(layout, key).includes(id)) ?? '';

/** The layout node of a chart; empty when it is not laid out. */
export const nodeOfChart = (layout: Layout, chartId: number): string =>
	Object.keys(layout).find((key) => typeOf(layout, key) === 'CHART' && metaOf(layout, key)['chartId'] === chartId) ??
	'';

function setChildren(layout: Layout, id: string, children: readonly string[]): void {
	const node = layout[id];
	if (isObject(node)) node['children'] = [...children];
}

/** A short id that depends on what is made and on nothing else, so that a history comes out the same each time. */
export function nodeId(type: string, ...from: readonly string[]): string {
	let hash = 2166136261;
	for (const sign of from.join('/')) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 16777619) >>> 0;
	return `${type}-${hash.toString(36).padStart(7, '0')}`;
}

/** Adds a node at the end of `parent`, or at `at`. */
export function addNode(
	layout: Layout,
	parent: string,
	id: string,
	node: { type: string; meta: JsonObject },
	at?: number
): void {
	layout[id] = { id, children: [], ...node };
	const children = childrenOf(layout, parent);
	children.splice(at ?? children.length, 0, id);
	setChildren(layout, parent, children);
}

/** Takes a node out, and the row or column that it leaves empty. */
export function takeOut(layout: Layout, id: string): void {
	const parent = parentOf(layout, id);
	setChildren(
		layout,
		parent,
		childrenOf(layout, parent).filter((child) => child !== id)
	);
	if (['ROW', 'COLUMN'].includes(typeOf(layout, parent)) && childrenOf(layout, parent).length === 0) {
		takeOut(layout, parent);
		delete layout[parent];
	}
}

/** Left and right: among its neighbours. Up and down: to the end of the next row, or into a row of its own between. */
export function moveNode(layout: Layout, id: string, direction: Direction): void {
	const row = parentOf(layout, id);
	const siblings = childrenOf(layout, row);
	const at = siblings.indexOf(id);
	if (direction === 'left' || direction === 'right') {
		const to = direction === 'left' ? at - 1 : at + 1;
		const other = siblings[to];
		if (other === undefined) return;
		siblings[to] = id;
		siblings[at] = other;
		setChildren(layout, row, siblings);
		return;
	}
	const container = parentOf(layout, row);
	const rows = childrenOf(layout, container);
	const place = rows.indexOf(row);
	const target = rows[direction === 'up' ? place - 1 : place + 1];
	if (target === undefined && siblings.length === 1) return;
	const fits =
		target !== undefined &&
		typeOf(layout, target) === 'ROW' &&
		rowWidth(layout, target) + widthOf(layout, id) <= COLUMNS;
	const into = fits ? target : freeRow(layout, id);
	if (!fits) {
		// One that has its row to itself goes past the next row; one of several gets a row between.
		const past = siblings.length === 1 ? 1 : 0;
		const to = direction === 'up' ? place - past : place + 1 + past;
		addNode(layout, container, into, { type: 'ROW', meta: { background: 'BACKGROUND_TRANSPARENT' } }, to);
	}
	takeOut(layout, id);
	setChildren(layout, into, [...childrenOf(layout, into), id]);
}

function freeRow(layout: Layout, id: string): string {
	for (let count = 0; ; count += 1) {
		const row = nodeId('ROW', id, String(count));
		if (!(row in layout)) return row;
	}
}

export const rowWidth = (layout: Layout, row: string): number =>
	childrenOf(layout, row).reduce((sum, child) => sum + widthOf(layout, child), 0);

export function resizeNode(layout: Layout, id: string, width: number): void {
	metaOf(layout, id)['width'] = Math.max(1, Math.min(COLUMNS, Math.round(width)));
}

/** `parents` of every node, which Superset's front end writes anew on each save. */
export function renewParents(layout: Layout, id = 'ROOT_ID', parents: readonly string[] = []): void {
	for (const child of childrenOf(layout, id)) {
		const node = layout[child];
		if (isObject(node)) node['parents'] = [...parents, id] as Json[];
		renewParents(layout, child, [...parents, id]);
	}
}

/** Ids of the charts below a node, in order. */
export const chartIdsBelow = (layout: Layout, id: string): number[] =>
	typeOf(layout, id) === 'CHART'
		? [Number(metaOf(layout, id)['chartId'])]
		: childrenOf(layout, id).flatMap((child) => chartIdsBelow(layout, child));
