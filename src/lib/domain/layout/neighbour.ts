import type { RectView } from './picture.ts';

export type Way = 'left' | 'right' | 'up' | 'down';

/**
 * Which box an arrow key leads to: left and right through all of them as they are read, up and down to the nearest one,
 * those in the same columns first.
 * @returns its index, or `undefined` at the end
 */
export function neighbourOf(rects: readonly RectView[], from: number, way: Way): number | undefined {
	const here = rects[from];
	if (!here) return undefined;
	if (way === 'left') return from > 0 ? from - 1 : undefined;
	if (way === 'right') return from < rects.length - 1 ? from + 1 : undefined;
	let best: { at: number; cost: number } | undefined;
	rects.forEach((rect, at) => {
		const down = rect.y + rect.height / 2 - (here.y + here.height / 2);
		const along = way === 'down' ? down : -down;
		// What lies beside it is no way up or down.
		const isBeside = rect.y < here.y + here.height && here.y < rect.y + rect.height;
		if (at === from || along <= 0 || isBeside) return;
		const cost = along + aside(here, rect) * 20;
		if (!best || cost < best.cost) best = { at, cost };
	});
	return best?.at;
}

/** How far two boxes are from standing in the same columns, in px; 0 where they do. */
const aside = (one: RectView, other: RectView): number =>
	Math.max(0, other.x - (one.x + one.width), one.x - (other.x + other.width));
