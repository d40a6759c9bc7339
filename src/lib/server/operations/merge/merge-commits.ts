import { InvalidInput } from '#lib/domain/errors.ts';
import type { Oid } from '#lib/domain/ids.ts';
import type { Choices } from '#lib/domain/merge/conflict.ts';
import type { App } from '../../app.ts';
import { mergeBases } from '../../git/ancestry.ts';
import type { Repo } from '../../git/exec.ts';
import { baseFor, baseSide } from './base-side.ts';
import { mergeSides, type MergedSides } from './merge-sides.ts';
import { readSide, type NamedCommit } from './sides.ts';

export type MergedCommits =
	/** Mine has all of theirs. */
	| { readonly kind: 'up_to_date' }
	/** Mine has nothing of its own. */
	| { readonly kind: 'fast_forward' }
	/** `base: null`: made of several commits. */
	| ({ readonly kind: 'merged'; readonly base: Oid | null } & MergedSides);

/**
 * What two commits become. Reads only: nothing is stored.
 *
 * @throws {InvalidInput} when they have no commit in common
 * @throws {BundleRejected} that names the side whose tree is no valid bundle
 */
export async function mergeCommits(
	app: App,
	repo: Repo,
	{ mine, theirs, choices }: { readonly mine: NamedCommit; readonly theirs: NamedCommit; readonly choices: Choices }
): Promise<MergedCommits> {
	const bases = await mergeBases(repo, mine.commit, theirs.commit);
	const [only] = bases;
	if (!only) throw unrelated(mine.name, theirs.name);
	if (only === theirs.commit) return { kind: 'up_to_date' };
	const sides = { mine: await readSide(app, repo, mine), theirs: await readSide(app, repo, theirs) };
	if (only === mine.commit) return { kind: 'fast_forward' };
	const base = baseFor(await baseSide(app, repo, bases), sides);
	const merged = await mergeSides(app, { base, ...sides }, choices);
	return { kind: 'merged', base: bases.length === 1 ? only : null, ...merged };
}

const unrelated = (mine: string, theirs: string) =>
	new InvalidInput([{ path: ['from'], message: `“${theirs}” and “${mine}” have no commit in common` }], {
		hint: `Compare the two, and restore in “${mine}” what you want of “${theirs}”.`
	});
