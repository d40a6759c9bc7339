import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BranchSummary, Person } from '#lib/domain/commit.ts';
import { AlreadyExists, NotFound } from '#lib/domain/errors.ts';
import type { Oid } from '#lib/domain/ids.ts';
import { BranchName, branchRef, tagRef, type TagName } from '#lib/domain/refs.ts';
import { countAheadBehind } from './ancestry.ts';
import { runGit, type Repo } from './exec.ts';
import { readCommits } from './objects.ts';
import { findRef, listRefs, moveRef, moveRefs } from './refs.ts';
import { writeTag } from './tags.ts';
import { listTracking } from './tracking.ts';

const HEADS = 'refs/heads/';

/**
 * All branches, the one committed to last first, each with its distance from the default branch and from what the git
 * remote has of its name.
 */
export async function listBranches(repo: Repo): Promise<BranchSummary[]> {
	const [refs, main, tracking] = await Promise.all([listRefs(repo, HEADS), defaultBranch(repo), listTracking(repo)]);
	const named = refs.flatMap(({ ref, oid }) => {
		const name = BranchName.safeParse(ref.slice(HEADS.length));
		return name.success ? [{ name: name.data, head: oid }] : [];
	});
	const base = named.find(({ name }) => name === main)?.head;
	const published = named.flatMap(({ name, head }) => {
		const there = tracking.get(name);
		return there ? [{ name, head, base: there }] : [];
	});
	const [commits, distances, apart] = await Promise.all([
		readCommits(
			repo,
			named.map(({ head }) => head)
		),
		base
			? countAheadBehind(
					repo,
					named.map(({ head }) => ({ head, base }))
				)
			: [],
		countAheadBehind(repo, published)
	]);
	const remotes = new Map(published.map(({ name, base }, i) => [name, { head: base, ...apart[i]! }]));
	return named
		.map(({ name, head }, i) => ({
			...{ name, head, place: 'here' as const, isDefault: name === main, lastCommit: commits[i]! },
			...(distances[i] ?? { ahead: 0, behind: 0 }),
			remote: remotes.get(name) ?? null
		}))
		.sort((a, b) => b.lastCommit.committedAt - a.lastCommit.committedAt || (a.name < b.name ? -1 : 1));
}

/** The branch that a dashboard starts from; it need not have a commit yet. */
export async function defaultBranch(repo: Repo): Promise<BranchName> {
	// As gitrepository-layout(5) has it; a process of git for one line would be most of what a page costs.
	const head = await readFile(join(repo.gitDir, 'HEAD'), 'utf8').catch(() => '');
	const [, name] = /^ref: refs\/heads\/(.+)\n$/.exec(head) ?? [];
	if (name !== undefined) return BranchName.parse(name);
	const { stdout } = await runGit(repo, ['symbolic-ref', 'HEAD']);
	return BranchName.parse(stdout.toString('utf8').trim().slice(HEADS.length));
}

/** Which branch is the default from now on. @throws {NotFound} when there is no such branch. */
export async function setDefaultBranch(repo: Repo, name: BranchName): Promise<void> {
	if (!(await findRef(repo, branchRef(name)))) throw new NotFound('branch', name);
	await runGit(repo, ['symbolic-ref', 'HEAD', branchRef(name)]);
}

/**
 * Give a branch another name, in one transaction. The default branch stays the default branch.
 *
 * @param args `expected`: where the branch was when the caller looked.
 * @throws {AlreadyExists} when there is a branch `to`, or one that it would be a folder of.
 * @throws {RefMoved} when `from` is no longer at `expected`.
 */
export async function renameBranch(
	repo: Repo,
	{ from, to, expected }: { from: BranchName; to: BranchName; expected: Oid }
): Promise<void> {
	if (from === to) return;
	if (await findRef(repo, branchRef(to))) throw new AlreadyExists(`There is a branch “${to}” already.`);
	const wasDefault = (await defaultBranch(repo)) === from;
	await moveRefs(repo, [
		{ ref: branchRef(from), from: expected, to: null },
		{ ref: branchRef(to), from: null, to: expected }
	]);
	if (wasDefault) await runGit(repo, ['symbolic-ref', 'HEAD', branchRef(to)]);
}

/**
 * Name a commit for good, with who did it and why: an annotated tag.
 *
 * @returns The object id of the tag itself.
 * @throws {AlreadyExists} when there is a tag of that name.
 */
export async function createTag(
	repo: Repo,
	tag: { name: TagName; commit: Oid; message: string; tagger: Person; at: number }
): Promise<Oid> {
	await readCommits(repo, [tag.commit]);
	if (await findRef(repo, tagRef(tag.name))) throw new AlreadyExists(`There is a tag “${tag.name}” already.`);
	const oid = await writeTag(repo, tag);
	await moveRef(repo, tagRef(tag.name), { from: null, to: oid });
	return oid;
}
