import { isEqual, isMapping, type Value } from '../value.ts';
import { hasNoEffect } from '../words/default-control.ts';

/** An item of a list before and after; one that came or went has one side. */
export interface Pair {
	readonly before: Value | undefined;
	readonly after: Value | undefined;
}

/** Thousands of items that read alike are paired in order. */
const MOST_TRIED = 50;

interface Item {
	readonly item: Value;
	readonly at: number;
	readonly words: string;
}

interface Words {
	readonly before: (item: Value) => string;
	readonly after: (item: Value) => string;
}

/**
 * Items of two lists that belong together and are not equal: the same id, then the same words, then the same subject,
 * then the same place. Equal items are left out; whether those that stayed stand in another order is said.
 */
export function pairsOf(
	before: readonly Value[],
	after: readonly Value[],
	words: Words
): { readonly pairs: readonly Pair[]; readonly isReordered: boolean } {
	let left: readonly Item[] = before.map((item, at) => ({ item, at, words: words.before(item) }));
	let right: readonly Item[] = after.map((item, at) => ({ item, at, words: words.after(item) }));
	const matched: { readonly from: number; readonly to: number }[] = [];
	const pairs: Pair[] = [];
	/** Pair what has the same key, in order; lists may be long, so each is walked once. */
	const match = (keyOf: (item: Item) => string | undefined, isOne: (old: Item, now: Item) => boolean = () => true) => {
		const open = new Map<string, Item[]>();
		for (const now of right) {
			const key = keyOf(now);
			if (key !== undefined) push(open, key, now);
		}
		const gone = new Set<Item>();
		for (const old of left) {
			const key = keyOf(old);
			const there = (key === undefined ? undefined : open.get(key)) ?? [];
			const now = there.slice(0, MOST_TRIED).find((one) => isOne(old, one));
			if (!now) continue;
			there.splice(there.indexOf(now), 1);
			gone.add(old).add(now);
			matched.push({ from: old.at, to: now.at });
			if (!isEqual(old.item, now.item)) pairs.push({ before: old.item, after: now.item });
		}
		left = left.filter((one) => !gone.has(one));
		right = right.filter((one) => !gone.has(one));
	};
	// By what is stored, since a label of the dataset may have changed meanwhile.
	match(
		(one) => storedKey(one.item),
		(old, now) => isEqual(old.item, now.item)
	);
	match((one) => idOf(one.item));
	match((one) => one.words);
	match((one) => subjectOf(one.item));
	// Where as many came as went, each took the place of one.
	if (left.length === right.length) match((one) => String(hasNoEffect(one.item)));
	for (const { item } of left) pairs.push({ before: item, after: undefined });
	for (const { item } of right) pairs.push({ before: undefined, after: item });
	const order = matched.sort((a, b) => a.from - b.from).map(({ to }) => to);
	return { pairs, isReordered: order.some((to, at) => at > 0 && to < (order[at - 1] ?? 0)) };
}

const textAt = (item: Value, key: string): string | undefined => {
	const value = isMapping(item) ? item[key] : undefined;
	return typeof value === 'string' ? value : undefined;
};
const STORED = ['optionName', 'filterOptionName', 'label', 'sqlExpression', 'aggregate', 'subject', 'operator'];
/** Equal items have the same. */
const storedKey = (item: Value): string =>
	typeof item === 'string' ? item : STORED.map((key) => textAt(item, key) ?? '').join('\n');
const idOf = (item: Value): string | undefined => textAt(item, 'optionName') ?? textAt(item, 'filterOptionName');
const subjectOf = (item: Value): string | undefined => textAt(item, 'subject');

function push(lists: Map<string, Item[]>, key: string, item: Item): void {
	const list = lists.get(key);
	if (list) list.push(item);
	else lists.set(key, [item]);
}
