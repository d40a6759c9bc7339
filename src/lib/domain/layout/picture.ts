import type { Standing, TabStanding } from './diff.ts';
import type { Drawn, DrawnPage } from './draw.ts';
import { openIn } from './tabs.ts';
import type { Direction } from './notes.ts';
import { isLeaf, type GhostKind, type LayoutItem, type LayoutKind } from './tree.ts';

/** Something of a layout in words, as plain data: what a page shows of it and what it leads to. */
export interface BoxView {
	/** The number of the box in its list. */
	readonly at: number;
	/** Id of its node: that of now, or of before where it is gone. */
	readonly node: string;
	readonly kind: LayoutKind;
	/** Uuid of its chart. */
	readonly chart: string | null;
	readonly vizType: string | null;
	readonly name: string;
	/** Id of the page on which it is, or was where it is gone. */
	readonly page: string;
	readonly standing: Standing;
	readonly isMoved: boolean;
	readonly isResized: boolean;
	readonly isChanged: boolean;
	readonly toward: Direction | null;
	/** What happened, a few words each. */
	readonly notes: readonly string[];
	/** All of it, for hover, focus and reading aloud. */
	readonly sentence: string;
}

/** A page drawn: px from the top left, on a grid `grid` px wide. */
export interface DrawingView {
	readonly grid: number;
	readonly width: number;
	readonly height: number;
	readonly items: readonly ItemView[];
	readonly strips: readonly StripView[];
	/** Rows and columns with nothing in them. */
	readonly empty: readonly RectView[];
}
export interface RectView {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}
export interface ItemView extends RectView {
	/** Number of its box. */
	readonly box: number;
	readonly ghost?: GhostKind;
	/** The size that it had, from the same top left. */
	readonly was?: { readonly width: number; readonly height: number };
}
/** The names of inner tabs above the open one. */
export interface StripView {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly tabs: readonly TabView[];
}
export interface TabView {
	readonly id: string;
	readonly title: string;
	readonly isOpen: boolean;
	readonly standing: TabStanding;
	/** What a renamed one was called. */
	readonly oldTitle: string | null;
	/** How many boxes in it are not as they were. */
	readonly count: number;
}

export interface DrawingContext {
	readonly grid: number;
	/** Number of the box that an item stands for. */
	readonly boxOf: (item: LayoutItem) => number | undefined;
	readonly tabOf: (tab: LayoutItem) => Omit<TabView, 'isOpen'>;
	readonly open: ReadonlySet<string> | undefined;
}

/** A drawn page as plain data. */
export function drawingView(page: DrawnPage, context: DrawingContext): DrawingView {
	const items: ItemView[] = [];
	const strips: StripView[] = [];
	const empty: RectView[] = [];
	for (const one of page.items) {
		if (!one.isShown) continue;
		const box = context.boxOf(one.item);
		if (isLeaf(one.item)) {
			if (box !== undefined) items.push(itemView(one, box));
		} else if (one.item.kind === 'tabs') strips.push(stripView(one, context));
		else if ((one.item.kind === 'row' || one.item.kind === 'column') && one.item.children.length === 0)
			empty.push(rectView(one));
	}
	return { grid: context.grid, width: round(page.width), height: round(page.height), items, strips, empty };
}

function itemView(one: Drawn, box: number): ItemView {
	const { ghost, was } = one.item;
	const size = was && { width: round(was.width), height: round(was.height) };
	return { box, ...rectView(one), ...(ghost ? { ghost: ghost.kind } : {}), ...(size ? { was: size } : {}) };
}

function stripView({ item, x, y, width }: Drawn, context: DrawingContext): StripView {
	const open = openIn(item, context.open);
	const tabs = item.children.map((tab) => ({ ...context.tabOf(tab), isOpen: tab === open }));
	return { x: round(x), y: round(y), width: round(width), tabs };
}

const rectView = ({ x, y, width, height }: RectView): RectView => ({
	x: round(x),
	y: round(y),
	width: round(width),
	height: round(height)
});
const round = (px: number): number => Math.round(px * 100) / 100;
