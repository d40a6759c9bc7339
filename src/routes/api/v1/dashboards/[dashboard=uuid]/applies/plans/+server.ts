import { planApply } from '#lib/server/operations/apply/plan.ts';
import { apiJobRoute } from '#lib/server/web/api.ts';

export const POST = apiJobRoute(planApply, { params: { dashboard: 'dashboardId' } });
