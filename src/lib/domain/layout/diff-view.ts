import type { Value } from '../value.ts';
import { countsOf, layoutDiff, type Counts, type DiffBox, type DiffOptions, type LayoutDiff } from './diff.ts';
import { drawTree, type DrawnPage } from './draw.ts';
import { GRID_WIDTH } from './sizes.ts';
import { titleOf } from './tabs.ts';
import { isElsewhere } from './match.ts';
import { mergeTrees } from './merge.ts';
import { calledOf, nameOf, type ChartFacts } from './names.ts';
import { directionOf, notesOf, type NoteContext } from './notes.ts';
import { drawingView, type BoxView, type DrawingView, type TabView } from './picture.ts';
import type { LayoutItem } from './tree.ts';

/** Two layouts compared, as plain data that a page can be sent. */
export interface LayoutDiffView {
	readonly pages: readonly DiffPageView[];
	/** Of all pages and inner tabs, also closed ones; items of drawings name them by number. */
	readonly boxes: readonly BoxView[];
	readonly counts: Counts;
}
export interface DiffPageView extends Omit<TabView, 'isOpen'> {
	readonly counts: Counts;
	/** Both in one, with ghosts where something was. */
	readonly merged: DrawingView;
	/** `null` where the page was not there. */
	readonly before: DrawingView | null;
	readonly after: DrawingView | null;
}
export interface ViewOptions extends DiffOptions, ChartFacts {
	readonly changed?: ReadonlySet<string>;
}

/**
 * Compares two layouts and draws them: each side, and both in one.
 * @param before, after positions of a dashboard in canonical form
 */
export function layoutDiffView(
	before: Value | undefined,
	after: Value | undefined,
	options: ViewOptions = {}
): LayoutDiffView {
	const diff = layoutDiff(before, after, options);
	const { match } = diff;
	const merged = mergeTrees(diff);
	const { width = GRID_WIDTH, open } = options;
	const drawn = drawTree(merged, { width, ...(open ? { open } : {}) });
	const words: NoteContext = { width, isSamePage: (old, now) => match.toAfter.get(old) === now };
	const views = diff.boxes.map((box, at) => boxView(box, at, { diff, words, facts: options }));

	const numbers = new Map(diff.boxes.map((box, at) => [box, at]));
	const tabs = tabViews(diff);
	const draw = (page: DrawnPage) =>
		drawingView(page, {
			grid: width,
			open,
			boxOf: (item) => numbers.get(merged.boxes.get(item)!),
			tabOf: (tab) => tabs.get(tab.id) ?? plainTab(tab)
		});
	const boxesOf = byPage(diff);
	const pages = drawn.pages.map((page): DiffPageView => {
		const old = diff.drawn.before.pages.find(({ item }) => (match.toAfter.get(item)?.id ?? item.id) === page.item.id);
		const now = diff.drawn.after.pages.find(({ item }) => item.id === page.item.id);
		const counts = countsOf(boxesOf.get(page.item.id) ?? []);
		const tab = tabs.get(page.item.id) ?? plainTab(page.item);
		// Side by side both are drawn on the same scale, also where a row of one runs out to the right.
		const wide = Math.max(old?.width ?? 0, now?.width ?? 0);
		const side = (one: DrawnPage | undefined) => (one ? draw({ ...one, width: wide }) : null);
		return { ...tab, counts, merged: draw(page), before: side(old), after: side(now) };
	});
	return { pages, boxes: views, counts: diff.counts };
}

function byPage(diff: LayoutDiff): ReadonlyMap<string, readonly DiffBox[]> {
	const pages = new Map<string, DiffBox[]>();
	for (const box of diff.boxes) {
		const { id } = pageOf(diff, box);
		const boxes = pages.get(id);
		if (boxes) boxes.push(box);
		else pages.set(id, [box]);
	}
	return pages;
}

interface BoxContext {
	readonly diff: LayoutDiff;
	readonly words: NoteContext;
	readonly facts: ChartFacts;
}

function boxView(box: DiffBox, at: number, { diff, words, facts }: BoxContext): BoxView {
	const { item } = (box.after ?? box.before)!;
	const notes = notesOf(box, words);
	return {
		at,
		node: item.id,
		kind: item.kind,
		chart: item.chart ?? null,
		vizType: (item.chart && facts.vizTypes?.get(item.chart)) ?? null,
		name: nameOf(item, facts.names),
		page: pageOf(diff, box).id,
		standing: box.standing,
		isMoved: box.isMoved,
		isResized: box.isResized,
		isChanged: box.isChanged,
		toward: directionOf(box, words) ?? null,
		notes,
		sentence: `${calledOf(item, facts.names)}: ${notes.join('; ') || 'as it was'}`
	};
}

/** The page that shows a box: where it is, else where it was. */
function pageOf({ match }: LayoutDiff, { before, after }: DiffBox): LayoutItem {
	if (after) return after.page;
	const { page } = before!;
	return isElsewhere(match, page) ? page : (match.toAfter.get(page) ?? page);
}

const plainTab = (tab: LayoutItem): Omit<TabView, 'isOpen'> => ({
	id: tab.id,
	title: titleOf(tab),
	standing: 'same',
	oldTitle: null,
	count: 0
});

/** Every tab and page by its id, with how many boxes in it are not as they were. */
function tabViews(diff: LayoutDiff): ReadonlyMap<string, Omit<TabView, 'isOpen'>> {
	const counts = new Map<string, number>();
	for (const box of diff.boxes) {
		if (box.standing === 'same') continue;
		const { before, after, toAfter } = diff.match;
		const hung = box.after ? after : before;
		for (let at = (box.after ?? box.before)?.item; at; at = hung.get(at)?.parent) {
			const { id, kind } = box.after ? at : (toAfter.get(at) ?? at);
			if (kind === 'tab' || kind === 'page') counts.set(id, (counts.get(id) ?? 0) + 1);
		}
	}
	const views = new Map<string, Omit<TabView, 'isOpen'>>();
	for (const id of counts.keys()) {
		const page = [...diff.drawn.after.pages, ...diff.drawn.before.pages].find(({ item }) => item.id === id);
		if (page) views.set(id, { ...plainTab(page.item), count: counts.get(id) ?? 0 });
	}
	for (const { standing, before, after } of diff.tabs) {
		const tab = (after ?? before)!;
		const oldTitle = standing === 'renamed' && before ? titleOf(before) : null;
		views.set(tab.id, { ...plainTab(tab), standing, oldTitle, count: counts.get(tab.id) ?? 0 });
	}
	return views;
}
