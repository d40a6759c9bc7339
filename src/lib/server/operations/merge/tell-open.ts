import type { MergeFinding, OpenMerge, OpenMergeSummary } from '#lib/domain/merge/session.ts';
import type { ToldConflict } from '#lib/domain/merge/conflict.ts';
import { BundleRejected, NotFound } from '#lib/domain/errors.ts';
import type { App } from '../../app.ts';
import type { OpenMergeRecord } from '../../db/open-merges.ts';
import type { Repo } from '../../git/exec.ts';
import type { Finding } from '../../superset/bundle/asset.ts';
import { choicesOf } from './choices.ts';
import { tellSides, type MergedSides } from './merge-sides.ts';
import { mergeMessage, pickMessage, withChoices, withOrigin } from './message.ts';
import { headsOf, mergeAnew, type Heads } from './open-merges.ts';

/** Everything that a page shows of a merge that waits. */
export async function tellOpenMerge(app: App, repo: Repo, record: OpenMergeRecord): Promise<OpenMerge> {
	const merged = await openSides(app, repo, record);
	const choices = choicesOf(record.choices);
	const { conflicts, automatic } = tellSides(merged, choices);
	const heads = await headsOf(repo, record);
	return {
		...summaryOf(record, merged),
		...{ base: record.base, conflicts, automatic },
		findings: merged.merged.findings.map(plainFinding),
		isBehind: heads.mine !== record.mine || heads.theirs !== record.theirs,
		message: await messageOf(repo, record, { heads: record, conflicts }),
		version: record.version
	};
}

/** Of one whose commits git has not any more, what is known all the same, so that it can be given up. */
export async function summarise(app: App, repo: Repo, record: OpenMergeRecord): Promise<OpenMergeSummary> {
	try {
		return summaryOf(record, await openSides(app, repo, record));
	} catch (cause) {
		if (!(cause instanceof NotFound)) throw cause;
		return summaryOf(record, { conflicts: [], undecided: [] });
	}
}

/** The message that finishing it suggests. */
export async function messageOf(
	repo: Repo,
	{ purpose, message, from, branch }: Pick<OpenMergeRecord, 'purpose' | 'message' | 'from' | 'branch'>,
	{ heads, conflicts }: { readonly heads: Heads; readonly conflicts: readonly ToldConflict[] }
): Promise<string> {
	const isPick = purpose === 'pick';
	const own = isPick ? pickMessage(repo, heads.theirs) : mergeMessage(repo, { ...heads, from, branch });
	const told = withChoices(message ?? (await own), conflicts, {
		mine: branch,
		theirs: isPick ? heads.theirs.slice(0, 7) : from
	});
	return isPick ? withOrigin(told, heads.theirs) : told;
}

/** @throws {BundleRejected} when a merge has a fault that neither side has */
export function refuseFaulty(findings: readonly Finding[]): void {
	const faults = findings.filter(({ level }) => level === 'error');
	if (faults.length === 0) return;
	throw new BundleRejected(`The merge would not be sound: ${faults.map(({ message }) => message).join(' ')}`, {
		hint: faults[0]?.hint ?? 'Correct it on one of the branches, or decide otherwise. Nothing was changed.',
		findings: faults.map(({ path, message }) => ({ path, message }))
	});
}

export const plainFinding = ({ level, message, hint }: Finding): MergeFinding => ({ level, message, hint });

/** As it was when it was begun: there were conflicts, so it was neither up to date nor a mere move. */
async function openSides(app: App, repo: Repo, record: OpenMergeRecord): Promise<MergedSides> {
	const merged = await mergeAnew(app, repo, { record });
	if (merged.kind !== 'merged') throw new Error(`The open merge ${record.id} has nothing to merge.`);
	return merged;
}

function summaryOf(
	record: OpenMergeRecord,
	{ conflicts, undecided }: Pick<MergedSides, 'conflicts' | 'undecided'>
): OpenMergeSummary {
	const { id, purpose, branch, mine, from, theirs, startedBy, startedAt } = record;
	const of = conflicts.length;
	return { id, purpose, branch, mine, from, theirs, startedBy, startedAt, decided: of - undecided.length, of };
}
