import { z } from 'zod';
import { holdableBy, type HeldBack } from './held-back.ts';
import { anyTarget } from './target.ts';
import type { CanonicalTree } from './tree.ts';
import { bundleFor, everythingIn } from './write.ts';

/** A version of Superset as people write it: `6.1.0`, `4.1`. */
export const SupersetVersion = z.string().regex(/^\d+\.\d+(\.\d+)?$/, 'must be a version of Superset like 6.1.0');

/** The version that a bundle is made for where none is named. */
export const NEWEST_VERSION = '6.1.0';

export interface ZipForVersion {
	readonly bytes: Uint8Array;
	/** What this version cannot hold and the ZIP therefore lacks. */
	readonly heldBack: readonly HeldBack[];
	/** Why what is known of the version may not fit; `null` for a known one. */
	readonly note: string | null;
}

/** A whole tree as a ZIP that the import of a Superset of this version takes. Equal trees give equal bytes. */
export async function zipFor(version: string, tree: CanonicalTree): Promise<ZipForVersion> {
	const target = anyTarget(version);
	const { tree: holdable, heldBack } = holdableBy(tree, target.capabilities);
	const bytes = await bundleFor('whole', holdable, { full: everythingIn(holdable), target });
	return { bytes, heldBack, note: target.capabilities.note };
}
