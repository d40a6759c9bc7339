import { z } from 'zod';
import type { BranchSummary } from '#lib/domain/commit.ts';
import { AlreadyExists, NotFound } from '#lib/domain/errors.ts';
import { DashboardId } from '#lib/domain/ids.ts';
import { BranchName, branchRef } from '#lib/domain/refs.ts';
import { listBranches } from '../../git/branches.ts';
import { readCommit } from '../../git/objects.ts';
import { moveRef, resolveRef } from '../../git/refs.ts';
import { commitNamed, openDashboard } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';

/** A new branch at a commit, or at the head of another branch. */
export const createBranch = defineOperation({
	name: 'branch.create',
	permission: 'branch:write',
	input: z.object({
		dashboardId: DashboardId,
		name: BranchName,
		/** A branch's name or a commit's id; default: the default branch. */
		from: z.string().min(1).max(244).optional()
	}),

	async run({ app }, { dashboardId, name, from }): Promise<BranchSummary> {
		const { row, repo } = await openDashboard(app, dashboardId);
		const commit = await commitNamed(repo, from ?? row.default_branch);
		await readCommit(repo, commit); // what is no commit of ours is not made a branch
		if (await resolveRef(repo, branchRef(name))) {
			throw new AlreadyExists(`There is a branch “${name}” already.`, {
				hint: 'Choose another name, or switch to it.'
			});
		}
		await moveRef(repo, branchRef(name), { from: null, to: commit });
		const made = (await listBranches(repo)).find((branch) => branch.name === name);
		if (!made) throw new NotFound('branch', name, { hint: 'Somebody deleted it in the same moment.' });
		return made;
	}
});
