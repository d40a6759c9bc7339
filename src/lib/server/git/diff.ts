import type { Oid } from '#lib/domain/ids.ts';
import type { FileChange } from '#lib/domain/tree.ts';
import type { Repo } from './exec.ts';
import { readListing } from './objects.ts';

/**
 * What is different in `to`, compared with `from`, in order of path. Each may be a commit, a tag or a tree; `null` is the
 * empty tree. The same files as `git diff-tree -r --no-renames`, but for submodules and modes, which we never look at.
 * Reads only trees, and those that are known already not again.
 *
 * @throws {NotFound} when one of them is not in the repository.
 */
export async function diffTrees(repo: Repo, from: Oid | null, to: Oid): Promise<FileChange[]> {
	if (from === to) return [];
	const [before, after] = await Promise.all([
		from ? readListing(repo, from) : new Map<string, Oid>(),
		readListing(repo, to)
	]);
	const changes: FileChange[] = [];
	for (const [path, oid] of after) {
		const old = before.get(path);
		if (old === undefined) changes.push({ kind: 'added', path, to: oid });
		else if (old !== oid) changes.push({ kind: 'modified', path, from: old, to: oid });
	}
	for (const [path, oid] of before) {
		if (!after.has(path)) changes.push({ kind: 'removed', path, from: oid });
	}
	return changes.sort((a, b) => (a.path < b.path ? -1 : 1));
}
