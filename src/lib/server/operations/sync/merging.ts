import type { Choice, Conflict } from '#lib/domain/merge/conflict.ts';
import { InvalidInput } from '#lib/domain/errors.ts';
import type { Oid } from '#lib/domain/ids.ts';
import { KEEP_OF_SYNC, keepOf, type ConflictResolutions, type SyncConflict } from '#lib/domain/sync.ts';
import type { App } from '../../app.ts';
import { mergeBase } from '../../git/ancestry.ts';
import { mergeTrees, tellMergeOf, type MergedTree, type TreesToMerge } from '../../superset/bundle/merge.ts';
import type { CanonicalTree } from '../../superset/bundle/tree.ts';
import { editsOfAssets } from '../commit/tree-edits.ts';
import { readCanonicalTree, type OpenDashboard } from '../dashboard/repository.ts';
import type { Context } from '../operation.ts';
import { mergeOwnFiles } from './own-merge.ts';

/** What two commits become. */
export interface Merge {
	/** What is undecided has mine in its place. */
	readonly tree: CanonicalTree;
	/** All of them, asset by asset, decided or not. */
	readonly conflicts: readonly SyncConflict[];
	/** Paths of those of them that still have a question. */
	readonly undecided: readonly string[];
	readonly findings: MergedTree['findings'];
	/** What leads from mine to the merged files. */
	edits(): Promise<Map<string, Uint8Array | null>>;
}

/** Deciding a place can ask about what is in it, so often at most. */
const MOST_ROUNDS = 10;

/**
 * Merge two commits; writes nothing.
 * @param resolutions by path of the asset, as a conflict names it; those of which there is no conflict are passed over
 */
export async function mergeOf(
	app: App,
	{ repo }: Pick<OpenDashboard, 'repo'>,
	{ mine, theirs }: { readonly mine: Oid; readonly theirs: Oid },
	resolutions: ConflictResolutions = {}
): Promise<Merge> {
	const base = await mergeBase(repo, mine, theirs);
	const trees: TreesToMerge = {
		base: base ? await readCanonicalTree(app, repo, base) : null,
		mine: await readCanonicalTree(app, repo, mine),
		theirs: await readCanonicalTree(app, repo, theirs)
	};
	const { merged, choices } = decided(app, trees, resolutions);
	const own = await mergeOwnFiles(repo, { base, mine, theirs }, resolutions);
	const pathsOf = (conflicts: readonly Conflict[]) => [...new Set(conflicts.map(({ asset }) => asset.path))];
	return {
		tree: merged.tree,
		conflicts: [...toldByAsset(trees, merged, choices), ...own.conflicts.map(toldOwnFile)],
		undecided: [...pathsOf(merged.undecided), ...own.undecided],
		findings: merged.findings,
		edits: async () => new Map([...(await editsOfAssets(repo, mine, merged.tree)), ...own.edits])
	};
}

function decided(
	{ memory }: Pick<App, 'memory'>,
	trees: TreesToMerge,
	resolutions: ConflictResolutions
): { merged: MergedTree; choices: ReadonlyMap<string, Choice> } {
	const choices = new Map<string, Choice>();
	let merged = mergeTrees(trees, choices, memory);
	for (let round = 0; round < MOST_ROUNDS; round += 1) {
		const before = choices.size;
		for (const { id, asset } of merged.undecided) {
			const keep = keepOf(resolutions, asset.path);
			if (keep) choices.set(id, { keep: KEEP_OF_SYNC[keep] });
		}
		if (choices.size === before) break;
		merged = mergeTrees(trees, choices, memory);
	}
	return { merged, choices };
}

function toldByAsset(
	trees: TreesToMerge,
	merged: Pick<MergedTree, 'conflicts'>,
	choices: ReadonlyMap<string, Choice>
): SyncConflict[] {
	const byPath = new Map<string, SyncConflict & { questions: string[] }>();
	for (const { asset, label, base, mine, theirs } of tellMergeOf(trees, merged, choices).conflicts) {
		const { kind, uuid, name, path } = asset;
		const told = byPath.get(path) ?? { path, asset: { kind, uuid, name, path }, questions: [] };
		told.questions.push(`${label}: ${base.words} → ${mine.words} here, ${base.words} → ${theirs.words} there`);
		byPath.set(path, told);
	}
	return [...byPath.values()];
}

const toldOwnFile = (path: string): SyncConflict => ({
	path,
	asset: { kind: 'form', uuid: null, name: path, path },
	questions: ['changed here, changed otherwise there']
});

/** Begins a merge that waits for decisions; `resolutions` has those that were made. */
export type OpenMerge = (
	context: Context,
	dashboard: OpenDashboard,
	of: {
		readonly branch: string;
		readonly mine: Oid;
		readonly theirs: Oid;
		readonly from: string;
		readonly merge: Merge;
		readonly resolutions: ConflictResolutions;
	}
) => Promise<{ readonly mergeId: string; readonly count: number }>;

/** Until merges can wait: what has to be decided is said, and nothing is changed. */
export const refuseOpenMerge: OpenMerge = async (_context, _dashboard, { from, merge: { conflicts, undecided } }) => {
	const names = conflicts.filter(({ path }) => undecided.includes(path)).map(({ asset }) => `“${asset.name}”`);
	throw new InvalidInput(
		[{ path: ['conflict_resolutions'], message: `both sides changed ${names.join(', ')} and differ there` }],
		{ hint: `Say for each of them whether the one from here or from ${from} is kept: ${undecided.join(', ')}.` }
	);
};
