import { isEqual, isList, isMapping, type Mapping, type Value } from '../value.ts';
import type { WordEntry } from '../words/entry.ts';
import { allOf, detailOf, NOTHING, told, type Told } from './details.ts';
import { identityOf } from './differences.ts';
import { tellValue, type Place, type Sides } from './tell-value.ts';
import { filterName, type Terms } from './terms.ts';
import { valueWords } from './value-words.ts';
import { quoted } from './words.ts';

/** How the items of a list are called. */
export interface ItemWords {
	/** `filter`, `calculated column`. */
	readonly noun: (item: Mapping) => string;
	readonly name: (item: Mapping, id: string) => string;
	/** Tells an item that is on both sides in another form; without it, key by key. */
	readonly tell?: (place: Place, sides: { readonly before: Mapping; readonly after: Mapping }) => Told;
}

/** Items that came, went and changed; `undefined` where the values are no lists that have items to tell apart. */
export function tellList(place: Place, sides: Sides, terms: Terms, words?: ItemWords): Told | undefined {
	const [before, after] = [itemsOf(sides.before), itemsOf(sides.after)];
	if (!before || !after || before.length + after.length === 0) return undefined;
	const identity = identityOf(before, after);
	if (identity) return tellItems(place, { before, after, identity }, terms, words ?? wordsFor(place));
	if ([...before, ...after].every((item) => typeof item === 'string' || typeof item === 'number'))
		return tellPlain(place, before, after, terms);
	if (before.length !== after.length || !place.entry?.parts) return undefined;
	return tellRows(place, before, after, terms);
}

const itemsOf = (value: Value | undefined): readonly Value[] | undefined =>
	value === undefined || value === null ? [] : isList(value) ? value : undefined;

const wordsFor = ({ label }: Place): ItemWords => ({
	noun: () => singular(label),
	name: (item, id) => quoted(filterName(item) ?? id)
});

/** `percentage metrics` → `percentage metric`; what is no plural stays. */
export const singular = (label: string): string =>
	label.replace(/(?<!ser)ies$/, 'y').replace(/(?<=\p{L}[^sui\s])s$/u, '');

function tellItems(
	place: Place,
	lists: { readonly before: readonly Value[]; readonly after: readonly Value[]; readonly identity: string },
	terms: Terms,
	{ noun, name, tell }: ItemWords
): Told {
	const byId = (list: readonly Value[]) =>
		new Map(list.filter(isMapping).map((item) => [String(item[lists.identity]), item]));
	const [left, right] = [byId(lists.before), byId(lists.after)];
	const parts: Told[] = [];
	for (const id of new Set([...left.keys(), ...right.keys()])) {
		const [old, now] = [left.get(id), right.get(id)];
		const { area } = place;
		const path = [...place.path, id];
		const called = (item: Mapping) => `${place.lead ?? ''}${noun(item)} ${name(item, id)}`;
		if (!old && now)
			parts.push(told(detailOf({ path, area }, `${called(now)} added`, { after: name(now, id), kind: 'added' })));
		else if (old && !now)
			parts.push(told(detailOf({ path, area }, `${called(old)} removed`, { before: name(old, id), kind: 'removed' })));
		else if (old && now && !isEqual(old, now)) {
			const itemEntry: WordEntry | undefined = place.entry && { ...place.entry, list: false, kind: 'json' };
			const at: Place = { path, area, lead: `${called(now)}: `, label: '', entry: itemEntry };
			const sides = { before: old, after: now };
			parts.push(tell ? tell(at, sides) : tellValue(at, sides, terms));
		}
	}
	return allOf([...parts, tellOrder(place, [...left.keys()], [...right.keys()], noun, { left, right, name })]);
}

function tellOrder(
	place: Place,
	before: readonly string[],
	after: readonly string[],
	noun: ItemWords['noun'],
	items: {
		readonly left: ReadonlyMap<string, Mapping>;
		readonly right: ReadonlyMap<string, Mapping>;
		readonly name: ItemWords['name'];
	}
): Told {
	const [gone, come] = [new Set(before), new Set(after)];
	if (
		isEqual(
			before.filter((id) => come.has(id)),
			after.filter((id) => gone.has(id))
		)
	)
		return NOTHING;
	const first = items.right.get(after[0] ?? '');
	const names = (ids: readonly string[], from: ReadonlyMap<string, Mapping>) =>
		ids.flatMap((id) => (from.has(id) ? [items.name(from.get(id) as Mapping, id)] : [])).join(', ');
	const at = { path: [...place.path, '(order)'], area: place.area };
	return told(
		detailOf(at, `${place.lead ?? ''}order of ${first ? noun(first) : 'item'}s changed`, {
			before: names(before, items.left),
			after: names(after, items.right),
			kind: 'moved'
		})
	);
}

/** So many items of a list have a sentence each. */
const MOST_ITEMS = 6;

/** Items of a list of plain values that came and went, in one sentence each; else their order. */
function tellPlain(place: Place, before: readonly Value[], after: readonly Value[], terms: Terms): Told {
	const entry = place.entry && { ...place.entry, default: undefined };
	const words = (item: Value, side: 'before' | 'after') =>
		valueWords(item, entry, { names: terms.names, side: terms[side] });
	const come = after.filter((item) => !before.includes(item));
	const gone = before.filter((item) => !after.includes(item));
	const noun = `${place.lead ?? ''}${singular(place.label)}`;
	const [old, now] = [gone[0], come[0]];
	if (gone.length === 1 && come.length === 1 && old !== undefined && now !== undefined) {
		const [from, to] = [words(old, 'before'), words(now, 'after')];
		if (from !== to) return told(detailOf(place, `${noun} ${from} → ${to}`, { before: from, after: to }));
	}
	const list = (items: readonly Value[], side: 'before' | 'after') =>
		items.map((item) => words(item, side)).join(', ') || null;
	const whole = { before: list(before, 'before'), after: list(after, 'after') };
	if (come.length + gone.length > MOST_ITEMS) {
		const counts = [come.length > 0 && `${come.length} added`, gone.length > 0 && `${gone.length} removed`];
		return told(detailOf(place, `${place.lead ?? ''}${place.label}: ${counts.filter(Boolean).join(', ')}`, whole));
	}
	if (come.length + gone.length === 0)
		return told(detailOf(place, `order of ${place.lead ?? ''}${place.label} changed`, { ...whole, kind: 'moved' }));
	return told(
		...gone.map((item) =>
			detailOf(place, `${noun} ${words(item, 'before')} removed`, { before: words(item, 'before'), kind: 'removed' })
		),
		...come.map((item) =>
			detailOf(place, `${noun} ${words(item, 'after')} added`, { after: words(item, 'after'), kind: 'added' })
		)
	);
}

/** Rows of a form that have no name, told by their number. */
function tellRows(place: Place, before: readonly Value[], after: readonly Value[], terms: Terms): Told {
	const found = after.map((item, at) => {
		const entry = place.entry && { ...place.entry, list: false, default: undefined };
		const row = { ...place, label: `${singular(place.label)} ${at + 1}`, entry };
		return tellValue(row, { before: before[at], after: item }, terms);
	});
	// The difference is the list itself, since nothing names its rows.
	const details = allOf(found).details.map((detail) => ({ ...detail, path: place.path }));
	return details.length > 0 ? { details, hidden: [] } : { details: [], hidden: [place.path] };
}
