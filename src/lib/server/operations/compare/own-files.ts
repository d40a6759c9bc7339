import { assetKindOf } from '#lib/domain/asset.ts';
import type { ComparedSide } from '#lib/domain/compare/side.ts';
import type { Oid } from '#lib/domain/ids.ts';
import type { Repo } from '../../git/exec.ts';
import { readListing } from '../../git/objects.ts';

/** A file of the repository that holds no asset and is not the same on both sides; `null` where it is not. */
export interface OwnFile {
	readonly path: string;
	readonly before: Oid | null;
	readonly after: Oid | null;
}

type SideOfFiles = Pick<ComparedSide, 'kind' | 'commit'>;

/**
 * Files that hold no asset (a README, `.gitattributes`) and differ between two sides. An environment has none and misses
 * none.
 */
export async function ownFilesThatDiffer(
	repo: Repo,
	{ before, after }: { readonly before: SideOfFiles; readonly after: SideOfFiles }
): Promise<OwnFile[]> {
	if (before.kind === 'environment' || after.kind === 'environment') return [];
	const filesOf = async ({ commit }: SideOfFiles) =>
		new Map([...(commit ? await readListing(repo, commit) : [])].filter(([path]) => assetKindOf(path) === undefined));
	const [old, now] = await Promise.all([filesOf(before), filesOf(after)]);
	return [...new Set([...old.keys(), ...now.keys()])]
		.map((path) => ({ path, before: old.get(path) ?? null, after: now.get(path) ?? null }))
		.filter((one) => one.before !== one.after)
		.sort((a, b) => (a.path < b.path ? -1 : 1));
}
