import { isEqual, mapping, type Mapping, type Value } from '../value.ts';
import type { LayoutDraft } from './layout.ts';
import type { ThreeLayouts } from './layout-nodes.ts';
import { chartOf, childIds, metaIn, type LayoutSide } from './layout-side.ts';
import type { Merging } from './merging.ts';

/** Columns of Superset's grid. */
const COLUMNS = 12;

/** A chart that both sides placed, each in a node of its own, shall stand where one of them put it. */
export function settleTwins(merging: Merging, { base, mine, theirs }: ThreeLayouts, draft: LayoutDraft): void {
	const placed = (side: LayoutSide) => {
		const found = new Map<string, string[]>();
		for (const [id, node] of side.nodes) {
			const uuid = chartOf(node);
			if (uuid !== undefined) found.set(uuid, [...(found.get(uuid) ?? []), id]);
		}
		return found;
	};
	const [was, ours, other] = [placed(base), placed(mine), placed(theirs)];
	for (const [uuid, inMine] of [...ours].sort(([a], [b]) => (a < b ? -1 : 1))) {
		const inTheirs = other.get(uuid);
		if (!inTheirs || was.has(uuid) || isEqual([...inMine].sort(), [...inTheirs].sort())) continue;
		const shared = new Set(inMine.filter((id) => inTheirs.includes(id)));
		const keep = merging.askSide({
			...{ kind: 'twice', path: ['position', uuid, '(place)'] },
			...{ base: undefined, mine: inMine, theirs: inTheirs }
		});
		const dropped = keep === 'mine' ? inTheirs : inMine;
		for (const id of dropped) if (!shared.has(id)) dropNode(draft, id, base);
	}
}

/** Take out a node, and the rows and columns that are new and hold nothing without it. */
function dropNode(draft: LayoutDraft, id: string, base: LayoutSide): void {
	const parent = draft.parents.get(id);
	draft.nodes.delete(id);
	draft.children.delete(id);
	draft.parents.delete(id);
	if (parent === undefined) return;
	const left = (draft.children.get(parent) ?? []).filter((child) => child !== id);
	draft.children.set(parent, left);
	const type = draft.nodes.get(parent)?.['type'];
	if (left.length === 0 && !base.nodes.has(parent) && (type === 'ROW' || type === 'COLUMN'))
		dropNode(draft, parent, base);
}

const widthOf = (node: Mapping | undefined): number => {
	const width = metaIn(node)?.['width'];
	return typeof width === 'number' ? width : 0;
};

/**
 * A row that has room for what each side put into it, but not for both: what the side that is not kept put there gets a
 * row of its own below, and the others are as wide as the kept side has them.
 */
export function settleWidths(merging: Merging, layouts: ThreeLayouts, draft: LayoutDraft): void {
	for (const id of [...draft.nodes.keys()].sort()) {
		if (draft.nodes.get(id)?.['type'] !== 'ROW') continue;
		const children = draft.children.get(id) ?? [];
		if (sum(children, (child) => widthOf(draft.nodes.get(child))) <= COLUMNS) continue;
		const sides = {
			base: filled(layouts.base, id),
			mine: filled(layouts.mine, id),
			theirs: filled(layouts.theirs, id)
		};
		if (sides.mine.width > COLUMNS || sides.theirs.width > COLUMNS) continue;
		const keep = merging.askSide({
			...{ kind: 'width', path: ['position', id, '(width)'] },
			...{ base: sides.base.children, mine: sides.mine.children, theirs: sides.theirs.children }
		});
		makeRoom(draft, id, layouts[keep]);
	}
}

function filled(side: LayoutSide, id: string): { readonly children: Value; readonly width: number } {
	const children = childIds(side.nodes.get(id));
	return { children, width: sum(children, (child) => widthOf(side.nodes.get(child))) };
}

function makeRoom(draft: LayoutDraft, row: string, side: LayoutSide): void {
	const children = draft.children.get(row) ?? [];
	const here = new Set(childIds(side.nodes.get(row)));
	const staying = children.filter((child) => here.has(child));
	const leaving = children.filter((child) => !here.has(child));
	for (const child of staying) {
		const [node, meta] = [draft.nodes.get(child), metaIn(draft.nodes.get(child))];
		const width = metaIn(side.nodes.get(child))?.['width'];
		if (!node || !meta || width === undefined) continue;
		const fitted = mapping(Object.entries(meta).map(([key, value]) => [key, key === 'width' ? width : value]));
		draft.nodes.set(child, mapping(Object.entries(node).map(([key, value]) => [key, key === 'meta' ? fitted : value])));
	}
	draft.children.set(row, staying);
	const [first] = [...leaving].sort();
	const holder = draft.parents.get(row);
	if (first === undefined || holder === undefined) return;
	const own = freeId(draft, `ROW-${first.replace(/^[A-Z]+-/, '')}`);
	const node = draft.nodes.get(row) ?? mapping();
	draft.nodes.set(own, mapping(Object.entries(node).map(([key, value]) => [key, key === 'id' ? own : value])));
	draft.children.set(own, leaving);
	draft.parents.set(own, holder);
	for (const child of leaving) draft.parents.set(child, own);
	draft.children.set(
		holder,
		(draft.children.get(holder) ?? []).flatMap((child) => (child === row ? [row, own] : [child]))
	);
}

function freeId(draft: LayoutDraft, wanted: string): string {
	let id = wanted;
	for (let number = 2; draft.nodes.has(id); number += 1) id = `${wanted}-${number}`;
	return id;
}

const sum = (ids: readonly string[], of: (id: string) => number): number =>
	ids.reduce((total, id) => total + of(id), 0);
