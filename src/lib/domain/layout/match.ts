import { titleOf } from './tabs.ts';
import { keptInOrder } from './order.ts';
import { isLeaf, type LayoutItem, type LayoutTree } from './tree.ts';

/** Where an item hangs. */
export interface Hung {
	readonly item: LayoutItem;
	readonly parent: LayoutItem | undefined;
	readonly page: LayoutItem;
	/** Its number among the children of its parent, and that of its outermost ancestor on the page, from 0. */
	readonly at: number;
	readonly line: number;
	/** How many charts, texts and so on it holds, at least one. */
	readonly weight: number;
}
export type HungItems = ReadonlyMap<LayoutItem, Hung>;

/** Which items of two layouts are the same. */
export interface Matching {
	readonly before: HungItems;
	readonly after: HungItems;
	readonly toAfter: ReadonlyMap<LayoutItem, LayoutItem>;
	readonly toBefore: ReadonlyMap<LayoutItem, LayoutItem>;
	/** Items of the later layout that hang in another part than before. */
	readonly rehung: ReadonlySet<LayoutItem>;
	/** Items of the later layout that left their place in the order of those that stayed. */
	readonly reordered: ReadonlySet<LayoutItem>;
}

/**
 * Charts are the same by uuid, texts and headings by id or by what they say; rows, columns and tabs by id, or by what
 * they hold, since Superset gives them new ids at times.
 */
export function matchTrees(before: LayoutTree, after: LayoutTree): Matching {
	const sides = { before: hang(before), after: hang(after) };
	const toAfter = new Map<LayoutItem, LayoutItem>();
	const toBefore = new Map<LayoutItem, LayoutItem>();
	const pair = (old: LayoutItem, now: LayoutItem): void => {
		toAfter.set(old, now);
		toBefore.set(now, old);
	};
	const rest = () => ({
		old: [...sides.before.keys()].filter((item) => !toAfter.has(item)),
		now: [...sides.after.keys()].filter((item) => !toBefore.has(item))
	});
	for (const keyOf of [idKey, contentKey]) pairByKey(rest(), keyOf, pair);
	pairByContents({ ...sides, toBefore }, rest(), pair);
	pairByKey(rest(), titleKey, pair);
	return { ...sides, toAfter, toBefore, ...movesOf({ ...sides, toAfter, toBefore }) };
}

/** Whether an item of the earlier layout is gone, or at another place than before. A page or tab stays one when it changes places with others. */
export function isElsewhere(match: Matching, old: LayoutItem): boolean {
	const now = match.toAfter.get(old);
	if (!now || match.rehung.has(now)) return true;
	return match.reordered.has(now) && now.kind !== 'tab' && now.kind !== 'page';
}

function hang(tree: LayoutTree): Map<LayoutItem, Hung> {
	const hung = new Map<LayoutItem, Hung>();
	const visit = (item: LayoutItem, place: Omit<Hung, 'item' | 'weight'>): number => {
		hung.set(item, { item, ...place, weight: 1 });
		let weight = 0;
		item.children.forEach((child, at) => {
			const line = item === place.page ? at : place.line;
			weight += visit(child, { parent: item, page: place.page, at, line });
		});
		hung.set(item, { item, ...place, weight: Math.max(1, weight) });
		return Math.max(1, weight);
	};
	tree.pages.forEach((page, at) => visit(page, { parent: undefined, page, at, line: 0 }));
	return hung;
}

type KeyOf = (item: LayoutItem) => string | undefined;
const PAGES = new Set(['page', 'tab']);
const sortOf = (item: LayoutItem): string => (PAGES.has(item.kind) ? 'page' : item.kind);

const idKey: KeyOf = (item) => `${sortOf(item)} ${item.chart ?? ''} ${item.id}`;
const titleKey: KeyOf = (item) => (item.kind === 'tab' && titleOf(item) ? titleOf(item) : undefined);
const contentKey: KeyOf = (item) => {
	if (item.kind === 'chart') return item.chart && `chart ${item.chart}`;
	const said = item.meta[item.kind === 'text' ? 'code' : 'text'];
	if (item.kind === 'text' || item.kind === 'heading')
		return typeof said === 'string' && said.trim() ? `${item.kind} ${said}` : undefined;
	return item.kind === 'divider' ? 'divider' : undefined;
};

type Pair = (old: LayoutItem, now: LayoutItem) => void;
interface Rest {
	readonly old: readonly LayoutItem[];
	readonly now: readonly LayoutItem[];
}

function pairByKey({ old, now }: Rest, keyOf: KeyOf, pair: Pair): void {
	const waiting = new Map<string, LayoutItem[]>();
	for (const item of old) {
		const key = keyOf(item);
		if (key === undefined) continue;
		const same = waiting.get(key);
		if (same) same.push(item);
		else waiting.set(key, [item]);
	}
	for (const items of waiting.values()) items.reverse();
	for (const item of now) {
		const key = keyOf(item);
		const found = key === undefined ? undefined : waiting.get(key)?.pop();
		if (found) pair(found, item);
	}
}

type Sides = Pick<Matching, 'before' | 'after' | 'toBefore'>;

/** Children come behind their parents, so going backwards what is inside is known already. */
function pairByContents(sides: Sides, { old, now }: Rest, pair: Pair): void {
	const free = new Set(old);
	for (const item of [...now].reverse()) {
		if (isLeaf(item)) continue;
		const votes = new Map<LayoutItem, number>();
		for (const child of item.children) {
			const match = sides.toBefore.get(child);
			const parent = match && sides.before.get(match)?.parent;
			if (!parent || !free.has(parent) || sortOf(parent) !== sortOf(item)) continue;
			votes.set(parent, (votes.get(parent) ?? 0) + (sides.after.get(child)?.weight ?? 1));
		}
		const [best] = [...votes].sort((a, b) => b[1] - a[1]);
		if (!best) continue;
		free.delete(best[0]);
		pair(best[0], item);
	}
}

function movesOf(match: Sides & Pick<Matching, 'toAfter'>): Pick<Matching, 'rehung' | 'reordered'> {
	const rehung = new Set<LayoutItem>();
	const stayed = new Map<LayoutItem | undefined, { now: Hung; was: Hung }[]>();
	for (const now of match.after.values()) {
		const old = match.toBefore.get(now.item);
		const was = old && match.before.get(old);
		if (!was) continue;
		const home = was.parent ? (match.toAfter.get(was.parent) ?? null) : undefined;
		if (home !== now.parent) {
			rehung.add(now.item);
			continue;
		}
		const pairs = stayed.get(home);
		if (pairs) pairs.push({ now, was });
		else stayed.set(home, [{ now, was }]);
	}
	const reordered = new Set<LayoutItem>();
	for (const pairs of stayed.values()) {
		const kept = keptInOrder(pairs.map(({ now, was }) => ({ was: was.at, weight: now.weight })));
		pairs.forEach(({ now }, at) => {
			if (!kept.has(at)) reordered.add(now.item);
		});
	}
	return { rehung, reordered };
}
