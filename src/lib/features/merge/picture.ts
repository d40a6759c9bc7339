import type { ToldConflict, ToldSide } from '#lib/domain/merge/conflict.ts';
import { shapeOf } from '#lib/features/layout-diff/shape-of.ts';
import type { Tone } from '#lib/ui/tone.ts';
import type { VizShape } from '#lib/ui/VizShape.svelte';

/** What is drawn of a side. */
export type SidePicture =
	| { readonly kind: 'shape'; readonly shape: VizShape }
	| { readonly kind: 'place'; readonly cells: readonly DrawnCell[] };

type DrawnCell = NonNullable<ToldSide['cells']>[number] & { readonly tone?: Tone | undefined };

/** The picture of a side; nothing where words say it as well. */
export function pictureOf(
	{ path }: Pick<ToldConflict, 'path'>,
	{ words, cells }: Pick<ToldSide, 'words' | 'cells'>
): SidePicture | undefined {
	if (cells && cells.length > 0) {
		return { kind: 'place', cells: cells.map((cell) => (cell.isHere ? { ...cell, tone: 'accent' } : cell)) };
	}
	if (path.at(-1) !== 'viz_type') return undefined;
	// Chart types stand here by their names, which hold the same words: `Big Number`, `Bar Chart`.
	const vizType = words.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
	const shape = shapeOf({ kind: 'chart', vizType });
	return shape && { kind: 'shape', shape };
}
