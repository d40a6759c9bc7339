/**
 * Data as Superset's YAML and JSON hold it, exactly: `1` and `1.0` are different, integers keep all digits.
 *
 * Mappings are objects without a prototype, so that a key `__proto__` is a key like any other. The order of a
 * mapping's keys carries no meaning.
 */
export type Value = null | boolean | string | number | bigint | Float | readonly Value[] | Mapping;
export interface Mapping {
	readonly [key: string]: Value;
}
export interface MutableMapping {
	[key: string]: Value;
}

/**
 * A floating-point number that JavaScript would print as an integer (`1.0`, `1e22`) or that JSON cannot hold.
 * Every other float is a plain `number` with a fraction; every integer up to 2^53 a plain `number`, beyond a `bigint`.
 */
export class Float {
	readonly value: number;
	constructor(value: number) {
		this.value = value;
	}
}

export const mapping = (entries: Iterable<readonly [string, Value]> = []): MutableMapping => {
	const made = Object.create(null) as MutableMapping;
	for (const [key, value] of entries) made[key] = value;
	return made;
};

export const isMapping = (value: Value | undefined): value is Mapping =>
	typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Float);

export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);

/** Equal content: keys in any order, `1` and `1.0` different, `NaN` equal to itself. */
export function isEqual(a: Value | undefined, b: Value | undefined): boolean {
	if (a === b) return true;
	if (a instanceof Float && b instanceof Float) return Object.is(a.value, b.value);
	if (isList(a)) return isList(b) && a.length === b.length && a.every((item, at) => isEqual(item, b[at]));
	if (isMapping(a) && isMapping(b)) {
		const keys = Object.keys(a);
		return keys.length === Object.keys(b).length && keys.every((key) => key in b && isEqual(a[key], b[key]));
	}
	return false;
}
