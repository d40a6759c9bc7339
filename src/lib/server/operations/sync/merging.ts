import type { BranchName } from '#lib/domain/refs.ts';
import type { Choice, Choices } from '#lib/domain/merge/conflict.ts';
import type { Oid } from '#lib/domain/ids.ts';
import { KEEP_OF_SYNC, keepOf, type ConflictResolutions, type SyncConflict } from '#lib/domain/sync.ts';
import type { App } from '../../app.ts';
import type { MergedTree } from '../../superset/bundle/merge.ts';
import type { CanonicalTree } from '../../superset/bundle/tree.ts';
import type { OpenDashboard } from '../dashboard/repository.ts';
import { keepOpen } from '../merge/keep-open.ts';
import { mergeCommits } from '../merge/merge-commits.ts';
import { editsOfMerged, tellSides, type MergedSides } from '../merge/merge-sides.ts';
import type { NamedCommit } from '../merge/sides.ts';
import type { Context } from '../operation.ts';

/** What two commits become. */
export interface Merge {
	/** Where they parted; `null` where that was made of several commits. */
	readonly base: Oid | null;
	/** What is undecided has mine in its place. */
	readonly tree: CanonicalTree;
	/** All of them, asset by asset, decided or not. */
	readonly conflicts: readonly SyncConflict[];
	/** How many questions there are in all. */
	readonly count: number;
	/** Paths of those of them that still have a question. */
	readonly undecided: readonly string[];
	/** What the resolutions decided, by conflict. */
	readonly choices: Choices;
	readonly findings: MergedTree['findings'];
	/** What leads from mine to the merged files. */
	edits(): Promise<Map<string, Uint8Array | null>>;
}

/** Deciding a place can ask about what is in it, so often at most. */
const MOST_ROUNDS = 10;

/**
 * Merge two commits that both have something of their own; writes nothing.
 * @param resolutions by path of the asset, as a conflict names it; those of which there is no conflict are passed over
 * @throws {InvalidInput} when they have no commit in common
 */
export async function mergeOf(
	app: App,
	{ repo }: Pick<OpenDashboard, 'repo'>,
	sides: { readonly mine: NamedCommit; readonly theirs: NamedCommit },
	resolutions: ConflictResolutions = {}
): Promise<Merge> {
	const choices = new Map<string, Choice>();
	for (let round = 1; ; round += 1) {
		const found = await mergeCommits(app, repo, { ...sides, choices });
		if (found.kind !== 'merged') throw new Error(`${sides.theirs.name} was to be merged and is ${found.kind}`);
		const decided = found.undecided.flatMap(({ id, asset }) => {
			const keep = keepOf(resolutions, asset.path);
			return keep ? [[id, { keep: KEEP_OF_SYNC[keep] }] as const] : [];
		});
		for (const [id, choice] of decided) choices.set(id, choice);
		if (decided.length > 0 && round < MOST_ROUNDS) continue;
		return {
			...{ base: found.base, tree: found.merged.tree, choices, count: found.conflicts.length },
			conflicts: toldByAsset(found, choices),
			undecided: [...new Set(found.undecided.map(({ asset }) => asset.path))],
			findings: found.merged.findings,
			edits: () => editsOfMerged(repo, sides.mine.commit, found)
		};
	}
}

function toldByAsset(merged: MergedSides, choices: Choices): SyncConflict[] {
	const byPath = new Map<string, SyncConflict & { questions: string[] }>();
	for (const { asset, label, base, mine, theirs } of tellSides(merged, choices).conflicts) {
		const { kind, uuid, name, path } = asset;
		const told = byPath.get(path) ?? { path, asset: { kind, uuid, name, path }, questions: [] };
		told.questions.push(`${label}: ${base.words} → ${mine.words} here, ${base.words} → ${theirs.words} there`);
		byPath.set(path, told);
	}
	return [...byPath.values()];
}

/** Let a pull wait for decisions as an open merge, which has those that were made already. */
export async function waitForDecisions(
	context: Context,
	dashboard: OpenDashboard,
	of: {
		readonly branch: BranchName;
		readonly mine: NamedCommit;
		readonly theirs: NamedCommit;
		readonly merge: Merge;
	}
): Promise<{ readonly mergeId: string; readonly count: number }> {
	const { branch, mine, theirs, merge } = of;
	const { id } = await keepOpen(context, dashboard, {
		...{ purpose: 'merge', branch, from: theirs.name, mine: mine.commit, theirs: theirs.commit, base: merge.base },
		...{ paths: null, message: null, choices: merge.choices }
	});
	return { mergeId: id, count: merge.count };
}
