import { untrack } from 'svelte';
import type { Icon } from '#lib/ui/icon.ts';

/** Something that can be done or gone to. With `href` it is a way, else `run` does it. */
export interface PaletteAction {
	/** The same each time, so that what was chosen before comes first. */
	readonly id: string;
	readonly label: string;
	/** What follows from it. */
	readonly detail?: string | undefined;
	readonly icon?: Icon | undefined;
	/** The key that does the same. */
	readonly key?: string | undefined;
	readonly href?: string | undefined;
	readonly run?: (() => void) | undefined;
}

/** Whether the palette is open, and what pages put into it: `$effect(() => palette.register(() => [ … ]))`. */
class Palette {
	isOpen = $state(false);
	#sources = $state.raw<readonly (() => readonly PaletteAction[])[]>([]);

	/** What all that is on the page offers now, the innermost first. */
	get actions(): readonly PaletteAction[] {
		return this.#sources.toReversed().flatMap((source) => source());
	}

	/** Offer what can be done here. Asked when the palette is open. @returns how to take it back */
	register(source: () => readonly PaletteAction[]): () => void {
		// An effect that registers must not run again because somebody else did.
		untrack(() => (this.#sources = [...this.#sources, source]));
		return () => {
			this.#sources = untrack(() => this.#sources).filter((each) => each !== source);
		};
	}
}

export const palette = new Palette();
