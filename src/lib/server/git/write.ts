import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Person } from '#lib/domain/commit.ts';
import type { Oid } from '#lib/domain/ids.ts';
import type { RefName } from '#lib/domain/refs.ts';
import type { TreeEdits } from '#lib/domain/tree.ts';
import { effectiveEdits } from './edits.ts';
import { runGit, type Repo } from './exec.ts';
import { importCommit, type NewCommit } from './fast-import.ts';
import { readListing, treeOf } from './objects.ts';
import { moveRef } from './refs.ts';

export interface CommitArgs {
	readonly ref: RefName;
	/** Where `ref` was when the caller looked; `null` when there was none. */
	readonly expected: Oid | null;
	/** The commit or tree whose files stay, apart from the edits; `null` for none. */
	readonly base: Oid | null;
	readonly edits: TreeEdits;
	readonly message: string;
	readonly author: Person;
	/** Milliseconds since the Unix epoch; git keeps whole seconds. */
	readonly at: number;
	/** Default: `expected`, when there is one. */
	readonly parents?: readonly Oid[] | undefined;
	/** Commit also when the files are the same. */
	readonly allowEmpty?: boolean | undefined;
}

/** A new, empty, bare repository, or the one that is there already. Without hooks, and with `main` as its default branch. */
export async function initRepo(gitDir: string): Promise<Repo> {
	const repo = { gitDir: resolve(gitDir) };
	await mkdir(repo.gitDir, { recursive: true });
	await runGit(repo, ['init', '--bare', '--quiet', '--template=', '--initial-branch=main']);
	return repo;
}

/**
 * Commit changed files to a ref, on top of what the caller looked at.
 *
 * No checkout and no index is involved, so two people can commit to two branches at once. Two commits to the *same*
 * branch race on the last step, a compare-and-swap of the ref: one wins, the other gets {@link RefMoved} and leaves
 * nothing behind but objects that no ref reaches.
 *
 * @returns `changed: false`, and the ref untouched, when the tree is the one of `expected` already; `commit` is then `expected`.
 * @throws {RefMoved} when `ref` is no longer at `expected`.
 * @throws {InvalidInput} when a path is none that git keeps.
 * @throws {NotFound} when `base`, `expected` or a parent is not in the repository.
 */
export async function commitEdits(repo: Repo, args: CommitArgs): Promise<{ commit: Oid; tree: Oid; changed: boolean }> {
	const { ref, expected, allowEmpty = false } = args;
	const parents = args.parents ?? (expected ? [expected] : []);
	const baseTree = args.base && (await treeOf(repo, args.base));
	const before = expected && (await treeOf(repo, expected));
	const edits = effectiveEdits(baseTree ? await readListing(repo, baseTree) : new Map(), args.edits);
	if (expected && before && edits.length === 0 && baseTree === before && !allowEmpty) {
		return { commit: expected, tree: before, changed: false };
	}

	const made = await storeCommit(repo, { ...args, edits, parents, baseTree });
	if (expected && made.tree === before && !allowEmpty) return { commit: expected, tree: before, changed: false };
	await moveRef(repo, ref, { from: expected, to: made.commit });
	return { ...made, changed: true };
}

/**
 * Store a commit that no ref reaches yet: whoever moves a ref to it later makes it count.
 *
 * @throws as {@link commitEdits}
 */
export async function writeCommit(
	repo: Repo,
	args: Omit<CommitArgs, 'ref' | 'expected' | 'allowEmpty'> & { readonly parents: readonly Oid[] }
): Promise<{ commit: Oid; tree: Oid }> {
	const baseTree = args.base && (await treeOf(repo, args.base));
	const edits = effectiveEdits(baseTree ? await readListing(repo, baseTree) : new Map(), args.edits);
	return storeCommit(repo, { ...args, edits, baseTree });
}

async function storeCommit(
	repo: Repo,
	commit: Omit<NewCommit, 'baseIsFirstParent'>
): Promise<{ commit: Oid; tree: Oid }> {
	const { parents, baseTree } = commit;
	const parentTrees = await Promise.all(parents.map((parent) => treeOf(repo, parent)));
	const baseIsFirstParent = parents.length === 0 ? baseTree === null : parentTrees[0] === baseTree;
	return importCommit(repo, { ...commit, baseIsFirstParent });
}

/**
 * Store changed files on top of a tree and return the tree of both; no commit, no ref.
 *
 * @param args `base`: the commit or tree whose files stay; `null` for none.
 * @throws as {@link commitEdits}
 */
export async function writeTree(repo: Repo, args: { base: Oid | null; edits: TreeEdits }): Promise<Oid> {
	const baseTree = args.base && (await treeOf(repo, args.base));
	const edits = effectiveEdits(baseTree ? await readListing(repo, baseTree) : new Map(), args.edits);
	if (baseTree && edits.length === 0) return baseTree;
	const nobody = { name: '', email: '' };
	const { tree } = await importCommit(repo, {
		...{ baseTree, edits, baseIsFirstParent: baseTree === null, parents: [] },
		...{ message: '', author: nobody, at: 0 }
	});
	return tree;
}
