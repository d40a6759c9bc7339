import { createHash } from 'node:crypto';
import type { AssetUuid } from '#lib/domain/ids.ts';

/**
 * Numbers of ours have 48 bits and the highest one set, so that they are 15 digits long, safe in JavaScript, Python
 * and JSON, and never one of Superset's own (which have at most 32 bits).
 */
const STABLE_BIT = 2 ** 47;

/**
 * The number that stands in the canonical tree for the number that some Superset gave an object. Made from the
 * object's uuid alone, so it is the same in every environment and every tree.
 */
export function stableNumber(uuid: AssetUuid): number {
	return hashed(uuid);
}

/** The same for an annotation layer, which has no uuid: made from its name. */
export function stableNumberOfLayer(name: string): number {
	return hashed(`annotation layer ${name}`);
}

export const isStableNumber = (number: number): boolean => number >= STABLE_BIT && number < STABLE_BIT * 2;

/** Superset's own numbers are below this. */
const OWN_LIMIT = 2 ** 32;
const UNKNOWN = 2 ** 40;

/**
 * A number of which nobody knows what it stood for, in the form in which a target gets it: one that no Superset gives,
 * so that it points at nothing there instead of at some other object, and is known again when it comes back.
 */
export const unknownNumber = (number: number): number =>
	number >= 0 && number < OWN_LIMIT ? number + UNKNOWN : number;

/** The number that {@link unknownNumber} hid; any other stays what it is. */
export const knownAgain = (number: number): number =>
	number >= UNKNOWN && number < UNKNOWN + OWN_LIMIT ? number - UNKNOWN : number;

function hashed(text: string): number {
	const known = numbers.get(text);
	if (known !== undefined) return known;
	const number = (createHash('sha256').update(text).digest().readUIntBE(0, 6) % STABLE_BIT) + STABLE_BIT;
	if (numbers.size >= MAX_KNOWN) numbers.clear();
	numbers.set(text, number);
	return number;
}
const MAX_KNOWN = 50_000;
const numbers = new Map<string, number>();

/**
 * A name as it stands in a path: NFC, lower case, letters and digits of any script with `-` between, at most 60 code
 * points. `fallback` where nothing is left of it.
 */
export function slugOf(name: string, fallback: string): string {
	const words =
		name
			.normalize('NFC')
			.toLowerCase()
			.normalize('NFC')
			.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
	const points = [...words.join('-')].slice(0, 60).join('');
	return points.replace(/-+$/, '') || fallback;
}

/**
 * How much of each uuid its file name carries: 8 hex digits, more for those that share their first 8 with another of
 * the same kind.
 */
export function shortUuids(uuids: readonly AssetUuid[]): ReadonlyMap<AssetUuid, string> {
	const short = new Map<AssetUuid, string>();
	let open = [...new Set(uuids)];
	for (const digits of [8, 12, 20, 32]) {
		const taken = new Map<string, AssetUuid[]>();
		for (const uuid of open) {
			const start = uuid.replaceAll('-', '').slice(0, digits);
			taken.set(start, [...(taken.get(start) ?? []), uuid]);
		}
		open = [];
		for (const [start, owners] of taken) {
			if (owners.length === 1) short.set(owners[0]!, start);
			else open.push(...owners);
		}
		if (open.length === 0) break;
	}
	return short;
}

/**
 * A name as Superset's exports put it into a file's name: werkzeug's `secure_filename` (superset/utils/file.py,
 * get_filename).
 */
export function secureName(name: string): string {
	const ascii = name.normalize('NFKD').replaceAll(/[^\0-\x7f]/g, '');
	const words = ascii.replaceAll(/[/\\]/g, ' ').split(/\s+/).filter(Boolean);
	return words
		.join('_')
		.replaceAll(/[^A-Za-z0-9_.-]/g, '')
		.replaceAll(/^[._]+|[._]+$/g, '');
}
