import type { BoxPlace, DiffBox } from './diff.ts';
import { columnsOf, GRID_WIDTH } from './sizes.ts';
import { titleOf } from './tabs.ts';
import type { LayoutItem } from './tree.ts';

export type Direction = 'up' | 'down' | 'left' | 'right' | 'tab';

/** What the words about a box need to know beside it. */
export interface NoteContext {
	/** Whether two pages, one of each side, are the same. */
	readonly isSamePage: (before: LayoutItem, after: LayoutItem) => boolean;
	/** Width of the grid in px. */
	readonly width?: number;
}

/** What happened to a box, a few words each: `row 2 → row 3`, `wider, 8 → 12 columns`. Nothing where nothing did. */
export function notesOf(box: DiffBox, context: NoteContext): string[] {
	const { before, after } = box;
	if (!before && after) return [`new, ${placeWords(after, context)}`];
	if (before && !after) return [`removed, was ${placeWords(before, context)}`];
	if (!before || !after) return [];
	const notes: string[] = [];
	if (box.isChanged) notes.push(changeWords(before.item, after.item));
	if (box.isMoved) notes.push(moveWords(before, after, context));
	if (box.isResized) notes.push(...sizeWords(before, after, context));
	return notes;
}

/** Where a moved box went, as an arrow shows it. */
export function directionOf({ before, after, isMoved }: DiffBox, context: NoteContext): Direction | undefined {
	if (!before || !after || !isMoved) return undefined;
	if (!context.isSamePage(before.page, after.page)) return 'tab';
	if (before.line !== after.line) return after.line > before.line ? 'down' : 'up';
	if (before.x !== after.x) return after.x > before.x ? 'right' : 'left';
	return after.y >= before.y ? 'down' : 'up';
}

function changeWords(before: LayoutItem, after: LayoutItem): string {
	if (after.kind === 'text') return 'text changed';
	const [old, now] = [before.meta['text'], after.meta['text']];
	if (after.kind === 'heading' && typeof old === 'string' && old !== now) return `was called “${old.slice(0, 60)}”`;
	return after.kind === 'heading' ? 'look changed' : 'content changed';
}

function moveWords(before: BoxPlace, after: BoxPlace, context: NoteContext): string {
	if (after.item.isLoose && !before.item.isLoose) return 'moved to the end: it has no place in the layout any more';
	if (!context.isSamePage(before.page, after.page)) {
		const [from, to] = [titleOf(before.page), titleOf(after.page)];
		return from ? `moved from tab “${from}”${to && ` to “${to}”`}` : `moved to tab “${to}”`;
	}
	if (before.line !== after.line) return `moved, row ${before.line} → row ${after.line}`;
	if (before.x !== after.x) return `moved to the ${after.x > before.x ? 'right' : 'left'}`;
	return before.y === after.y ? 'moved into another part of the layout' : `moved ${after.y > before.y ? 'down' : 'up'}`;
}

function sizeWords(before: BoxPlace, after: BoxPlace, { width: grid = GRID_WIDTH }: NoteContext): string[] {
	const notes: string[] = [];
	const [old, now] = [columnsOf(before.width, grid), columnsOf(after.width, grid)];
	if (old !== now) notes.push(`${now > old ? 'wider' : 'narrower'}, ${old} → ${columnWords(now)}`);
	const [low, high] = [Math.round(before.height), Math.round(after.height)];
	if (low !== high) notes.push(`${high > low ? 'taller' : 'lower'}, ${low} → ${high} px`);
	return notes.length > 0 ? notes : ['another size'];
}

function placeWords(place: BoxPlace, { width = GRID_WIDTH }: NoteContext): string {
	const title = titleOf(place.page);
	const row = `row ${place.line}${title && ` of tab “${title}”`}`;
	const isSized = place.item.kind === 'chart' || place.item.kind === 'text';
	return isSized ? `${row}, ${columnWords(columnsOf(place.width, width))}` : row;
}

const columnWords = (columns: number): string => (columns === 1 ? '1 column' : `${columns} columns`);
