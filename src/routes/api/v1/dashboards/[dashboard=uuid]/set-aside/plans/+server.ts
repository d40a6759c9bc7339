import { planBringBack } from '#lib/server/operations/apply/plan-bring-back.ts';
import { apiJobRoute } from '#lib/server/web/api.ts';

export const POST = apiJobRoute(planBringBack, { params: { dashboard: 'dashboardId' } });
