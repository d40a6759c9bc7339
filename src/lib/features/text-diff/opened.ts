import { LONGEST_LINE, type TextGap, type TextRow } from '#lib/domain/text-diff/text-diff.ts';

/** How many lines of a gap are opened, from its first and from its last line on; keyed by `<file>:<gap>`. */
export type Opened = Readonly<Record<string, { readonly top: number; readonly bottom: number }>>;

export interface GapPlace {
	readonly file: number;
	readonly gap: number;
}

/** What one press opens. */
export const STEP = 20;

const NONE = { top: 0, bottom: 0 };
const keyOf = ({ file, gap }: GapPlace) => `${file}:${gap}`;

/** The opened lines of a gap of `count` lines; together never more than it has. */
export function openedOf(
	opened: Opened,
	place: GapPlace,
	count: number
): { readonly top: number; readonly bottom: number } {
	const { top, bottom } = opened[keyOf(place)] ?? NONE;
	const first = Math.min(top, count);
	return { top: first, bottom: Math.min(bottom, count - first) };
}

/**
 * `opened` with more lines of one gap: twenty below the hunk above (`top`), twenty above the hunk below (`bottom`), or
 * all.
 */
export function openMore(opened: Opened, place: GapPlace, what: 'top' | 'bottom' | 'all'): Opened {
	const now = opened[keyOf(place)] ?? NONE;
	const next = what === 'all' ? { top: Infinity, bottom: 0 } : { ...now, [what]: now[what] + STEP };
	return { ...opened, [keyOf(place)]: next };
}

/** Lines `from` up to but without `to` of a gap, as rows; none where the gap came without its lines. */
export function gapLines({ lines, beforeStart, afterStart, noLineEnd }: TextGap, from: number, to: number): TextRow[] {
	return (lines ?? []).slice(from, to).map((text, at) => ({
		kind: 'same',
		before: beforeStart + from + at,
		after: afterStart + from + at,
		text,
		// A gap carries no numbers of what was cut; that something was is seen by the length.
		...(text.length >= LONGEST_LINE - 1 && { cut: 0 }),
		...(noLineEnd && from + at === (lines?.length ?? 0) - 1 && { noLineEnd })
	}));
}
