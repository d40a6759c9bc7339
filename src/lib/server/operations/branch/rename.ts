import { z } from 'zod';
import { DashboardId } from '#lib/domain/ids.ts';
import { BranchName, droppedRef, setAsideRef } from '#lib/domain/refs.ts';
import { updateDashboard } from '../../db/dashboards.ts';
import { listShownBranches, updateShownBranch } from '../../db/environment-dashboards.ts';
import { listEnvironments } from '../../db/environments.ts';
import { deleteOpenMergeOf, renameInOpenMerges } from '../../db/open-merges.ts';
import { renameBranch } from '../../git/branches.ts';
import { moveRefs } from '../../git/refs.ts';
import { headOf, openDashboard } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';
import { listKept, renamingMoves } from './kept.ts';

/** Give a branch another name; the default branch stays the default one. */
export const renameDashboardBranch = defineOperation({
	name: 'branch.rename',
	permission: 'branch:write',
	input: z.object({ dashboardId: DashboardId, name: BranchName, to: BranchName }),

	async run({ app }, { dashboardId, name, to }) {
		const { row, repo } = await openDashboard(app, dashboardId);
		await renameBranch(repo, { from: name, to, expected: await headOf(repo, name) });
		await deleteOpenMergeOf(app.db, dashboardId, to); // of a branch that was there once
		await renameInOpenMerges(app.db, dashboardId, { from: name, to });
		if (row.default_branch === name) await updateDashboard(app.db, dashboardId, { default_branch: to });
		for (const [environment, shown] of await listShownBranches(app.db, dashboardId)) {
			if (shown.branch === name)
				await updateShownBranch(app.db, { dashboardId, environment }, { ...shown, branch: to });
		}
		const moves = [];
		for (const { name: environment } of await listEnvironments(app.db)) {
			for (const refOf of [setAsideRef, droppedRef]) {
				const kept = await listKept(repo, (ms) => refOf(environment, ms));
				moves.push(...(await renamingMoves(repo, kept, { from: name, to })));
			}
		}
		await moveRefs(repo, moves);
		return { name: to };
	}
});
