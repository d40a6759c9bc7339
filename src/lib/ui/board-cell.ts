import type { Icon } from './icon.ts';
import type { Tone } from './tone.ts';
import type { VizShape } from './VizShape.svelte';

/** One tile of a Board. Units: columns (0–12) and rows, from the top left. */
export interface BoardCell {
	readonly id: string;
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
	readonly name: string;
	/** What happened, in words. */
	readonly note?: string | undefined;
	readonly tone?: Tone | undefined;
	/** Instead of the tone's own sign. */
	readonly icon?: Icon | undefined;
	readonly shape?: VizShape | undefined;
	/** Where something was. */
	readonly ghost?: boolean | undefined;
	/** Not what this picture is about: pale. */
	readonly still?: boolean | undefined;
}
