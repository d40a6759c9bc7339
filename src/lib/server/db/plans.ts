import type { DashboardId } from '#lib/domain/ids.ts';
import type { Plan, PlanHash } from '#lib/domain/plan.ts';
import type { Db } from './database.ts';
import { fromJson, toJson } from './json.ts';

/** Keep a plan so that it can be started by its hash; made again, it is written over. */
export async function upsertPlan(db: Db, dashboardId: DashboardId, plan: Plan): Promise<void> {
	const columns = { body: toJson(plan), made_at: plan.madeAt };
	await db
		.insertInto('plan')
		.values({ hash: plan.hash, dashboard_id: dashboardId, ...columns })
		.onConflict((conflict) => conflict.columns(['dashboard_id', 'hash']).doUpdateSet(columns))
		.execute();
}

export async function findPlan(db: Db, dashboardId: DashboardId, hash: PlanHash): Promise<Plan | undefined> {
	const row = await db
		.selectFrom('plan')
		.select('body')
		.where('dashboard_id', '=', dashboardId)
		.where('hash', '=', hash)
		.executeTakeFirst();
	return row && fromJson<Plan>(row.body);
}

/** Plans that nobody will start any more. */
export async function deletePlansMadeBefore(db: Db, at: number): Promise<void> {
	await db.deleteFrom('plan').where('made_at', '<', at).execute();
}
