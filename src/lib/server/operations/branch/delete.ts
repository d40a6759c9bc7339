import { z } from 'zod';
import { InvalidInput } from '#lib/domain/errors.ts';
import { DashboardId, Oid } from '#lib/domain/ids.ts';
import { BranchName, branchRef, deletedRef } from '#lib/domain/refs.ts';
import { deleteOpenMergeOf } from '../../db/open-merges.ts';
import { moveRefs } from '../../git/refs.ts';
import { readCommit } from '../../git/objects.ts';
import { headOf, openDashboard } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';
import { KEPT_MS, keepingMove, letGoBefore, listKept } from './kept.ts';
import { unmergedOf } from './unmerged.ts';

/** Delete a branch; it is kept for 90 days, and `branch.bring-back` undoes this. */
export const deleteBranch = defineOperation({
	name: 'branch.delete',
	permission: 'branch:write',
	input: z.object({
		dashboardId: DashboardId,
		name: BranchName,
		/** Where the person saw it; a branch that moved since is not deleted. */
		expected: Oid.optional()
	}),

	/** `unmerged`: how many commits nothing else has, at most 1000. `id`: for `branch.bring-back`. */
	async run({ app, actor }, { dashboardId, name, expected }) {
		const { row, repo } = await openDashboard(app, dashboardId);
		if (name === row.default_branch) {
			throw new InvalidInput([{ path: ['name'], message: `“${name}” is the default branch` }], {
				hint: 'Every dashboard keeps its default branch; rename it instead.'
			});
		}
		const found = await headOf(repo, name);
		const head = expected ?? found;
		const unmerged = (await unmergedOf(repo, { name, head: found })).length;
		await letGoBefore(repo, await listKept(repo, deletedRef), app.now() - KEPT_MS);
		const { subject } = await readCommit(repo, found);
		const { id, ...kept } = await keepingMove(repo, deletedRef, {
			...{ branch: name, commit: found, by: actor, at: app.now(), note: subject || name }
		});
		await moveRefs(repo, [{ ref: branchRef(name), from: head, to: null }, kept]);
		await deleteOpenMergeOf(app.db, dashboardId, name);
		return { head, unmerged, id };
	}
});
