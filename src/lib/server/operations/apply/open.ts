import { z } from 'zod';
import { RefMoved } from '#lib/domain/errors.ts';
import { DashboardId, EnvironmentName, Oid } from '#lib/domain/ids.ts';
import { PlanHash } from '#lib/domain/plan.ts';
import { BranchName, branchRef } from '#lib/domain/refs.ts';
import { getDashboard } from '../../db/dashboards.ts';
import { headOf, openDashboard } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';
import { refuseTakenName, UncommittedChoice } from './keep-uncommitted.ts';
import { editedIn } from './target.ts';
import { writeWhereEdited } from './write.ts';

/**
 * Write the head of a branch into the environment where the dashboard is edited, so that people edit that branch there.
 * Changes there that no commit has come back as `uncommitted`, and nothing is written, unless it was chosen what shall
 * become of them. Runs as a job; `apply.undo` takes it back.
 */
export const openBranch = defineOperation({
	name: 'apply.open',
	permission: 'apply:write',
	input: z.object({
		dashboardId: DashboardId,
		branch: BranchName,
		/** Must be the dashboard's home; default: it. */
		environment: EnvironmentName.optional(),
		/** What the person looked at: the branch's head, what was live there, the plan of `apply.plan`. */
		expectedHead: Oid.optional(),
		live: Oid.nullable().optional(),
		planHash: PlanHash.optional(),
		uncommitted: UncommittedChoice.optional()
	}),
	check: ({ dashboardId, uncommitted }, app) => refuseTakenName(app.repoOf(dashboardId), uncommitted),
	title: async ({ dashboardId, branch }, app) =>
		`Open ${branch} of “${(await getDashboard(app.db, dashboardId)).title}” where it is edited`,
	href: ({ dashboardId, branch }) => `/dashboards/${dashboardId}?branch=${encodeURIComponent(branch)}`,

	async run(context, { dashboardId, branch, environment: wanted, expectedHead, live, planHash, uncommitted }) {
		const dashboard = await openDashboard(context.app, dashboardId);
		const environment = await editedIn(context, dashboard, wanted);
		const head = await headOf(dashboard.repo, branch);
		if (expectedHead && head !== expectedHead) throw new RefMoved(branchRef(branch));
		return writeWhereEdited(context, dashboard, {
			...{ kind: 'apply', environment, choice: uncommitted, seen: { live, planHash } },
			commitNow: () => headOf(dashboard.repo, branch),
			order: { movesDeployed: false },
			shown: (since) => ({ branch, since }),
			fallback: { branch, head, since: head }
		});
	}
});
