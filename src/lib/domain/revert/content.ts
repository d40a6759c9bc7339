import { isEqual, isMapping, mapping, type Mapping, type MutableMapping, type Value } from '../value.ts';

/** Three forms of one thing: before a commit, as that commit made it, and now. `undefined`: not there. */
export interface Forms<T> {
	readonly before: T | undefined;
	readonly after: T | undefined;
	readonly now: T | undefined;
}

export type Reverted = { readonly kind: 'done'; readonly content: Mapping } | { readonly kind: 'conflict' };

/**
 * Take back what led from one content to the next, in a content that may have changed since: key by key, at any depth of
 * mappings. Where a value, or a list, was changed again since, there is no telling what a person wants: a conflict.
 */
export function revertContent({ before, after, now }: Required<Forms<Mapping>>): Reverted {
	if (!before || !after || !now) return { kind: 'conflict' };
	const content = revertedValue({ before, after, now });
	return content === CONFLICT || !isMapping(content) ? { kind: 'conflict' } : { kind: 'done', content };
}

const CONFLICT = Symbol('conflict');

function revertedValue({ before, after, now }: Forms<Value>): Value | undefined | typeof CONFLICT {
	if (isEqual(before, after)) return now;
	if (isEqual(now, after)) return before;
	if (isEqual(now, before)) return now;
	if (!isMapping(before) || !isMapping(after) || !isMapping(now)) return CONFLICT;
	const made: MutableMapping = mapping();
	// Keys in their order of now; canonical form puts what comes back into its place.
	for (const key of new Set([...Object.keys(now), ...Object.keys(before)])) {
		const value = revertedValue({ before: before[key], after: after[key], now: now[key] });
		if (value === CONFLICT) return CONFLICT;
		if (value !== undefined) made[key] = value;
	}
	return made;
}
