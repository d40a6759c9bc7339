import { InvalidInput } from '#lib/domain/errors.ts';
import type { Oid } from '#lib/domain/ids.ts';
import { branchRef, RefName } from '#lib/domain/refs.ts';
import type { ConflictResolutions, Synced } from '#lib/domain/sync.ts';
import type { App } from '../../app.ts';
import { moveRef, resolveRef } from '../../git/refs.ts';
import { commitEdits } from '../../git/write.ts';
import { dashboardsIn } from '../../superset/bundle/tree.ts';
import { notePulled } from '../apply/based-on.ts';
import { readCanonicalTree, type OpenDashboard } from '../dashboard/repository.ts';
import type { Context } from '../operation.ts';
import { filesBetween, wordsOf } from './files.ts';
import { mergeOf, waitForDecisions, type Merge } from './merging.ts';
import { orphansOf } from './orphans.ts';
import type { Standing } from './standing.ts';

/** What the branch becomes by a pull. It is not there yet: a ref of its own keeps the commit until {@link take}. */
export interface Pulled {
	readonly kind: 'nothing' | 'fast_forward' | 'merged';
	readonly from: Oid;
	readonly commit: Oid;
	readonly keptBy: RefName | null;
}

export interface PullTerms {
	readonly conflict_resolutions: ConflictResolutions;
	readonly confirm_orphans: boolean;
}

/** Make what a pull brings, or the answer of one that somebody has to decide on first. No branch is moved. */
export async function preparePull(
	context: Context,
	dashboard: OpenDashboard,
	{ standing, terms }: { standing: Standing; terms: PullTerms }
): Promise<Pulled | Extract<Synced, { kind: 'conflicts' | 'orphans' }>> {
	const { app } = context;
	const { repo } = dashboard;
	const { branch, head, remoteHead, ahead, behind, base } = standing;
	if (!remoteHead || behind === 0) return { kind: 'nothing', from: head, commit: head, keptBy: null };
	const theirs = await readCanonicalTree(app, repo, remoteHead);
	refuseAnother(dashboard, standing, dashboardsIn(theirs));
	const isForward = ahead === 0;
	const { conflict_resolutions: resolutions, confirm_orphans: isConfirmed } = terms;
	const sides = {
		mine: { commit: head, name: branch },
		theirs: { commit: remoteHead, name: `origin/${branch}` }
	};
	const merge = isForward ? null : await mergeOf(app, dashboard, sides, resolutions);
	if (merge && merge.undecided.length > 0) {
		return { kind: 'conflicts', ...(await waitForDecisions(context, dashboard, { branch, ...sides, merge })) };
	}
	refuseBroken(merge);
	const trees = { before: await readCanonicalTree(app, repo, head), after: merge?.tree ?? theirs };
	const orphans = isConfirmed ? [] : await orphansOf(app, dashboard, trees);
	if (orphans.length > 0) return { kind: 'orphans', will_orphan: orphans };

	const files = await filesBetween(app, repo, base, remoteHead);
	await context.report(`Pulling ${counted(files.length)} from origin/${branch}`, 0.3);
	for (const file of files) await context.log(`Pull: ${wordsOf(file)}`);
	if (!merge) return { kind: 'fast_forward', from: head, commit: remoteHead, keptBy: null };
	return mergeCommit(context, dashboard, { standing, merge, theirs: remoteHead, resolutions });
}

/** Move the branch to what was pulled. @throws {RefMoved} when somebody committed to it meanwhile */
export async function take(
	app: App,
	dashboard: OpenDashboard,
	{ branch, from, commit }: Pulled & Pick<Standing, 'branch'>
): Promise<void> {
	if (commit === from) return;
	await notePulled(app, dashboard, { branch, before: from });
	await moveRef(dashboard.repo, branchRef(branch), { from, to: commit });
}

/** Nobody needs the commit's own ref any more: a branch has it, or it is made anew. */
export async function letGo({ repo }: OpenDashboard, { keptBy, commit }: Pulled): Promise<void> {
	if (keptBy && (await resolveRef(repo, keptBy))) await moveRef(repo, keptBy, { from: commit, to: null });
}

/** A commit with both sides as its parents, on no branch. */
async function mergeCommit(
	{ app, actor }: Context,
	{ repo }: OpenDashboard,
	of: { standing: Standing; merge: Merge; theirs: Oid; resolutions: ConflictResolutions }
): Promise<Pulled> {
	const { branch, head } = of.standing;
	const keptBy = RefName.parse(`refs/scratch/making/${crypto.randomUUID()}`);
	const { commit } = await commitEdits(repo, {
		...{ ref: keptBy, expected: null, base: head, parents: [head, of.theirs] },
		edits: await of.merge.edits(),
		message: messageOf(branch, of.merge, of.resolutions),
		author: actor,
		at: app.now()
	});
	return { kind: 'merged', from: head, commit, keptBy };
}

/** The second paragraph says what was decided. */
function messageOf(branch: string, { conflicts }: Merge, resolutions: ConflictResolutions): string {
	const kept = (keep: string) =>
		conflicts.filter(({ path }) => resolutions[path] === keep).map(({ asset }) => asset.name);
	const lines = [
		[`Kept from ${branch}`, kept('keep_local')],
		[`Kept from origin/${branch}`, kept('keep_remote')]
	] as const;
	const said = lines.flatMap(([words, names]) => (names.length > 0 ? [`${words}: ${names.join(', ')}`] : []));
	return [`Merge origin/${branch} into ${branch}`, ...(said.length > 0 ? ['', ...said] : []), ''].join('\n');
}

/** A repository on a git host can be anything, and another dashboard must not become this one. */
function refuseAnother(
	{ row }: OpenDashboard,
	{ branch }: Standing,
	found: readonly { readonly uuid: string; readonly name: string }[]
): void {
	if (found.length === 1 && found[0]!.uuid === row.dashboard_uuid) return;
	const holds = found.length > 0 ? found.map(({ name }) => `“${name}”`).join(', ') : 'no dashboard';
	throw new InvalidInput([{ path: ['branch'], message: `origin/${branch} holds ${holds} and not “${row.title}”` }], {
		hint: 'Check in the settings of the dashboard which repository is connected.'
	});
}

function refuseBroken(merge: Merge | null): void {
	const errors = merge?.findings.filter(({ level }) => level === 'error') ?? [];
	if (errors.length === 0) return;
	throw new InvalidInput(
		errors.map(({ message }) => ({ path: ['conflict_resolutions'], message: `merged as it is, ${message}` })),
		{ hint: errors[0]!.hint ?? 'Keep the one side or the other of what it names.' }
	);
}

export const counted = (files: number): string => (files === 1 ? '1 file' : `${files} files`);
