import { createHash } from 'node:crypto';
import { assetKindOf, isAssetFolder } from '#lib/domain/asset.ts';
import type { Oid } from '#lib/domain/ids.ts';
import { diffTrees } from './diff.ts';
import type { Repo } from './exec.ts';
import { treeOf } from './objects.ts';
import { readerOf } from './reader.ts';
import { parseTree, type TreeEntry } from './tree-entries.ts';

/** So many trees at once, so that those of a long history are not all held together. */
const AT_ONCE = 1_000;
/** Of all root trees of one exchange. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * The id that the tree of a commit, tag or tree would have without files and folders at its top that hold no asset: two
 * commits of the same assets have the same one, whatever README stands beside them. Where all of it counts it is the
 * tree's own id; otherwise there may be no object of it.
 *
 * @throws {NotFound} when there is no such object.
 */
export async function assetTreeOf(repo: Repo, treeish: Oid): Promise<Oid> {
	const tree = await treeOf(repo, treeish);
	return (await assetTreesOf(repo, [tree])).get(tree)!;
}

/**
 * The same for many trees, in few exchanges with git; each is read once. One that cannot be read, or holds too much to be
 * a dashboard's, has its own id: whoever opens it is told why.
 */
export async function assetTreesOf(repo: Repo, trees: Iterable<Oid>): Promise<Map<Oid, Oid>> {
	const reader = readerOf(repo);
	const found = new Map<Oid, Oid>();
	const wanted: Oid[] = [];
	for (const tree of new Set(trees)) {
		const known = reader.assetTrees.get(tree);
		if (known) found.set(tree, known);
		else wanted.push(tree);
	}
	for (let from = 0; from < wanted.length; from += AT_ONCE) {
		const some = wanted.slice(from, from + AT_ONCE);
		const answers = await reader.read(some, MAX_BYTES);
		for (const [at, tree] of some.entries()) {
			const answer = answers[at]!;
			const isTree = typeof answer === 'object' && answer.type === 'tree';
			const assets = isTree ? withoutOwnEntries(tree, answer.bytes) : tree;
			found.set(tree, assets);
			if (isTree) reader.assetTrees.set(tree, assets);
		}
	}
	return found;
}

/** Whether two commits, tags or trees differ in nothing but files that hold no asset, wherever those stand. */
export async function holdSameAssets(repo: Repo, left: Oid, right: Oid): Promise<boolean> {
	if ((await assetTreeOf(repo, left)) === (await assetTreeOf(repo, right))) return true;
	return (await diffTrees(repo, left, right)).every(({ path }) => assetKindOf(path) === undefined);
}

function withoutOwnEntries(tree: Oid, raw: Uint8Array): Oid {
	const entries = parseTree(raw, tree.length / 2);
	const assets = entries.filter(holdsAssets);
	return assets.length === entries.length ? tree : treeOid(assets, tree.length);
}

const holdsAssets = ({ kind, name }: TreeEntry): boolean =>
	kind === 'folder' ? isAssetFolder(name) : kind === 'file' && assetKindOf(name) !== undefined;

/** The object id that git gives a tree: no need to write it. `length`: 40 (SHA-1) or 64 (SHA-256). */
function treeOid(entries: readonly TreeEntry[], length: number): Oid {
	const content = Buffer.concat(
		entries.flatMap(({ mode, name, oid }) => [Buffer.from(`${mode} ${name}\0`), Buffer.from(oid, 'hex')])
	);
	const hash = createHash(length === 64 ? 'sha256' : 'sha1').update(`tree ${content.byteLength}\0`);
	return hash.update(content).digest('hex') as Oid;
}
