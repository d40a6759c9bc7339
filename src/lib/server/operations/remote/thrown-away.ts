import type { DashboardId, Oid } from '#lib/domain/ids.ts';
import { remoteSafetyRef } from '#lib/domain/refs.ts';
import { findRemote } from '../../db/remotes.ts';
import { isAncestor } from '../../git/ancestry.ts';
import type { Repo } from '../../git/exec.ts';
import type { FetchResult } from '../../git/fetch.ts';
import { moveRef, moveRefs } from '../../git/refs.ts';
import { KEPT_MS, keepingMove, letGoBefore, listKept, type Kept } from '../branch/kept.ts';
import type { Context } from '../operation.ts';

/**
 * Why the git remote has a commit of a branch no more: `rewritten` and `gone`, as a fetch found; `forced`: we pushed
 * over it.
 */
export type ThrownAwayBy = 'rewritten' | 'gone' | 'forced';

/** A head that the git remote had of a branch. */
export interface ThrownAway extends Pick<Kept, 'ref' | 'target' | 'commit' | 'branch' | 'at'> {
	readonly by: ThrownAwayBy;
}

/** Keep what the git remote had, for as long as a deleted branch: it may be all that is left of somebody's work. */
export async function keepThrownAway(
	context: Pick<Context, 'app' | 'actor'>,
	dashboardId: DashboardId,
	branches: FetchResult['branches']
): Promise<void> {
	const repo = context.app.repoOf(dashboardId);
	for (const { name, from, to } of branches) {
		if (!from || (to && (await isAncestor(repo, { ancestor: from, descendant: to })))) continue;
		await keepOfRemote(context, dashboardId, { branch: name, commit: from, by: to ? 'rewritten' : 'gone' });
	}
}

/** @returns how to take it back: what its ref names */
export async function keepOfRemote(
	{ app, actor }: Pick<Context, 'app' | 'actor'>,
	dashboardId: DashboardId,
	{ branch, commit, by }: { readonly branch: string; readonly commit: Oid; readonly by: ThrownAwayBy }
): Promise<Pick<Kept, 'ref' | 'target'>> {
	const repo = app.repoOf(dashboardId);
	await letGoBefore(repo, await listKept(repo, remoteSafetyRef), app.now() - KEPT_MS);
	const note = noteOf(by, (await findRemote(app.db, dashboardId))?.url ?? '');
	const { id: _, ...move } = await keepingMove(repo, remoteSafetyRef, {
		...{ branch, commit, by: actor, at: app.now(), note }
	});
	await moveRef(repo, move.ref, move);
	return { ref: move.ref, target: move.to };
}

/** It is there after all. */
export const letGoOfRemote = (repo: Repo, { ref, target }: Pick<Kept, 'ref' | 'target'>): Promise<void> =>
	moveRefs(repo, [{ ref, from: target, to: null }]);

/** What this git remote, and not one that was connected before, had of a branch; the newest first. */
export async function listThrownAway(
	repo: Repo,
	{ branch, url }: { readonly branch: string; readonly url: string }
): Promise<ThrownAway[]> {
	const kept = (await listKept(repo, remoteSafetyRef)).filter((one) => one.branch === branch);
	return kept.flatMap(({ ref, target, commit, at, note }) => {
		const by = (['rewritten', 'gone', 'forced'] as const).find((one) => note.trim() === noteOf(one, url));
		return by ? [{ ref, target, commit, branch, at, by }] : [];
	});
}

const noteOf = (by: ThrownAwayBy, url: string): string => `${by} ${url}`.trim();
