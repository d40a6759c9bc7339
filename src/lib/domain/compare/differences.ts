import type { FieldChange } from '../change.ts';
import { isEqual, isList, isMapping, type Mapping, type Value } from '../value.ts';

/** Keys by which an item of a list is known, so that a new item is not a change of all that follow. */
const IDENTITIES = ['column_name', 'metric_name', 'id', 'optionName', 'tag_name', 'uuid', 'name'] as const;

/**
 * What a person never sets: kept, compared, and told as a number only. By its place, since a column or a label may be
 * called the same.
 */
function isMachineMade([first, second, third, fourth, ...deeper]: readonly string[]): boolean {
	if (first === 'query_context') return true;
	if (first === 'version') return second === undefined;
	if (first !== 'position') return false;
	return second === 'HEADER_ID' || (third === 'meta' && fourth === 'chartId' && deeper.length === 0);
}

/** Every difference between two contents, each once, at the deepest place that says it. */
export function differencesOf(before: Value | undefined, after: Value | undefined): FieldChange[] {
	const found: FieldChange[] = [];
	collect(before, after, [], found);
	return found;
}

function collect(
	before: Value | undefined,
	after: Value | undefined,
	path: readonly string[],
	found: FieldChange[]
): void {
	if (isEqual(before, after)) return;
	if (isMapping(before) && isMapping(after)) {
		for (const key of keysOf(before, after)) collect(before[key], after[key], [...path, key], found);
		return;
	}
	if (isList(before) && isList(after)) {
		const identity = identityOf(before, after);
		if (identity) {
			collectNamed(before, after, identity, path, found);
			return;
		}
	}
	found.push({ path, before, after, machineMade: isMachineMade(path) });
}

const keysOf = (before: Mapping, after: Mapping): string[] => [
	...new Set([...Object.keys(before), ...Object.keys(after)])
];

/** The key by which all items of both lists are known and different from one another. */
export function identityOf(before: readonly Value[], after: readonly Value[]): string | undefined {
	return IDENTITIES.find((key) =>
		[before, after].every((list) => {
			const names = list.map((item) => (isMapping(item) ? item[key] : undefined));
			return names.every((name) => typeof name === 'string') && new Set(names).size === names.length;
		})
	);
}

function collectNamed(
	before: readonly Value[],
	after: readonly Value[],
	identity: string,
	path: readonly string[],
	found: FieldChange[]
): void {
	const byName = (list: readonly Value[]) => new Map(list.map((item) => [String((item as Mapping)[identity]), item]));
	const left = byName(before);
	const right = byName(after);
	const names = [...new Set([...left.keys(), ...right.keys()])];
	for (const name of names) collect(left.get(name), right.get(name), [...path, name], found);
	const kept = (list: ReadonlyMap<string, Value>) =>
		[...list.keys()].filter((name) => left.has(name) && right.has(name));
	if (!isEqual(kept(left), kept(right))) {
		found.push({ path: [...path, '(order)'], before: [...left.keys()], after: [...right.keys()], machineMade: false });
	}
}
