import type { DiffBox, LayoutDiff } from './diff.ts';
import { isElsewhere, type Matching } from './match.ts';
import { isLeaf, type GhostKind, type LayoutItem, type LayoutTree } from './tree.ts';

/**
 * Both layouts as one. Lines up rows as a text diff lines up lines: what is there now stands as it is drawn, and what
 * was taken away or moved keeps a ghost next to what it stood next to. Every box of either side stands in it, and each
 * that moved twice.
 */
export function mergeTrees(diff: LayoutDiff): Merged {
	const merging: Merging = { diff, boxes: new Map(), rects: new Map() };
	for (const box of diff.boxes)
		for (const place of [box.before, box.after]) if (place) merging.boxes.set(place.item, box);
	for (const page of diff.drawn.before.pages) for (const one of page.items) merging.rects.set(one.item, one.x);

	const before = diff.drawn.before.pages.map(({ item }) => item);
	const after = diff.drawn.after.pages.map(({ item }) => item);
	const ghosts = before.filter((page) => isElsewhere(diff.match, page)).map((page) => ghostOf(merging, page));
	const merged = after.map((page) => mergeItem(merging, page));
	return { pages: [...merged, ...ghosts.filter((page) => page !== undefined)], boxes: merging.boxes };
}

export interface Merged extends LayoutTree {
	/** What each chart, text and so on in it stands for; two items where something moved. */
	readonly boxes: ReadonlyMap<LayoutItem, DiffBox>;
}

/** Height of an outline in a row that moved, in units. */
const LOW = 10;

interface Merging {
	readonly diff: LayoutDiff;
	readonly boxes: Map<LayoutItem, DiffBox>;
	/** Left ends of what is in the earlier drawing. */
	readonly rects: Map<LayoutItem, number>;
}

function mergeItem(merging: Merging, now: LayoutItem): LayoutItem {
	if (isLeaf(now)) {
		const box = merging.boxes.get(now);
		if (!box?.isResized || box.isMoved || !box.before) return now;
		return known(merging, box, { ...now, was: { width: box.before.width, height: box.before.height } });
	}
	const old = merging.diff.match.toBefore.get(now);
	const children = now.children.map((child) => mergeItem(merging, child));
	const isHere = old && !hasGhost(merging.diff.match, old);
	return { ...now, children: isHere ? withGhosts(merging, { old, now, children }) : children };
}

/** What moved has its ghost, with all that was in it, where it was. */
function hasGhost(match: Matching, old: LayoutItem): boolean {
	for (let at: LayoutItem | undefined = old; at; at = match.before.get(at)?.parent)
		if (isElsewhere(match, at)) return true;
	return false;
}

function withGhosts(
	merging: Merging,
	at: { old: LayoutItem; now: LayoutItem; children: readonly LayoutItem[] }
): LayoutItem[] {
	const { match } = merging.diff;
	const behind = new Map<LayoutItem | undefined, LayoutItem[]>();
	let last: LayoutItem | undefined;
	for (const child of at.old.children) {
		const now = match.toAfter.get(child);
		if (!isElsewhere(match, child)) {
			last = now;
			continue;
		}
		const inRow = at.old.kind === 'row' ? { x: left(merging, child) - left(merging, at.old) } : {};
		const ghost = ghostOf(merging, child, inRow);
		if (!ghost) continue;
		const ghosts = behind.get(last);
		if (ghosts) ghosts.push(ghost);
		else behind.set(last, [ghost]);
	}
	return [
		...(behind.get(undefined) ?? []),
		...at.children.flatMap((child, index) => [child, ...(behind.get(at.now.children[index]) ?? [])])
	];
}

function known(merging: Merging, box: DiffBox | undefined, item: LayoutItem): LayoutItem {
	if (box) merging.boxes.set(item, box);
	return item;
}

const left = (merging: Merging, item: LayoutItem): number => merging.rects.get(item) ?? 0;

/** What was there and everything in it; `undefined` for what held nothing. */
function ghostOf(
	merging: Merging,
	old: LayoutItem,
	{ isInGhost = false, ...at }: { readonly x?: number; readonly isInGhost?: boolean } = {}
): LayoutItem | undefined {
	const ghost = { kind: ghostKind(merging, old), ...at };
	if (isLeaf(old)) {
		// A whole row that moved: it is there in full where it is now, and would push that out of sight.
		const isLow = ghost.kind === 'was' && isInGhost;
		const units = isLow ? Math.min(old.units, LOW) : old.units;
		return known(merging, merging.boxes.get(old), { ...old, units, ghost });
	}
	const children = old.children.flatMap((child) => ghostOf(merging, child, { isInGhost: true }) ?? []);
	const isPlace = old.kind === 'tab' || old.kind === 'page';
	return children.length > 0 || isPlace ? { ...old, ghost, children } : undefined;
}

function ghostKind(merging: Merging, old: LayoutItem): GhostKind {
	const { match } = merging.diff;
	const now = match.toAfter.get(old);
	if (!now) return 'removed';
	const was = match.before.get(old)?.page;
	return was && match.toAfter.get(was) === match.after.get(now)?.page ? 'was' : 'gone';
}
