import type { Oid } from '../ids.ts';

/** One of two things that are compared. */
export interface ComparedSide {
	/** `nothing`: what was before the first commit. */
	readonly kind: 'branch' | 'tag' | 'commit' | 'environment' | 'nothing';
	/** What a person calls it: a branch's or tag's name, a commit's subject, an environment's name. */
	readonly name: string;
	/** How an address names it. */
	readonly side: string;
	readonly commit: Oid | null;
	/** When it was committed; of an environment, when it was looked at last. Milliseconds since the Unix epoch. */
	readonly at: number | null;
}
