import { z } from 'zod';
import { NotFound } from '#lib/domain/errors.ts';
import { DashboardId } from '#lib/domain/ids.ts';
import { PlanHash } from '#lib/domain/plan.ts';
import { findPlan } from '../../db/plans.ts';
import { defineOperation } from '../operation.ts';

/** A plan made before. */
export const showPlan = defineOperation({
	name: 'plan.show',
	permission: 'deployment:plan',
	input: z.object({ dashboardId: DashboardId, hash: PlanHash }),

	async run({ app }, { dashboardId, hash }) {
		const plan = await findPlan(app.db, dashboardId, hash);
		if (!plan) throw new NotFound('plan', hash.slice(0, 12), { hint: 'Make the plan again.' });
		return plan;
	}
});
