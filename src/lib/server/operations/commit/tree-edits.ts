import { assetKindOf } from '#lib/domain/asset.ts';
import type { Oid } from '#lib/domain/ids.ts';
import { mapping, type Mapping } from '#lib/domain/value.ts';
import type { App } from '../../app.ts';
import type { Repo } from '../../git/exec.ts';
import { readFiles, readListing } from '../../git/objects.ts';
import { assetKey } from '../../superset/bundle/canonical.ts';
import { onlyDashboard, readTree, type CanonicalTree } from '../../superset/bundle/tree.ts';
import { writeYaml } from '../../superset/bundle/yaml.ts';
import { editsTowards } from '../dashboard/repository.ts';

/**
 * A tree of which some assets have another content, in canonical form again.
 * @param contents by key (`<kind> <uuid>`); of assets that the tree has
 */
export function withContents(
	app: Pick<App, 'memory'>,
	tree: CanonicalTree,
	contents: ReadonlyMap<string, Mapping>
): CanonicalTree {
	if (contents.size === 0) return tree;
	const files = new Map(tree.files);
	for (const [path, { kind, uuid }] of tree.paths) {
		const content = contents.get(assetKey(kind, uuid));
		if (content) files.set(path, Buffer.from(writeYaml(content), 'utf8'));
	}
	return readTree(files, app.memory);
}

/** A tree whose dashboard has another layout. */
export function withPosition(app: Pick<App, 'memory'>, tree: CanonicalTree, position: Mapping): CanonicalTree {
	const { kind, uuid, content } = onlyDashboard(tree);
	const changed = mapping(Object.entries(content).map(([key, value]) => [key, key === 'position' ? position : value]));
	return withContents(app, tree, new Map([[assetKey(kind, uuid), changed]]));
}

/** What leads from a commit to a tree, but for files that hold no asset: those are the repository's alone and stay. */
export async function editsOfAssets(
	repo: Repo,
	base: Oid,
	tree: CanonicalTree
): Promise<Map<string, Uint8Array | null>> {
	const edits = await editsTowards(repo, base, tree);
	for (const [path, bytes] of edits) if (bytes === null && assetKindOf(path) === undefined) edits.delete(path);
	return edits;
}

/** What gives a commit the files that hold no asset as another commit has them. */
export async function editsOfOwnFiles(
	repo: Repo,
	{ base, as }: { readonly base: Oid; readonly as: Oid }
): Promise<Map<string, Uint8Array | null>> {
	const [old, now] = await Promise.all([readListing(repo, base), readListing(repo, as)]);
	const differing = [...new Set([...old.keys(), ...now.keys()])].filter(
		(path) => assetKindOf(path) === undefined && old.get(path) !== now.get(path)
	);
	if (differing.length === 0) return new Map();
	const files = await readFiles(repo, as);
	return new Map(differing.map((path) => [path, files.get(path) ?? null]));
}
