import type { LayoutItem } from './tree.ts';

/** A grid on which a column is 81 px, a whole number. */
export const GRID_WIDTH = 1148;
export const GUTTER = 16;
/** Of a row or column with nothing in it. */
export const EMPTY = 100;
/** The names of inner tabs. */
export const BAR = 46;
const UNIT = 8;
const DIVIDER = 17;
const HEADINGS = new Map<unknown, number>([
	['SMALL_HEADER', 58],
	['LARGE_HEADER', 77]
]);
const HEADING = 64;

/** What an item may take, px. */
export interface Room {
	/** Of what holds it. */
	readonly width: number;
	readonly within: 'stack' | 'column' | 'row';
	/** In a row inside a column: charts are no wider than this. */
	readonly most?: number | undefined;
}

/** How wide an item is drawn, on a grid `grid` px wide. */
export function widthOf(item: LayoutItem, room: Room, grid: number): number {
	const own = ((grid + GUTTER) / 12) * item.columns - GUTTER;
	if (item.kind === 'column') return own;
	if (item.kind === 'chart' || item.kind === 'text' || item.kind === 'other') {
		if (room.within === 'column') return room.width;
		return item.kind === 'chart' && room.most !== undefined ? Math.min(own, room.most) : own;
	}
	return room.within === 'row' ? own : room.width;
}

/** How high something that holds nothing is drawn. */
export function leafHeight(item: LayoutItem): number {
	if (item.kind === 'heading') return HEADINGS.get(item.meta['headerSize']) ?? HEADING;
	return item.kind === 'divider' ? DIVIDER : item.units * UNIT;
}

/** A drawn width in columns, to a tenth. */
export const columnsOf = (width: number, grid: number): number =>
	Math.round(((width + GUTTER) / ((grid + GUTTER) / 12)) * 10) / 10;
