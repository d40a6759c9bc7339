import type { Value } from '../value.ts';
import { freeSpot } from './free-spot.ts';
import { BAR, EMPTY, GRID_WIDTH, GUTTER, leafHeight, widthOf, type Room } from './sizes.ts';
import { openIn, titleOf } from './tabs.ts';
import { isLeaf, treeOf, type LayoutItem, type LayoutTree } from './tree.ts';

/** Px from the top left of a page whose grid is as wide as `DrawOptions.width`. */
export interface Rect {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}
export interface Drawn extends Rect {
	readonly item: LayoutItem;
	/** Not in a tab that is closed. */
	readonly isShown: boolean;
}
export interface DrawnPage {
	readonly item: LayoutItem;
	readonly title: string;
	/** At least that of the grid; more where a row runs out to the right. */
	readonly width: number;
	readonly height: number;
	/** All but the page itself, parents before their children. */
	readonly items: readonly Drawn[];
}
export interface DrawnLayout {
	readonly pages: readonly DrawnPage[];
}
export interface DrawOptions {
	/** Width of the grid in px. */
	readonly width?: number;
	/** Inner tabs that are open, by id; where none of a group is named, its first one is. */
	readonly open?: ReadonlySet<string>;
	/** See `treeOf`. */
	readonly linked?: Iterable<string>;
}

/** A layout as Superset draws it, by the numbers of its front end (`src/dashboard/`, same in 4.1, 6.0 and 6.1). */
export const layoutOf = (position: Value | undefined, options: DrawOptions = {}): DrawnLayout =>
	drawTree(treeOf(position, options.linked), options);

/** Where everything in a tree stands. */
export function drawTree(tree: LayoutTree, options: DrawOptions = {}): DrawnLayout {
	return { pages: tree.pages.map((page) => drawPage(page, options)) };
}

function drawPage(page: LayoutItem, options: DrawOptions): DrawnPage {
	const width = options.width ?? GRID_WIDTH;
	const items: Drawn[] = [];
	const pen: Pen = { items, options, grid: width };
	const height = stack(pen, page, { x: 0, y: 0, width, within: 'stack', isShown: true });
	const right = items.reduce((most, item) => (item.isShown ? Math.max(most, item.x + item.width) : most), width);
	return { item: page, title: titleOf(page), width: right, height, items };
}

interface Pen {
	readonly items: Drawn[];
	readonly options: DrawOptions;
	/** Width of the grid in px. */
	readonly grid: number;
}
interface Spot extends Room {
	readonly x: number;
	readonly y: number;
	readonly isShown: boolean;
}

function place(pen: Pen, item: LayoutItem, at: Spot): Rect {
	const width = widthOf(item, at, pen.grid);
	const index = pen.items.push({ item, x: at.x, y: at.y, width, height: 0, isShown: at.isShown }) - 1;
	const height = heightOf(pen, item, { ...at, width });
	const rect = { x: at.x, y: at.y, width, height };
	pen.items[index] = { ...rect, item, isShown: at.isShown };
	return rect;
}

/** `at.width` is the item's own width here. */
function heightOf(pen: Pen, item: LayoutItem, at: Spot): number {
	if (isLeaf(item)) return leafHeight(item);
	if (item.kind === 'row') return row(pen, item, { ...at, most: at.within === 'column' ? at.width : undefined });
	if (item.kind === 'column') return stack(pen, item, { ...at, within: 'column' }) || EMPTY;
	return item.kind === 'tabs' ? tabs(pen, item, at) : stack(pen, item, { ...at, within: 'stack' });
}

function stack(pen: Pen, item: LayoutItem, at: Spot): number {
	let y = at.y;
	item.children.forEach((child, index) => {
		const { height } = place(pen, child, { ...at, y, most: undefined });
		const isLast = index === item.children.length - 1;
		// A heading in a column takes the gap below it back (Header/Header.jsx).
		const gap = isLast || (item.kind === 'column' && child.kind === 'heading') ? 0 : GUTTER;
		y += Math.max(height, child.was?.height ?? 0) + gap;
	});
	return y - at.y;
}

function tabs(pen: Pen, item: LayoutItem, at: Spot): number {
	const open = openIn(item, pen.options.open);
	let height = 0;
	for (const child of item.children) {
		const spot = { ...at, y: at.y + BAR, within: 'stack', isShown: at.isShown && child === open } as const;
		const rect = place(pen, child, spot);
		if (child === open) height = rect.height;
	}
	return BAR + height;
}

function row(pen: Pen, item: LayoutItem, at: Spot): number {
	if (item.children.length === 0) return EMPTY;
	const taken: Rect[] = [];
	const outlines: Rect[] = [];
	let x = at.x;
	for (const child of item.children.filter(({ ghost }) => ghost?.x === undefined)) {
		const rect = place(pen, child, { ...at, x, within: 'row' });
		taken.push({ ...rect, height: Math.max(rect.height, child.was?.height ?? 0) });
		x += rect.width + GUTTER;
	}
	// What finds no room in its row stands below everything in it, so it comes last.
	const homeless: LayoutItem[] = [];
	for (const child of item.children) {
		if (child.ghost?.x === undefined) continue;
		const width = widthOf(child, { ...at, within: 'row' }, pen.grid);
		const isOutline = child.ghost.kind === 'was';
		const free = isOutline ? at.x + child.ghost.x : freeSpot({ x: at.x + child.ghost.x, width }, at, taken);
		if (free === undefined) homeless.push(child);
		else {
			const rect = place(pen, child, { ...at, x: free, within: 'row' });
			(isOutline ? outlines : taken).push(rect);
		}
	}
	const bottom = [...taken, ...outlines].reduce((most, rect) => Math.max(most, rect.y + rect.height), at.y);
	if (homeless.length === 0) return bottom - at.y;
	let below = at.x;
	const heights = homeless.map((child) => {
		const rect = place(pen, child, { ...at, x: below, y: bottom + GUTTER, within: 'row' });
		below += rect.width + GUTTER;
		return rect.height;
	});
	return bottom + GUTTER + heights.reduce((most, height) => Math.max(most, height), 0) - at.y;
}
