import { z } from 'zod';
import type { AssetChange } from '#lib/domain/change.ts';
import { DashboardId, EnvironmentName, type Oid } from '#lib/domain/ids.ts';
import type { Plan } from '#lib/domain/plan.ts';
import { BranchName } from '#lib/domain/refs.ts';
import { getDashboard } from '../../db/dashboards.ts';
import { headOf, openDashboard } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';
import { makePlan } from '../plan/make-plan.ts';
import { editedIn } from './target.ts';
import { shownIn } from './shown-in.ts';
import { uncommittedIn } from './uncommitted.ts';

/** What opening a branch would do, to be read before. */
export interface ApplyPlan {
	readonly environment: EnvironmentName;
	readonly plan: Plan;
	/** The branch that is shown there now; `null` when nobody knows. */
	readonly shows: BranchName | null;
	readonly live: Oid | null;
	/** Changes there that no commit has: what shall become of them has to be chosen. */
	readonly uncommitted: readonly AssetChange[];
}

/** What `apply.open` would do with a branch. Captures the environment, writes nothing there. */
export const planApply = defineOperation({
	name: 'apply.plan',
	permission: 'apply:write',
	input: z.object({ dashboardId: DashboardId, branch: BranchName, environment: EnvironmentName.optional() }),
	title: async ({ dashboardId, branch }, app) =>
		`Plan to open ${branch} of “${(await getDashboard(app.db, dashboardId)).title}”`,
	href: ({ dashboardId, branch }) => `/dashboards/${dashboardId}?branch=${encodeURIComponent(branch)}`,

	async run(context, { dashboardId, branch, environment: wanted }): Promise<ApplyPlan> {
		const { app } = context;
		const dashboard = await openDashboard(app, dashboardId);
		const environment = await editedIn(context, dashboard, wanted);
		const head = await headOf(dashboard.repo, branch);
		const { plan, capture } = await makePlan(context, dashboard, { commit: head, environment });
		const shown = await shownIn(app, dashboard, environment);
		const { live } = capture;
		return {
			...{ environment: environment.name, plan, live, shows: shown?.branch ?? null },
			uncommitted: await uncommittedIn(app, dashboard, { environment, live, since: shown?.since ?? head })
		};
	}
});
