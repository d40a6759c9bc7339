/** Something that the server found for what was typed. */
export interface PaletteHit {
	readonly kind: 'dashboard' | 'branch' | 'tag' | 'commit';
	/** The name, or the first line of the message. */
	readonly label: string;
	/** Quieter, beside it: who and which; may be empty. */
	readonly detail: string;
	readonly href: string;
}

/** The most that can be typed; longer texts are cut. */
export const LONGEST_QUERY = 500;
