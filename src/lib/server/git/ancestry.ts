import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { GitFailed, NotFound } from '#lib/domain/errors.ts';
import { Oid } from '#lib/domain/ids.ts';
import { assetTreesOf } from './asset-trees.ts';
import { symmetricRange } from './arguments.ts';
import { runGit, type Repo } from './exec.ts';
import { measureMany } from './many-distances.ts';
import { readCommits } from './objects.ts';
import { readerOf, type Distance } from './reader.ts';
import { listRefs } from './refs.ts';

/** More processes at once only wait for one another. */
const AT_ONCE = 4;
/** From so many on, one walk through the history is faster than a process for each. */
const TOGETHER = 8;

/** The best common ancestor of two commits; `null` when they have nothing in common. @throws {NotFound} */
export async function mergeBase(repo: Repo, left: Oid, right: Oid): Promise<Oid | null> {
	await readCommits(repo, [left, right]);
	if (left === right) return left;
	const { exitCode, stdout } = await runGit(repo, ['merge-base', left, right], { okCodes: [0, 1] });
	return exitCode === 0 ? Oid.parse(stdout.toString('utf8').trim()) : null;
}

/**
 * All best common ancestors of two commits, in git's order; none when they have nothing in common. Of several commits on
 * the right: those of the left one and of a commit that merged them.
 *
 * @throws {NotFound} when one of the commits, or a part of the history that git would have to read, is not here.
 */
export async function mergeBases(repo: Repo, left: Oid, right: Oid | readonly Oid[]): Promise<Oid[]> {
	const others = [right].flat();
	await readCommits(repo, [left, ...others]);
	if (others.includes(left)) return [left];
	const tips = [left, ...others];
	try {
		const { exitCode, stdout } = await runGit(repo, ['merge-base', '--all', ...tips], { okCodes: [0, 1] });
		if (exitCode === 0) return stdout.toString('utf8').trim().split('\n') as Oid[];
		// Older gits answer the same, none, where they could not read on.
		await runGit(repo, ['rev-list', '--quiet', '--stdin'], { stdin: `${tips.join('\n')}\n` });
	} catch (cause) {
		if (cause instanceof GitFailed) await explainHole(repo, tips, cause);
		throw cause;
	}
	if (await isShallow(repo)) {
		throw new NotFound('common ancestor in what is here of the history of', left.slice(0, 7), { hint: UNSHALLOW });
	}
	return [];
}

/** Whether `descendant` has `ancestor` in its history; a commit has itself. @throws {NotFound} */
export async function isAncestor(
	repo: Repo,
	{ ancestor, descendant }: { ancestor: Oid; descendant: Oid }
): Promise<boolean> {
	await readCommits(repo, [ancestor, descendant]);
	if (ancestor === descendant) return true;
	const { exitCode } = await runGit(repo, ['merge-base', '--is-ancestor', ancestor, descendant], { okCodes: [0, 1] });
	return exitCode === 0;
}

/** How far each head is from its base, in the order asked for. What two commits are apart never changes, so it is kept. */
export async function countAheadBehind(
	repo: Repo,
	pairs: readonly { readonly head: Oid; readonly base: Oid }[]
): Promise<Distance[]> {
	const { distances } = readerOf(repo);
	await measureTogether(repo, pairs);
	const counts: Distance[] = [];
	const queue = [...pairs.entries()];
	const work = async () => {
		for (let next = queue.shift(); next; next = queue.shift()) {
			const [i, { head, base }] = next;
			const key = `${head}...${base}`;
			const distance = distances.get(key) ?? (await measure(repo, head, base));
			distances.set(key, distance);
			counts[i] = distance;
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, work));
	return counts;
}

/**
 * The newest commit that branches or tags reach and that holds exactly these assets, whatever files stand beside them;
 * `null` when there is none.
 *
 * @param tree The id of the tree of these assets alone ({@link assetTreeOf}). That of a commit's whole tree finds that tree.
 */
export async function findCommitWithTree(repo: Repo, tree: Oid): Promise<Oid | null> {
	const refs = await Promise.all([listRefs(repo, 'refs/heads/'), listRefs(repo, 'refs/tags/')]);
	const tips = [...new Set(refs.flat().map(({ oid }) => oid))].sort();
	if (tips.length === 0) return null;

	const { commitsByTree } = readerOf(repo);
	const key = tips.join(' ');
	const known = commitsByTree.get(key) ?? (await readCommitsByTree(repo, tips));
	commitsByTree.set(key, known);
	return known.get(tree) ?? null;
}

/** Many heads that nobody measured from the same base: a process for each would take long. */
async function measureTogether(
	repo: Repo,
	pairs: readonly { readonly head: Oid; readonly base: Oid }[]
): Promise<void> {
	const { distances } = readerOf(repo);
	const headsOf = new Map<Oid, Oid[]>();
	for (const { head, base } of pairs) {
		if (head !== base && !distances.get(`${head}...${base}`)) headsOf.set(base, [...(headsOf.get(base) ?? []), head]);
	}
	for (const [base, heads] of headsOf) {
		if (heads.length < TOGETHER) continue;
		await readCommits(repo, [base, ...heads]);
		const measured = await measureMany(repo, heads, base);
		for (const [i, head] of heads.entries()) distances.set(`${head}...${base}`, measured[i]!);
	}
}

const UNSHALLOW =
	'This repository was brought here without its older commits; bring them with git fetch --unshallow, then try again.';

/** As gitrepository-layout(5) has it. */
const isShallow = ({ gitDir }: Repo): Promise<boolean> =>
	access(join(gitDir, 'shallow')).then(
		() => true,
		() => false
	);

/** @throws {NotFound} that names the first commit that these reach and that is not here */
async function explainHole(repo: Repo, tips: readonly Oid[], cause: GitFailed): Promise<void> {
	const seen = new Set<Oid>();
	for (let level = [...tips]; level.length > 0;) {
		const parents: Oid[] = [];
		for (const oid of level) {
			seen.add(oid);
			const [commit] = await readCommits(repo, [oid]).catch(() => []);
			if (!commit) {
				const hint = 'A part of the history is missing. Fetch again, or put the repository back from the backup.';
				throw new NotFound('commit', oid, { hint, cause });
			}
			parents.push(...commit.parents);
		}
		level = [...new Set(parents)].filter((oid) => !seen.has(oid));
	}
}

async function measure(repo: Repo, head: Oid, base: Oid): Promise<Distance> {
	if (head === base) return { ahead: 0, behind: 0 };
	await readCommits(repo, [head, base]);
	const { stdout } = await runGit(repo, ['rev-list', '--count', '--left-right', symmetricRange(head, base), '--']);
	const [ahead = 0, behind = 0] = stdout.toString('utf8').trim().split('\t').map(Number);
	return { ahead, behind };
}

async function readCommitsByTree(repo: Repo, tips: readonly Oid[]): Promise<ReadonlyMap<Oid, Oid>> {
	const { stdout } = await runGit(repo, ['rev-list', '--no-commit-header', '--format=%T %H', '--stdin'], {
		stdin: `${tips.join('\n')}\n`
	});
	const lines = stdout.toString('latin1').split('\n').slice(0, -1);
	const commits = lines.map((line) => line.split(' ') as [tree: Oid, commit: Oid]);
	const assets = await assetTreesOf(
		repo,
		commits.map(([tree]) => tree)
	);
	const newest = new Map<Oid, Oid>();
	for (const [tree, commit] of commits) {
		for (const one of [assets.get(tree)!, tree]) if (!newest.has(one)) newest.set(one, commit);
	}
	return newest;
}
