import { z } from 'zod';
import { InvalidInput } from '#lib/domain/errors.ts';
import { DashboardId, Oid } from '#lib/domain/ids.ts';
import { BranchName, branchRef } from '#lib/domain/refs.ts';
import { moveRef } from '../../git/refs.ts';
import { headOf, openDashboard } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';

/** Delete a branch. What it was at comes back, so that creating it there again undoes this. */
export const deleteBranch = defineOperation({
	name: 'branch.delete',
	permission: 'branch:write',
	input: z.object({
		dashboardId: DashboardId,
		name: BranchName,
		/** Where the person saw it; a branch that moved since is not deleted. */
		expected: Oid.optional()
	}),

	async run({ app }, { dashboardId, name, expected }) {
		const { row, repo } = await openDashboard(app, dashboardId);
		if (name === row.default_branch) {
			throw new InvalidInput([{ path: ['name'], message: `“${name}” is the default branch` }], {
				hint: 'Every dashboard keeps its default branch; rename it instead.'
			});
		}
		const head = expected ?? (await headOf(repo, name));
		await moveRef(repo, branchRef(name), { from: head, to: null });
		return { head };
	}
});
