import { InvalidInput, NotFound } from '#lib/domain/errors.ts';
import { Oid, type DashboardId } from '#lib/domain/ids.ts';
import { BranchName, branchRef, remoteRef, TagName, tagRef } from '#lib/domain/refs.ts';
import type { App } from '../../app.ts';
import { getDashboard, type DashboardRow } from '../../db/dashboards.ts';
import type { Repo } from '../../git/exec.ts';
import { readFiles, readListing, treeOf } from '../../git/objects.ts';
import { listReachable } from '../../git/history.ts';
import { listRefs, resolveRef } from '../../git/refs.ts';
import { readTree, type CanonicalTree } from '../../superset/bundle/tree.ts';

export interface OpenDashboard {
	readonly row: DashboardRow;
	readonly repo: Repo;
}

/** @throws {NotFound} when there is no such dashboard. */
export async function openDashboard(app: App, id: DashboardId): Promise<OpenDashboard> {
	return { row: await getDashboard(app.db, id), repo: app.repoOf(id) };
}

/** Where a branch of ours is. @throws {NotFound} when there is no such branch. */
export async function headOf(repo: Repo, branch: BranchName): Promise<Oid> {
	const head = await resolveRef(repo, branchRef(branch));
	if (head) return head;
	const hint = (await trackedHeadOf(repo, branch))
		? 'Only the git remote has it: get it first, then work on it here.'
		: 'It was renamed or deleted; choose another one.';
	throw new NotFound('branch', branch, { hint });
}

/** The same for what is only read: `origin/<name>` is what the git remote had when it was fetched last. @throws {NotFound} */
export const shownHeadOf = async (repo: Repo, branch: BranchName): Promise<Oid> =>
	(await resolveRef(repo, branchRef(branch))) ?? (await trackedHeadOf(repo, branch)) ?? headOf(repo, branch);

/** Where the git remote had the branch that `origin/<name>` stands for; `null` for every other name. */
export async function trackedHeadOf(repo: Repo, name: string): Promise<Oid | null> {
	const of = trackedName(name);
	return of ? resolveRef(repo, remoteRef(of)) : null;
}

/** `origin/feature` → `feature`; `undefined` for every other name. */
export const trackedName = (name: string): BranchName | undefined =>
	name.startsWith(ORIGIN) ? BranchName.safeParse(name.slice(ORIGIN.length)).data : undefined;

const ORIGIN = 'origin/';

/** A commit's tree, understood. `null` gives `null`. */
export async function readCanonicalTree(app: App, repo: Repo, treeish: Oid): Promise<CanonicalTree> {
	const tree = await treeOf(repo, treeish);
	const known = trees.get(tree);
	if (known) return known;
	const read = readTree(await readFiles(repo, tree), app.memory);
	trees.set(tree, read);
	for (const oldest of trees.keys()) {
		if (trees.size <= MOST_TREES) break;
		trees.delete(oldest);
	}
	return read;
}

/** Trees never change, so what was understood of one holds for ever; the files themselves are shared with the memory. */
const trees = new Map<Oid, CanonicalTree>();
const MOST_TREES = 32;

/** What has to be written on top of a commit so that its tree becomes this one. */
export async function editsTowards(
	repo: Repo,
	base: Oid | null,
	tree: CanonicalTree
): Promise<Map<string, Uint8Array | null>> {
	const listing = base ? await readListing(repo, base) : new Map<string, Oid>();
	const edits = new Map<string, Uint8Array | null>();
	for (const [path, bytes] of tree.files) if (listing.get(path) !== tree.oids.get(path)) edits.set(path, bytes);
	for (const path of listing.keys()) if (!tree.files.has(path)) edits.set(path, null);
	return edits;
}

/**
 * The commit that a branch's name, a tag's name, `origin/<branch>`, a commit's id or the first digits of one stand for.
 * @throws {NotFound} when there is none {@link InvalidInput} when the digits fit several
 */
export async function commitNamed(repo: Repo, name: string): Promise<Oid> {
	const oid = Oid.safeParse(name);
	if (oid.success) return oid.data;
	const branch = BranchName.safeParse(name);
	if (!branch.success)
		throw new InvalidInput(branch.error.issues.map(({ message }) => ({ path: ['commit'], message })));
	const named =
		(await resolveRef(repo, branchRef(branch.data))) ??
		(await resolveRef(repo, tagRef(TagName.parse(name)))) ??
		(await trackedHeadOf(repo, name));
	if (named) return named;
	if (!/^[0-9a-f]{7,63}$/.test(name)) return headOf(repo, branch.data);
	const starts = (await listRefs(repo, 'refs/')).map((ref) => ref.oid);
	const [first, ...others] = (await listReachable(repo, starts, false)).filter((one) => one.startsWith(name));
	if (!first) throw new NotFound('branch, tag or commit', name, { hint: 'The history lists the commits.' });
	if (others.length === 0) return first;
	throw new InvalidInput([{ path: ['commit'], message: `“${name}” fits several commits` }], {
		hint: 'Give more of its digits.'
	});
}
