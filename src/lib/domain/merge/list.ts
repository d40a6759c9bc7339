import { isEqual, isList, isMapping, type Value } from '../value.ts';
import { literal, type Merging, type Three } from './merging.ts';
import { isExpression } from './one-thing.ts';
import { mergeOrder } from './order.ts';
import { regionsOf, type Span } from './regions.ts';
import { mergeValue } from './value.ts';

type List = readonly Value[];
type ThreeLists = Three<List>;

/** Keys by which an item of a list is known wherever it stands. */
const IDENTITIES = ['column_name', 'metric_name', 'id', 'optionName', 'filterOptionName', 'tag_name', 'uuid', 'name'];
const SIDES = ['base', 'mine', 'theirs'] as const;

/** Merge lists: item by item where items can be told apart, else by what they have in common in order. */
export function mergeList(merging: Merging, path: readonly string[], lists: ThreeLists): Value | undefined {
	const named = namesIn(lists);
	return named ? mergeNamed(merging, path, lists, named) : mergeInOrder(merging, path, lists);
}

/** Each item by its name, in order. */
type Named = ReadonlyMap<string, Value>;

function namesIn(lists: ThreeLists): Three<Named> | undefined {
	for (const identity of IDENTITIES) {
		const nameOf = (item: Value) => {
			if (typeof item === 'string') return `=${item}`;
			const name = isMapping(item) ? item[identity] : undefined;
			return typeof name === 'string' ? name : undefined;
		};
		const [base, mine, theirs] = SIDES.map((side) => byName(lists[side], nameOf));
		if (base && mine && theirs) return { base, mine, theirs };
	}
	return undefined;
}

function byName(list: List, nameOf: (item: Value) => string | undefined): Named | undefined {
	const named = new Map<string, Value>();
	for (const item of list) {
		const name = nameOf(item);
		if (name === undefined || named.has(name)) return undefined;
		named.set(name, item);
	}
	return named;
}

function mergeNamed(
	merging: Merging,
	path: readonly string[],
	lists: ThreeLists,
	{ base, mine, theirs }: Three<Named>
): Value | undefined {
	if (isReplaced(path, { base, mine, theirs })) return merging.ask({ kind: 'value', path, ...lists });
	const items = new Map<string, Value>();
	for (const name of new Set([...mine.keys(), ...theirs.keys()])) {
		const item = mergeValue(merging, [...path, name.replace(/^=/, '')], {
			...{ base: base.get(name), mine: mine.get(name), theirs: theirs.get(name) }
		});
		if (item !== undefined) items.set(name, item);
	}
	const orders = { base: [...base.keys()], mine: [...mine.keys()], theirs: [...theirs.keys()] };
	const kept = new Set(items.keys());
	const merged = mergeOrder(orders.base, orders.mine, orders.theirs, kept);
	let { order } = merged;
	if (merged.isConflict) {
		const keep = merging.askSide({ kind: 'order', path: [...path, '(order)'], ...orders });
		if (keep === 'theirs') ({ order } = mergeOrder(orders.base, orders.theirs, orders.mine, kept));
	}
	return order.map((name) => items.get(name)!);
}

/**
 * What a chart shows was replaced on both sides, by different things: to have both would be a chart that nobody wanted.
 */
function isReplaced(path: readonly string[], { base, mine, theirs }: Three<Named>): boolean {
	if (path[0] !== 'params') return false;
	const added = (side: Named) => [...side.keys()].filter((name) => !base.has(name));
	const [ours, other] = [added(mine), added(theirs)];
	if (ours.length === 0 || other.length === 0 || isEqual(ours, other)) return false;
	return [...base.keys()].some((name) => !mine.has(name) && !theirs.has(name));
}

/** Lists whose items have no names: coordinates, pairs, rows of a form. */
function mergeInOrder(merging: Merging, path: readonly string[], lists: ThreeLists): Value | undefined {
	const [base, mine, theirs] = SIDES.map((side) => lists[side].map(literal));
	const made: Value[] = [];
	const asked = merging.conflicts.length;
	for (const { kind, ...spans } of regionsOf(base!, mine!, theirs!, false)) {
		const of = (side: (typeof SIDES)[number], { from, to }: Span) => lists[side].slice(from, to);
		if (kind !== 'both') {
			made.push(...(kind === 'kept' ? of('base', spans.base) : of(kind, spans[kind])));
			continue;
		}
		const parts = { base: of('base', spans.base), mine: of('mine', spans.mine), theirs: of('theirs', spans.theirs) };
		const merged = mergePart(merging, path, parts, spans.mine.from);
		if (merged) {
			made.push(...merged);
			continue;
		}
		// One question for the list as a whole says more than several about stretches of it.
		merging.conflicts.splice(asked);
		return merging.ask({ kind: 'value', path, ...lists });
	}
	return made;
}

function mergePart(
	merging: Merging,
	path: readonly string[],
	{ base, mine, theirs }: ThreeLists,
	at: number
): List | null {
	if (isEqual(mine, theirs)) return mine;
	if (base.length === 0) {
		if (isWithin(theirs, mine)) return mine;
		if (isWithin(mine, theirs)) return theirs;
		// Numbers stand for something by their place; what is a thing of its own can stand beside another.
		return [...mine, ...theirs].every(isMapping) ? inOrderOfContent(mine, theirs) : null;
	}
	if (mine.length !== base.length || theirs.length !== base.length) return null;
	const canMerge = base.every((was, index) => {
		const [ours, other] = [mine[index]!, theirs[index]!];
		return isEqual(ours, was) || isEqual(other, was) || isEqual(ours, other) || areAlike(was, ours, other);
	});
	if (!canMerge) return null;
	return base.flatMap((was, index) => {
		const merged = mergeValue(merging, [...path, String(at + index)], {
			...{ base: was, mine: mine[index], theirs: theirs[index] }
		});
		return merged === undefined ? [] : [merged];
	});
}

const areAlike = (...values: readonly Value[]): boolean =>
	values.every(isList) || (values.every(isMapping) && !values.some(isExpression));

/** What both put at one place, so that it does not matter which side is which. */
const inOrderOfContent = (mine: List, theirs: List): List =>
	literal(mine) < literal(theirs) ? [...mine, ...theirs] : [...theirs, ...mine];

/** Whether the items of one list stand in another, in order. */
function isWithin(part: List, whole: List): boolean {
	let at = 0;
	for (const item of whole) if (at < part.length && isEqual(part[at], item)) at += 1;
	return at === part.length;
}
