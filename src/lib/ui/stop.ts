import type { Tone } from './tone.ts';

/** One place on a Line: an environment, as plain words and a tone. */
export interface Stop {
	readonly label: string;
	readonly href?: string | undefined;
	readonly tone: Tone;
	/** What is there: a branch or a tag. */
	readonly chip?: string | undefined;
	/** How it is: `In step`, `behind 2`. */
	readonly words?: string | undefined;
	/** Something there that no commit has: a small satellite. */
	readonly loose?: boolean | undefined;
	/** Commits on the way to the next stop; up to seven are drawn. */
	readonly distance?: number | undefined;
	/** The way to the next stop is not known: dashed. */
	readonly unknown?: boolean | undefined;
}
