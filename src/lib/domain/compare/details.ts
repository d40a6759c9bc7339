import type { ChangeArea, ChangeDetail, FieldChange } from '../change.ts';
import { short } from './words.ts';

/** What the differences of an asset, or of a part of it, come to. */
export interface Told {
	readonly details: readonly ChangeDetail[];
	/** Places of which everything that differs is machine-made. */
	readonly hidden: readonly (readonly string[])[];
}

export type Path = readonly string[];

export const NOTHING: Told = { details: [], hidden: [] };
export const hiddenAt = (path: Path): Told => ({ details: [], hidden: [path] });

const MOST_SENTENCE = 200;

/** What a detail says of its sides, in words; a side that is not there is left out. */
interface Sides {
	readonly before?: string | null;
	readonly after?: string | null;
}

/** A detail whose text is one line and not too long. */
export function detailOf(
	{ path, area }: { readonly path: Path; readonly area: ChangeArea },
	sentence: string,
	{ before = null, after = null, kind }: Sides & { readonly kind?: ChangeDetail['kind'] } = {}
): ChangeDetail {
	const side = (text: string | null) => (text === null ? null : short(text, MOST_SENTENCE) || 'none');
	return {
		sentence: short(sentence, MOST_SENTENCE),
		path,
		before: side(before),
		after: side(after),
		kind: kind ?? 'changed',
		area
	};
}

export const told = (...details: readonly ChangeDetail[]): Told => ({ details, hidden: [] });

export function allOf(parts: readonly Told[]): Told {
	return { details: parts.flatMap(({ details }) => details), hidden: parts.flatMap(({ hidden }) => hidden) };
}

/** One text for one path, whatever its keys are. */
const keyOf = (path: Path): string => path.map((key) => `${key.length}:${key}`).join('');

/** The places above a path and itself, as keys. */
const upTo = (path: Path): string[] => path.map((_, at) => keyOf(path.slice(0, at + 1))).concat('');

/**
 * Hold what was told against the differences that there are: how many are machine-made, which details tell what stands
 * deeper than the difference itself, and `tellRest` for every difference that nobody told.
 */
export function settle(
	differences: readonly FieldChange[],
	{ details, hidden }: Told,
	tellRest: (difference: FieldChange) => ChangeDetail
): { readonly details: readonly ChangeDetail[]; readonly hiddenCount: number } {
	const places = details.flatMap(({ path, also }) => [path, ...(also ?? [])].map(keyOf));
	const toldAt = new Set(places);
	const hiddenAt = new Set(hidden.map(keyOf));
	const toldBelow = new Map<string, number>();
	details.forEach(({ path }, at) => upTo(path).forEach((key) => toldBelow.has(key) || toldBelow.set(key, at)));
	const hiddenBelow = new Set(hidden.flatMap(upTo));
	const also = new Map<number, Path[]>();
	const rest: ChangeDetail[] = [];
	let hiddenCount = 0;
	for (const difference of differences) {
		const [key, above] = [keyOf(difference.path), upTo(difference.path)];
		const below = toldBelow.get(key);
		if (above.some((one) => toldAt.has(one))) continue;
		if (difference.machineMade || above.some((one) => hiddenAt.has(one))) hiddenCount += 1;
		else if (below !== undefined) also.set(below, [...(also.get(below) ?? []), difference.path]);
		else if (hiddenBelow.has(key)) hiddenCount += 1;
		else rest.push(tellRest(difference));
	}
	const whole = details.map((detail, at) =>
		also.has(at) ? { ...detail, also: [...(detail.also ?? []), ...(also.get(at) ?? [])] } : detail
	);
	return { details: [...whole, ...rest], hiddenCount };
}
