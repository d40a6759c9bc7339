import { AlreadyExists, InvalidInput, NotFound } from '#lib/domain/errors.ts';
import type { MergeId, Oid } from '#lib/domain/ids.ts';
import { branchRef, type BranchName } from '#lib/domain/refs.ts';
import type { App } from '../../app.ts';
import { deleteOpenMerge, listOpenMerges, type OpenMergeRecord } from '../../db/open-merges.ts';
import { isAncestor } from '../../git/ancestry.ts';
import type { Repo } from '../../git/exec.ts';
import { resolveRef } from '../../git/refs.ts';
import { commitNamed, headOf, type OpenDashboard } from '../dashboard/repository.ts';
import { choicesOf } from './choices.ts';
import { mergeCommits, type MergedCommits } from './merge-commits.ts';
import { pickCommit } from './pick-commit.ts';

/** Where both sides of an open merge are by now. */
export interface Heads {
	readonly mine: Oid;
	readonly theirs: Oid;
}

/** Merges that wait: those whose branch is gone, or has what they were to bring, do not. */
export async function waitingMerges(app: App, { row, repo }: OpenDashboard): Promise<OpenMergeRecord[]> {
	const records = await listOpenMerges(app.db, row.id);
	const waits = await Promise.all(records.map((record) => isWaiting(repo, record)));
	return records.filter((_, at) => waits[at]);
}

/** @throws {NotFound} when it does not wait any more */
export async function getWaitingMerge(app: App, dashboard: OpenDashboard, id: MergeId): Promise<OpenMergeRecord> {
	const found = (await listOpenMerges(app.db, dashboard.row.id)).find((one) => one.id === id);
	if (found && (await isWaiting(dashboard.repo, found))) return found;
	if (!found || found.result || !(await resolveRef(dashboard.repo, branchRef(found.branch))))
		throw new NotFound('open merge', id, { hint: ENDED });
	await deleteOpenMerge(app.db, id);
	const hint = `Somebody merged it meanwhile: “${found.branch}” has all of “${found.from}”.`;
	throw new NotFound('open merge', id, { hint });
}

const ENDED = 'It was finished or given up meanwhile; the history of the branch shows which.';

/** The merge that waits on a branch; what only seems to is taken away. */
export async function openMergeOn(
	app: App,
	dashboard: OpenDashboard,
	branch: BranchName
): Promise<OpenMergeRecord | undefined> {
	const found = (await listOpenMerges(app.db, dashboard.row.id)).find((one) => one.branch === branch);
	if (!found || (await isWaiting(dashboard.repo, found))) return found;
	await deleteOpenMerge(app.db, found.id);
	return undefined;
}

/** A branch has one at most. */
export const anotherIsOpen = ({ branch, from, startedBy, purpose }: OpenMergeRecord): AlreadyExists =>
	new AlreadyExists(
		`On “${branch}” ${purpose === 'merge' ? 'a merge of' : 'picking'} “${from}” waits for decisions; ${startedBy} began it.`,
		{ hint: 'Finish it or give it up, then try again.' }
	);

/** Until its branch has what it was to bring: by its own commit, or by another merge of the same (a pull). */
async function isWaiting(repo: Repo, { branch, purpose, theirs, result }: OpenMergeRecord): Promise<boolean> {
	const head = await resolveRef(repo, branchRef(branch));
	if (!head) return false;
	const brings = [...(result ? [result] : []), ...(purpose === 'merge' ? [theirs] : [])];
	for (const commit of brings) if (await has(repo, head, commit)) return false;
	return true;
}

async function has(repo: Repo, head: Oid, commit: Oid): Promise<boolean> {
	try {
		return await isAncestor(repo, { ancestor: commit, descendant: head });
	} catch (cause) {
		if (cause instanceof NotFound) return false; // git was cleaned up: no branch ever had it
		throw cause;
	}
}

/** What comes in is followed while its name is one of a branch or tag that is there; a picked commit stays what it is. */
export async function headsOf(repo: Repo, { branch, purpose, from, theirs }: OpenMergeRecord): Promise<Heads> {
	const mine = await headOf(repo, branch);
	if (purpose === 'pick') return { mine, theirs };
	try {
		return { mine, theirs: await commitNamed(repo, from) };
	} catch (cause) {
		if (!(cause instanceof NotFound || cause instanceof InvalidInput)) throw cause;
		return { mine, theirs };
	}
}

/** Merge it anew from its commits, with what was decided; `heads`: from where both sides are by now. */
export async function mergeAnew(
	app: App,
	repo: Repo,
	{ record, heads = record }: { readonly record: OpenMergeRecord; readonly heads?: Heads }
): Promise<MergedCommits> {
	const { branch, from, purpose, paths } = record;
	const choices = choicesOf(record.choices);
	const mine = { commit: heads.mine, name: branch };
	if (purpose === 'merge') {
		return mergeCommits(app, repo, { mine, theirs: { commit: heads.theirs, name: from }, choices });
	}
	const picked = { commit: heads.theirs, paths };
	return { kind: 'merged', ...(await pickCommit(app, repo, { mine, picked, choices })) };
}
