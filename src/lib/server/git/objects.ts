import type { CommitSummary } from '#lib/domain/commit.ts';
import { BundleRejected, NotFound } from '#lib/domain/errors.ts';
import type { Oid } from '#lib/domain/ids.ts';
import type { TreeFiles, TreeListing } from '#lib/domain/tree.ts';
import type { GitObject } from './batch-output.ts';
import { parseCommit, parseTag } from './commit-text.ts';
import type { Repo } from './exec.ts';
import { readerOf } from './reader.ts';
import { parseTree, type TreeEntry } from './tree-entries.ts';

export { closeGit, closeRepo } from './reader.ts';

/** Of all objects that one call reads. More than any dashboard has, less than would hurt the server. */
const MAX_BYTES = 256 * 1024 * 1024;
const MAX_FILES = 50_000;
const MAX_DEPTH = 64;

/** Of a tag that points at a tag that points at a tag. */
const MAX_TAGS = 8;

/**
 * The content of one file.
 *
 * @throws {NotFound} when the repository has no such file.
 * @throws {BundleRejected} when it is larger than 256 MiB.
 */
export async function readBlob(repo: Repo, oid: Oid): Promise<Uint8Array> {
	return (await readBlobs(repo, [oid])).get(oid)!;
}

/** The contents of many files at once, in one exchange with git. @throws as {@link readBlob} */
export async function readBlobs(repo: Repo, oids: Iterable<Oid>): Promise<Map<Oid, Uint8Array>> {
	const unique = [...new Set(oids)];
	const objects = await readObjects(repo, unique, 'file');
	return new Map(
		unique.map((oid, i) => {
			const object = objects[i]!;
			if (object.type !== 'blob') throw new NotFound('file', oid);
			return [oid, object.bytes];
		})
	);
}

/**
 * All files of a commit, tag or tree: path → object id, folders in git's order. Submodules are not listed, for there is
 * nothing of them here; a symlink is listed as the file that holds its text.
 *
 * @throws {NotFound} when there is no such object.
 * @throws {BundleRejected} when it holds more than 50,000 files, or folders deeper than 64.
 */
export async function readListing(repo: Repo, treeish: Oid): Promise<TreeListing> {
	const reader = readerOf(repo);
	const known = reader.listings.get(treeish);
	if (known) return known;

	const root = await treeOf(repo, treeish);
	const listing = reader.listings.get(root) ?? (await listTree(repo, root));
	reader.listings.set(root, listing);
	return listing;
}

/** All files of a commit, tag or tree with their contents. @throws as {@link readListing} and {@link readBlob} */
export async function readFiles(repo: Repo, treeish: Oid): Promise<TreeFiles> {
	const listing = await readListing(repo, treeish);
	const blobs = await readBlobs(repo, listing.values());
	return new Map([...listing].map(([path, oid]) => [path, blobs.get(oid)!]));
}

/** One commit. @throws {NotFound} */
export async function readCommit(repo: Repo, oid: Oid): Promise<CommitSummary> {
	return (await readCommits(repo, [oid]))[0]!;
}

/** Many commits, in the order asked for, in one exchange with git. @throws {NotFound} when one of them is missing. */
export async function readCommits(repo: Repo, oids: readonly Oid[]): Promise<CommitSummary[]> {
	const { commits } = readerOf(repo);
	const found = new Map(oids.map((oid) => [oid, commits.get(oid)]));
	const wanted = [...found].flatMap(([oid, commit]) => (commit ? [] : [oid]));
	const objects = await readObjects(repo, wanted, 'commit');
	wanted.forEach((oid, i) => {
		const object = objects[i]!;
		if (object.type !== 'commit') throw new NotFound('commit', oid);
		const commit = parseCommit(oid, object.bytes);
		commits.set(oid, commit);
		found.set(oid, commit);
	});
	return oids.map((oid) => found.get(oid)!);
}

/** The tree of a commit; of a tag's commit; a tree itself. @throws {NotFound} */
export async function treeOf(repo: Repo, treeish: Oid): Promise<Oid> {
	const { commits, trees } = readerOf(repo);
	let oid = treeish;
	for (let tags = 0; tags <= MAX_TAGS; tags++) {
		const known = commits.get(oid);
		if (known) return known.tree;
		if (trees.get(oid)) return oid;

		const [object] = await readObjects(repo, [oid], 'commit');
		if (object?.type === 'tree') {
			trees.set(oid, entriesOf(oid, object));
			return oid;
		}
		if (object?.type === 'commit') {
			const commit = parseCommit(oid, object.bytes);
			commits.set(oid, commit);
			return commit.tree;
		}
		if (object?.type !== 'tag') break;
		oid = parseTag(object.bytes).object;
	}
	throw new NotFound('commit', treeish);
}

/** Level by level, so that one exchange with git reads all folders of a level. */
async function listTree(repo: Repo, root: Oid): Promise<TreeListing> {
	const byPath: [string, Oid][] = [];
	let level: { prefix: string; oid: Oid }[] = [{ prefix: '', oid: root }];
	for (let depth = 0; level.length > 0; depth++) {
		if (depth > MAX_DEPTH) throw tooMuch(`folders deeper than ${MAX_DEPTH}`);
		const contents = await readTrees(
			repo,
			level.map(({ oid }) => oid)
		);
		const next: typeof level = [];
		for (const { prefix, oid } of level) {
			for (const entry of contents.get(oid)!) {
				const path = prefix + entry.name;
				if (entry.kind === 'folder') next.push({ prefix: `${path}/`, oid: entry.oid });
				else if (entry.kind === 'file') byPath.push([path, entry.oid]);
			}
			// Folders count too: a tree of folders that name one another grows tenfold with each level.
			if (byPath.length + next.length > MAX_FILES) throw tooMuch(`more than ${MAX_FILES} files`);
		}
		level = next;
	}
	return new Map(byPath.sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function readTrees(repo: Repo, oids: readonly Oid[]): Promise<Map<Oid, readonly TreeEntry[]>> {
	const { trees } = readerOf(repo);
	const found = new Map(oids.map((oid) => [oid, trees.get(oid)]));
	const wanted = [...found].flatMap(([oid, entries]) => (entries ? [] : [oid]));
	const objects = await readObjects(repo, wanted, 'folder');
	wanted.forEach((oid, i) => {
		const object = objects[i]!;
		if (object.type !== 'tree') throw new NotFound('folder', oid);
		const entries = entriesOf(oid, object);
		trees.set(oid, entries);
		found.set(oid, entries);
	});
	return found as Map<Oid, readonly TreeEntry[]>;
}

const entriesOf = (oid: Oid, object: GitObject): TreeEntry[] => parseTree(object.bytes, oid.length / 2);

const tooMuch = (what: string) =>
	new BundleRejected(`The tree holds ${what}.`, { hint: 'This is no dashboard; look at what was pushed to it.' });

async function readObjects(repo: Repo, oids: readonly Oid[], what: string): Promise<GitObject[]> {
	if (oids.length === 0) return [];
	const answers = await readerOf(repo).read(oids, MAX_BYTES);
	return answers.map((answer, i) => {
		if (answer === 'missing') throw new NotFound(what, oids[i]!);
		if (answer === 'too_large') throw tooMuch(`more than ${MAX_BYTES / 1024 / 1024} MiB`);
		return answer;
	});
}
