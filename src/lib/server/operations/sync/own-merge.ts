import { assetKindOf } from '#lib/domain/asset.ts';
import type { Oid } from '#lib/domain/ids.ts';
import { keepOf, type ConflictResolutions } from '#lib/domain/sync.ts';
import type { Repo } from '../../git/exec.ts';
import { readFiles, readListing } from '../../git/objects.ts';

export interface MergedOwnFiles {
	/** What leads from mine to the merged files. */
	readonly edits: ReadonlyMap<string, Uint8Array | null>;
	/** Paths of files that both sides changed, differently. */
	readonly conflicts: readonly string[];
	/** Those of them that nobody decided; mine stays. */
	readonly undecided: readonly string[];
}

/** Merge the files that hold no asset (a README, `.gitattributes`) by whole files. */
export async function mergeOwnFiles(
	repo: Repo,
	{ base, mine, theirs }: { readonly base: Oid | null; readonly mine: Oid; readonly theirs: Oid },
	resolutions: ConflictResolutions
): Promise<MergedOwnFiles> {
	const filesOf = async (commit: Oid | null) => (commit ? readListing(repo, commit) : new Map<string, Oid>());
	const [was, ours, other] = await Promise.all([filesOf(base), filesOf(mine), filesOf(theirs)]);
	const taken: string[] = [];
	const conflicts: string[] = [];
	for (const path of [...new Set([...was.keys(), ...other.keys()])].sort()) {
		const isNoNews = other.get(path) === was.get(path) || other.get(path) === ours.get(path);
		if (assetKindOf(path) !== undefined || isNoNews) continue;
		const isConflict = ours.get(path) !== was.get(path);
		if (isConflict) conflicts.push(path);
		if (!isConflict || keepOf(resolutions, path) === 'keep_remote') taken.push(path);
	}
	const files = taken.length > 0 ? await readFiles(repo, theirs) : new Map<string, Uint8Array>();
	return {
		edits: new Map(taken.map((path) => [path, files.get(path) ?? null])),
		conflicts,
		undecided: conflicts.filter((path) => !keepOf(resolutions, path))
	};
}
