import { isEqual, type Value } from '../value.ts';
import { drawTree, type DrawOptions, type Drawn, type DrawnLayout } from './draw.ts';
import { titleOf } from './tabs.ts';
import { matchTrees, type Matching } from './match.ts';
import { isLeaf, itemsOf, treeOf, type LayoutItem } from './tree.ts';

export type Standing = 'same' | 'added' | 'removed' | 'moved' | 'resized' | 'changed';
export type TabStanding = 'same' | 'added' | 'removed' | 'renamed' | 'moved';

/** A chart, text, heading or divider of two layouts. */
export interface DiffBox {
	/** What stands out most: added, removed, changed inside, moved, resized, in this order. */
	readonly standing: Standing;
	readonly isMoved: boolean;
	readonly isResized: boolean;
	readonly isChanged: boolean;
	/** Where it was: `undefined` where it is added. */
	readonly before: BoxPlace | undefined;
	/** Where it is: `undefined` where it is removed. */
	readonly after: BoxPlace | undefined;
}
export interface BoxPlace extends Drawn {
	readonly page: LayoutItem;
	/** Its row on the page, from 1. */
	readonly line: number;
}
/** A tab on any level. The grid of a dashboard without tabs is none. */
export interface DiffTab {
	readonly standing: TabStanding;
	readonly before: LayoutItem | undefined;
	readonly after: LayoutItem | undefined;
}
/** Boxes by what happened to them; one that moved and changed counts in both. */
export type Counts = Readonly<Record<Standing, number>>;

export interface LayoutDiff {
	/** Those of the later layout in its order, then those removed. */
	readonly boxes: readonly DiffBox[];
	readonly tabs: readonly DiffTab[];
	readonly counts: Counts;
	readonly match: Matching;
	readonly drawn: { readonly before: DrawnLayout; readonly after: DrawnLayout };
}
export interface DiffOptions extends Omit<DrawOptions, 'linked'> {
	/** Charts that belong to the dashboard on either side, in the layout or not. */
	readonly linked?: { readonly before: Iterable<string>; readonly after: Iterable<string> };
}

/**
 * What happened to each part of a layout. Moved means: in another row, column or tab, or in another order among those
 * that stayed; what only slid down since something came above it stands as it did.
 * @param changed uuids of charts whose own content differs
 */
export function layoutDiff(
	before: Value | undefined,
	after: Value | undefined,
	{ changed = new Set(), ...options }: DiffOptions & { readonly changed?: ReadonlySet<string> } = {}
): LayoutDiff {
	const trees = { before: treeOf(before, options.linked?.before), after: treeOf(after, options.linked?.after) };
	const match = matchTrees(trees.before, trees.after);
	const { width, open } = options;
	const draw = { ...(width === undefined ? {} : { width }), ...(open === undefined ? {} : { open }) };
	const drawn = { before: drawTree(trees.before, draw), after: drawTree(trees.after, draw) };
	const places = { before: placesOf(drawn.before, match.before), after: placesOf(drawn.after, match.after) };

	const boxes: DiffBox[] = [];
	for (const [item, place] of places.after) {
		const old = match.toBefore.get(item);
		boxes.push(boxOf(old && places.before.get(old), place, { match, changed }));
	}
	for (const [item, place] of places.before)
		if (!match.toAfter.has(item)) boxes.push({ ...STILL, standing: 'removed', before: place, after: undefined });
	const tabs = tabsOf(match, [...itemsOf(trees.before.pages)], [...itemsOf(trees.after.pages)]);
	return { boxes, tabs, counts: countsOf(boxes), match, drawn };
}

/** How many boxes of each standing there are. */
export function countsOf(boxes: Iterable<DiffBox>): Counts {
	const counts = { same: 0, added: 0, removed: 0, moved: 0, resized: 0, changed: 0 };
	for (const box of boxes) {
		if (box.isMoved) counts.moved += 1;
		if (box.isResized) counts.resized += 1;
		if (box.isChanged) counts.changed += 1;
		if (box.standing === 'same' || box.standing === 'added' || box.standing === 'removed') counts[box.standing] += 1;
	}
	return counts;
}

const STILL = { isMoved: false, isResized: false, isChanged: false };
const TOLERANCE = 0.5;

function placesOf(drawn: DrawnLayout, hung: Matching['after']): Map<LayoutItem, BoxPlace> {
	const places = new Map<LayoutItem, BoxPlace>();
	for (const page of drawn.pages)
		for (const one of page.items)
			if (isLeaf(one.item))
				places.set(one.item, { ...one, page: page.item, line: (hung.get(one.item)?.line ?? 0) + 1 });
	return places;
}

function boxOf(
	before: BoxPlace | undefined,
	after: BoxPlace,
	{ match, changed }: { match: Matching; changed: ReadonlySet<string> }
): DiffBox {
	if (!before) return { ...STILL, standing: 'added', before, after };
	const isMoved = isMovedIn(match, after.item);
	const isResized = isSized(after.item) && isSized(before.item) && isOtherSize(before, after);
	const isChanged = isOther(before.item, after.item) || changed.has(after.item.chart ?? '');
	const standing = isChanged ? 'changed' : isMoved ? 'moved' : isResized ? 'resized' : 'same';
	return { standing, isMoved, isResized, isChanged, before, after };
}

/** A row that moved takes along what is in it; a tab that changed places with another one does not. */
function isMovedIn({ after, rehung, reordered }: Matching, item: LayoutItem): boolean {
	for (let at: LayoutItem | undefined = item; at; at = after.get(at)?.parent)
		if (rehung.has(at) || (reordered.has(at) && at.kind !== 'tab' && at.kind !== 'page')) return true;
	return false;
}

/** Headings and dividers are as wide as what holds them. */
const isSized = ({ kind }: LayoutItem): boolean => kind === 'chart' || kind === 'text' || kind === 'other';
const isOtherSize = (one: BoxPlace, other: BoxPlace): boolean =>
	Math.abs(one.width - other.width) > TOLERANCE || Math.abs(one.height - other.height) > TOLERANCE;

/** Keys of the layout itself that a person sees on the box. */
const SEEN = ['code', 'text', 'headerSize', 'background', 'sliceNameOverride'];
const isOther = (one: LayoutItem, other: LayoutItem): boolean =>
	SEEN.some((key) => !isEqual(one.meta[key] ?? '', other.meta[key] ?? ''));

function tabsOf(match: Matching, before: readonly LayoutItem[], after: readonly LayoutItem[]): DiffTab[] {
	const tabs = after.filter(isTab).map((now): DiffTab => {
		const found = match.toBefore.get(now);
		const old = found && isTab(found) ? found : undefined;
		if (!old) return { standing: 'added', before: undefined, after: now };
		const isMoved = match.rehung.has(now) || match.reordered.has(now);
		return {
			standing: titleOf(old) !== titleOf(now) ? 'renamed' : isMoved ? 'moved' : 'same',
			before: old,
			after: now
		};
	});
	const gone = before.filter((old) => {
		const now = match.toAfter.get(old);
		return isTab(old) && (!now || !isTab(now));
	});
	return [...tabs, ...gone.map((old): DiffTab => ({ standing: 'removed', before: old, after: undefined }))];
}

const isTab = ({ kind }: LayoutItem): boolean => kind === 'tab';
