import { InvalidInput } from '#lib/domain/errors.ts';
import type { Oid } from '#lib/domain/ids.ts';
import type { Choices } from '#lib/domain/merge/conflict.ts';
import type { App } from '../../app.ts';
import type { Repo } from '../../git/exec.ts';
import { readCommit, readCommits, readListing } from '../../git/objects.ts';
import { chosenTree } from '../commit/chosen-tree.ts';
import { mergeSides, type MergedSides } from './merge-sides.ts';
import { readSide, type NamedCommit } from './sides.ts';

export interface CommitToPick {
	readonly commit: Oid;
	/** Of its changes only these assets, by their paths before or after it; `null`: all, and other files too. */
	readonly paths: readonly string[] | null;
}

/**
 * What a commit becomes with what another one did: a merge whose base is that one's first parent.
 *
 * @throws {InvalidInput} for a first commit
 * @throws {BundleRejected} that names the side whose tree is no valid bundle
 */
export async function pickCommit(
	app: App,
	repo: Repo,
	{ mine, picked, choices }: { readonly mine: NamedCommit; readonly picked: CommitToPick; readonly choices: Choices }
): Promise<MergedSides & { readonly base: Oid }> {
	const { oid, parents } = await readCommit(repo, picked.commit);
	const [parent] = parents;
	const name = oid.slice(0, 7);
	if (!parent) {
		throw new InvalidInput(
			[{ path: ['commits'], message: `${name} is the first one, before which there was nothing` }],
			{
				hint: 'Restore the assets that you want of it instead.'
			}
		);
	}
	const base = await readSide(app, repo, { commit: parent, name: parent.slice(0, 7) });
	const whole = await readSide(app, repo, { commit: oid, name });
	const paths = picked.paths?.filter((path) => base.tree.files.has(path) || whole.tree.files.has(path));
	const theirs = paths ? { tree: chosenTree(base.tree, whole.tree, new Set(paths)).tree, own: base.own } : whole;
	const sides = { base, mine: await readSide(app, repo, mine), theirs };
	return { base: parent, ...(await mergeSides(app, sides, choices)) };
}

/** @throws {InvalidInput} for a path that none of these commits has, before or after it */
export async function refuseUnknownPaths(
	repo: Repo,
	{ commits, paths }: { readonly commits: readonly Oid[]; readonly paths: readonly string[] }
): Promise<void> {
	const known = new Set<string>();
	for (const { oid, parents } of await readCommits(repo, commits)) {
		for (const side of [oid, ...parents.slice(0, 1)])
			for (const path of (await readListing(repo, side)).keys()) known.add(path);
	}
	const unknown = paths.filter((path) => !known.has(path));
	if (unknown.length === 0) return;
	const message = `names what is not there: ${unknown.slice(0, 5).join(', ')}`;
	throw new InvalidInput([{ path: ['paths'], message }], {
		hint: 'Look at the commit again, and choose of what it changed.'
	});
}
