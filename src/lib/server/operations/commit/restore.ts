import { z } from 'zod';
import type { CommitSummary } from '#lib/domain/commit.ts';
import { short } from '#lib/domain/compare/words.ts';
import { InvalidInput, RefMoved } from '#lib/domain/errors.ts';
import { DashboardId, Oid } from '#lib/domain/ids.ts';
import { BranchName, branchRef } from '#lib/domain/refs.ts';
import { readCommit } from '../../git/objects.ts';
import { commitEdits } from '../../git/write.ts';
import { commitNamed, headOf, openDashboard, readCanonicalTree } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';
import { restoredTree, type ChartPlace } from './restored-tree.ts';
import { editsOfAssets, editsOfOwnFiles } from './tree-edits.ts';

export interface Restored {
	readonly commit: Oid;
	readonly message: string;
	/** Names of what was restored; empty when it was all. */
	readonly restored: readonly string[];
	readonly alsoTaken: readonly string[];
	/** Where each restored chart stands now. */
	readonly places: readonly ChartPlace[];
}

/** Make a branch's tree, or chosen assets of it, what they were in some commit: as a new commit, so nothing is lost. */
export const restoreCommit = defineOperation({
	name: 'commit.restore',
	permission: 'commit:write',
	input: z.object({
		dashboardId: DashboardId,
		branch: BranchName,
		/** The branch's head that the person looked at. */
		expectedHead: Oid,
		/** Where it was right: a commit's id or its first digits, a branch or a tag. */
		commit: z.string().min(1).max(244),
		/** Paths in that commit, or uuids. */
		paths: z.union([z.literal('all'), z.array(z.string().max(1000)).min(1, 'must name at least one asset').max(1000)]),
		/** Put charts that left the layout back where they were, as near as it can be. */
		place: z.boolean().default(true),
		/** Default: says what was restored, and as of when. */
		message: z.string().trim().max(20_000, 'must have at most 20,000 characters').optional()
	}),

	async run({ app, actor }, { dashboardId, branch, expectedHead, commit, paths, place, message }): Promise<Restored> {
		const { repo } = await openDashboard(app, dashboardId);
		if ((await headOf(repo, branch)) !== expectedHead) throw new RefMoved(branchRef(branch));
		const from = await readCommit(repo, await commitNamed(repo, commit));
		const then = await readCanonicalTree(app, repo, from.oid);
		const chosen =
			paths === 'all'
				? { tree: then, names: [], alsoTaken: [], places: [] }
				: restoredTree(app, { now: await readCanonicalTree(app, repo, expectedHead), then }, { names: paths, place });
		const said = message || restoreMessage(chosen.names, from);
		const made = await commitEdits(repo, {
			ref: branchRef(branch),
			expected: expectedHead,
			// All of it is that commit's own tree, to the last byte; what is the repository's alone stays as it is now.
			base: paths === 'all' ? from.oid : expectedHead,
			edits:
				paths === 'all'
					? await editsOfOwnFiles(repo, { base: from.oid, as: expectedHead })
					: await editsOfAssets(repo, expectedHead, chosen.tree),
			message: `${said}\n`,
			author: actor,
			at: app.now()
		});
		if (!made.changed) {
			throw new InvalidInput([{ path: ['paths'], message: `nothing of this differs from ${branch}` }], {
				hint: 'It is what it was then already; choose an earlier commit.'
			});
		}
		const { names: restored, alsoTaken, places } = chosen;
		return { commit: made.commit, message: said, restored, alsoTaken, places };
	}
});

/** “Restore chart “Sales” as of 1a2b3c4 (2026-03-01)”; the day is that of UTC. */
function restoreMessage(names: readonly string[], { oid, committedAt }: CommitSummary): string {
	const [first, ...others] = names;
	const what = !first ? 'the dashboard' : `“${short(first)}”${others.length > 0 ? ` and ${others.length} more` : ''}`;
	return `Restore ${what} as of ${oid.slice(0, 7)} (${new Date(committedAt).toISOString().slice(0, 10)})`;
}
