import { z } from 'zod';
import { InvalidInput, RefMoved } from '#lib/domain/errors.ts';
import { DashboardId, Oid } from '#lib/domain/ids.ts';
import { BranchName, branchRef } from '#lib/domain/refs.ts';
import { commitEdits } from '../../git/write.ts';
import { headOf, openDashboard, readCanonicalTree } from '../dashboard/repository.ts';
import { noteCommitted } from '../apply/based-on.ts';
import { liveOnHead } from '../changes/on-head.ts';
import { defineOperation } from '../operation.ts';
import { chosenTree } from './chosen-tree.ts';
import { editsOfAssets } from './tree-edits.ts';

/** Commit what was captured, or chosen assets of it, to a branch; the author is the person who asks. */
export const createCommit = defineOperation({
	name: 'commit.create',
	permission: 'commit:write',
	input: z.object({
		dashboardId: DashboardId,
		branch: BranchName,
		message: z.string().trim().min(1, 'must say what changed').max(20_000, 'must have at most 20,000 characters'),
		/** Paths of the assets, as `dashboard.changes` names them. */
		paths: z.union([z.literal('all'), z.array(z.string().max(1000)).min(1, 'must name at least one change')]),
		/** The branch's head and the capture that the person looked at. */
		expectedHead: Oid,
		live: Oid
	}),

	async run({ app, actor }, { dashboardId, branch, message, paths, expectedHead, live }) {
		const dashboard = await openDashboard(app, dashboardId);
		const { repo } = dashboard;
		const ref = branchRef(branch);
		if ((await headOf(repo, branch)) !== expectedHead) throw new RefMoved(ref);
		const target = await liveOnHead(app, dashboard, { branch, head: expectedHead, live });
		const chosen =
			paths === 'all'
				? { tree: target, alsoTaken: [] }
				: chosenTree(await readCanonicalTree(app, repo, expectedHead), target, new Set(paths));
		const made = await commitEdits(repo, {
			ref,
			expected: expectedHead,
			base: expectedHead,
			edits: await editsOfAssets(repo, expectedHead, chosen.tree),
			message: `${message}\n`,
			author: actor,
			at: app.now()
		});
		if (!made.changed) {
			throw new InvalidInput([{ path: ['paths'], message: `nothing of this differs from ${branch}` }], {
				hint: 'Reload the page: somebody may have committed it already.'
			});
		}
		const { commit } = made;
		await noteCommitted(app, dashboard, { branch, live, before: expectedHead, commit });
		return { commit, alsoTaken: chosen.alsoTaken };
	}
});
