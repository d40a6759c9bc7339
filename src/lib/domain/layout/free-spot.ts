import { GUTTER } from './sizes.ts';

const TOLERANCE = 0.5;

/** From left to right, px. */
interface Stretch {
	readonly x: number;
	readonly width: number;
}

/**
 * Where in a row a ghost lies on nothing: where it was, if nothing stands there now; else at the end, if there is room.
 */
export function freeSpot(old: Stretch, row: Stretch, taken: readonly Stretch[]): number | undefined {
	const isFree = taken.every((one) => old.x + old.width <= one.x + TOLERANCE || one.x + one.width <= old.x + TOLERANCE);
	if (isFree) return old.x;
	const end = taken.reduce((most, one) => Math.max(most, one.x + one.width), row.x) + GUTTER;
	return end + old.width <= row.x + row.width + TOLERANCE ? end : undefined;
}
