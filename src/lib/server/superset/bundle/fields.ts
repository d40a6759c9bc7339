import {
	isEqual,
	isList,
	isMapping,
	mapping,
	type Mapping,
	type MutableMapping,
	type Value
} from '#lib/domain/value.ts';
import { parseJson } from './json.ts';
import type { Field } from './form.ts';

/**
 * The fields of one object in their fixed order, without those that say what an absent one says. Keys that no table
 * knows are kept, in order of name, before `version`; one that is null is left out, since it says nothing.
 */
export function canonicalFields(raw: Mapping, fields: readonly Field[]): MutableMapping {
	const made = mapping();
	const known = new Set<string>();
	const version = fields.at(-1)?.key === 'version';
	for (const { key, absent } of fields) {
		known.add(key);
		if (version && key === 'version') continue;
		const value = raw[key];
		if (value === undefined || isAbsent(value, absent)) continue;
		made[key] = value;
	}
	for (const key of Object.keys(raw).sort(byCodePoint)) {
		if (!known.has(key) && raw[key] !== null) made[key] = sorted(raw[key]!);
	}
	if (version) made['version'] = raw['version'] ?? '1.0.0';
	return made;
}

function isAbsent(value: Value, absent: Value | undefined): boolean {
	if (absent === undefined) return false;
	if (absent === null) return value === null || value === '';
	return isEqual(value, absent) || (isList(absent) && value === null);
}

/** The same value with the keys of every mapping in order of code points; lists keep their order. */
export function sorted(value: Value): Value {
	if (isList(value)) return value.map(sorted);
	if (!isMapping(value)) return value;
	const made = mapping();
	for (const key of Object.keys(value).sort(byCodePoint)) made[key] = sorted(value[key]!);
	return made;
}

/** Order by code points, which is also the order of the UTF-8 bytes; the default order of strings is by UTF-16 units. */
export function byCodePoint(a: string, b: string): number {
	if (a === b) return 0;
	const length = Math.min(a.length, b.length);
	for (let at = 0; at < length; at += 1) {
		const left = a.charCodeAt(at);
		const right = b.charCodeAt(at);
		if (left === right) continue;
		const surrogates = Number(left >= 0xd800 && left < 0xe000) - Number(right >= 0xd800 && right < 0xe000);
		return surrogates || left - right;
	}
	return a.length - b.length;
}

/** Superset writes some mappings as JSON text, depending on version and endpoint; here they are always mappings. */
export function unpacked(value: Value | undefined): Value | undefined {
	if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
	try {
		return parseJson(value);
	} catch {
		return value; // text that only looks like JSON stays what it is
	}
}

export const textOf = (value: Value | undefined): string => (typeof value === 'string' ? value : '');
export const without = (value: Mapping, keys: readonly string[]): MutableMapping => {
	const made = mapping();
	for (const key of Object.keys(value)) if (!keys.includes(key)) made[key] = value[key]!;
	return made;
};
