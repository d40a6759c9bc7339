import type { Oid } from './ids.ts';

/** The files of one tree: path (`/` between parts, no leading `/`) to bytes. */
export type TreeFiles = ReadonlyMap<string, Uint8Array>;

/** The files of one tree by the object ids of their content. */
export type TreeListing = ReadonlyMap<string, Oid>;

/** One changed path between two trees. */
export type FileChange =
	| { readonly kind: 'added'; readonly path: string; readonly to: Oid }
	| { readonly kind: 'removed'; readonly path: string; readonly from: Oid }
	| { readonly kind: 'modified'; readonly path: string; readonly from: Oid; readonly to: Oid };

/** What is to be written on top of a tree: new content, or `null` to remove the path. */
export type TreeEdits = ReadonlyMap<string, Uint8Array | null>;
