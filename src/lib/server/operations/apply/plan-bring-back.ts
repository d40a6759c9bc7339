import { z } from 'zod';
import { DashboardId, EnvironmentName } from '#lib/domain/ids.ts';
import { getDashboard } from '../../db/dashboards.ts';
import { upsertPlan } from '../../db/plans.ts';
import { openDashboard } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';
import { makePlan } from '../plan/make-plan.ts';
import { getSetAside, putOnTop, type Conflicting } from './on-top.ts';
import type { ApplyPlan } from './plan.ts';
import { SetAsideId } from './set-aside.ts';
import { editedIn } from './target.ts';
import { shownIn } from './shown-in.ts';
import { uncommittedIn } from './uncommitted.ts';

/** What bringing changes back would do, to be read before; or why that has to be chosen first. */
export type BringBackPlan = (ApplyPlan & { readonly kind: 'plan'; readonly exactly: boolean }) | Conflicting;

/** What `apply.bring-back` would do with changes that were set aside. Captures the environment, writes nothing there. */
export const planBringBack = defineOperation({
	name: 'apply.plan-bring-back',
	permission: 'apply:write',
	input: z.object({
		dashboardId: DashboardId,
		environment: EnvironmentName.optional(),
		id: SetAsideId,
		exactly: z.boolean().default(false)
	}),
	title: async ({ dashboardId }, app) =>
		`Plan to bring back changes of “${(await getDashboard(app.db, dashboardId)).title}”`,
	href: ({ dashboardId }) => `/dashboards/${dashboardId}/branches`,

	async run(context, { dashboardId, environment: wanted, id, exactly }): Promise<BringBackPlan> {
		const { app } = context;
		const dashboard = await openDashboard(app, dashboardId);
		const environment = await editedIn(context, dashboard, wanted);
		const aside = await getSetAside(dashboard, { environment: environment.name, id });
		const onTop = await putOnTop(context, dashboard, { aside, exactly });
		if (onTop.kind === 'conflict') return onTop;
		const { plan, capture } = await makePlan(context, dashboard, { commit: onTop.commit, environment });
		// For `apply.bring-back`, which finds the commit by it.
		await upsertPlan(app.db, dashboardId, plan);
		const shown = await shownIn(app, dashboard, environment);
		const { live } = capture;
		const since = shown?.since ?? onTop.head ?? aside.since;
		const isThere = plan.liveTree === plan.commitTree;
		return {
			...{ kind: 'plan', exactly, environment: environment.name, plan, live, shows: shown?.branch ?? null },
			uncommitted: isThere ? [] : await uncommittedIn(app, dashboard, { environment, live, since })
		};
	}
});
