import { showPlan } from '#lib/server/operations/plan/show.ts';
import { apiRoute } from '#lib/server/web/api.ts';

export const GET = apiRoute(showPlan, { params: { dashboard: 'dashboardId' } });
