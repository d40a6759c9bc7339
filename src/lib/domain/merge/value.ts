import { isEqual, isList, isMapping, mapping, type MutableMapping, type Value } from '../value.ts';
import { mergeText } from './lines.ts';
import { mergeList } from './list.ts';
import { type Merging, type ThreeValues } from './merging.ts';
import { isOneThing, saysTheSame } from './one-thing.ts';

/** Texts of several lines by nature, wherever they stand. */
const LONG_TEXTS = new Set(['sql', 'css', 'description', 'code', 'fetch_values_predicate', 'sqlExpression']);

/** Merge three forms of one value. What both changed differently, and cannot be taken apart, is asked. */
export function mergeValue(merging: Merging, path: readonly string[], three: ThreeValues): Value | undefined {
	const { base, mine, theirs } = three;
	if (isEqual(mine, theirs) || isEqual(base, theirs)) return mine;
	if (isEqual(base, mine)) return theirs;
	return mergeChanged(merging, path, three);
}

/** The same for what is known to have changed on both sides, differently. */
export function mergeChanged(merging: Merging, path: readonly string[], three: ThreeValues): Value | undefined {
	const { base, mine, theirs } = three;
	if (isOneThing(path, three)) {
		if (base !== undefined && saysTheSame(base, mine)) return theirs;
		if (base !== undefined && saysTheSame(base, theirs)) return mine;
		return merging.ask({ kind: kindOf(three), path, ...three });
	}
	if (isMapping(mine) && isMapping(theirs) && (base === undefined || isMapping(base))) {
		const made: MutableMapping = mapping();
		for (const key of keysOf(mine, theirs)) {
			const value = mergeValue(merging, [...path, key], { base: base?.[key], mine: mine[key], theirs: theirs[key] });
			if (value !== undefined) made[key] = value;
		}
		return made;
	}
	if (isList(mine) && isList(theirs) && (base === undefined || isList(base))) {
		return mergeList(merging, path, { base: base ?? [], mine, theirs });
	}
	if (typeof mine === 'string' && typeof theirs === 'string') {
		const text = typeof base === 'string' ? base : '';
		const data = mergeJsonText(merging, path, { base: text, mine, theirs });
		if (data !== undefined) return data;
		if (isLong(path, [text, mine, theirs])) return mergeLong(merging, path, three, { base: text, mine, theirs });
	}
	return merging.ask({ kind: kindOf(three), path, ...three });
}

const kindOf = ({ base, mine, theirs }: ThreeValues): 'removed' | 'value' =>
	base !== undefined && (mine === undefined || theirs === undefined) ? 'removed' : 'value';

/** Keys of both, in an order that does not depend on which is which. */
export const keysOf = (a: object, b: object): string[] => [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();

const isLong = (path: readonly string[], texts: readonly string[]): boolean =>
	LONG_TEXTS.has(path.at(-1) ?? '') || texts.some((text) => text.includes('\n'));

function mergeLong(
	merging: Merging,
	path: readonly string[],
	three: ThreeValues,
	{ base, mine, theirs }: Readonly<Record<'base' | 'mine' | 'theirs', string>>
): Value | undefined {
	// Where a text came on both sides there is nothing in which they could meet.
	const merged = mergeText(base, mine, theirs);
	if (merged.conflicts === 0 && base !== '') return merged.text;
	const answer = merging.ask({ kind: 'text', path, ...three });
	if (base === '' || (answer !== mine && answer !== theirs)) return answer;
	return answer === mine ? merged.text : mergeText(base, mine, theirs, 'theirs').text;
}

/** A text that is JSON on both sides, merged as data; `undefined` where it is none. */
function mergeJsonText(
	merging: Merging,
	path: readonly string[],
	texts: Readonly<Record<'base' | 'mine' | 'theirs', string>>
): Value | undefined {
	const read = (text: string) => (/^\s*[{[]/.test(text) ? merging.json.read(text) : undefined);
	const [mine, theirs] = [read(texts.mine), read(texts.theirs)];
	if (mine === undefined || theirs === undefined) return undefined;
	const made = mergeValue(merging, path, { base: read(texts.base), mine, theirs });
	return made === undefined || typeof made === 'string' ? made : merging.json.write(made, texts.mine);
}
