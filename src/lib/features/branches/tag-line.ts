import type { Oid } from '#lib/domain/ids.ts';

/** A tag as its table shows it. */
export interface TagLine {
	readonly name: string;
	readonly commit: Oid;
	/** What the tag itself is. */
	readonly object: Oid;
	readonly note: string;
	readonly tagger: { readonly name: string };
	readonly at: number;
	/** First line of the commit's message. */
	readonly subject: string;
	readonly deployedTo: readonly string[];
}
