import type { Value } from '../value.ts';
import { layoutOf, type DrawOptions } from './draw.ts';
import { GRID_WIDTH } from './sizes.ts';
import { titleOf } from './tabs.ts';
import { calledOf, nameOf, type ChartFacts } from './names.ts';
import { drawingView, type BoxView, type DrawingView } from './picture.ts';
import { isLeaf, type LayoutItem } from './tree.ts';

/** One layout, as plain data that a page can be sent. */
export interface LayoutView {
	readonly pages: readonly { readonly id: string; readonly title: string; readonly drawing: DrawingView }[];
	/** Of all pages and inner tabs, also closed ones. */
	readonly boxes: readonly BoxView[];
}

/** Draws a layout. @param position of a dashboard in canonical form */
export function layoutView(position: Value | undefined, options: DrawOptions & ChartFacts = {}): LayoutView {
	const drawn = layoutOf(position, options);
	const boxes: BoxView[] = [];
	const numbers = new Map<LayoutItem, number>();
	for (const page of drawn.pages)
		for (const { item } of page.items) {
			if (!isLeaf(item)) continue;
			numbers.set(item, boxes.length);
			boxes.push(boxView(item, { at: boxes.length, page: page.item.id, facts: options }));
		}
	const context = {
		grid: options.width ?? GRID_WIDTH,
		open: options.open,
		boxOf: (item: LayoutItem) => numbers.get(item),
		tabOf: (tab: LayoutItem) =>
			({ id: tab.id, title: titleOf(tab), standing: 'same', oldTitle: null, count: 0 }) as const
	};
	const pages = drawn.pages.map((page) => ({
		id: page.item.id,
		title: page.title,
		drawing: drawingView(page, context)
	}));
	return { pages, boxes };
}

const boxView = (item: LayoutItem, at: { at: number; page: string; facts: ChartFacts }): BoxView => ({
	at: at.at,
	node: item.id,
	kind: item.kind,
	chart: item.chart ?? null,
	vizType: (item.chart && at.facts.vizTypes?.get(item.chart)) ?? null,
	name: nameOf(item, at.facts.names),
	page: at.page,
	standing: 'same',
	isMoved: false,
	isResized: false,
	isChanged: false,
	toward: null,
	notes: [],
	sentence: calledOf(item, at.facts.names)
});
