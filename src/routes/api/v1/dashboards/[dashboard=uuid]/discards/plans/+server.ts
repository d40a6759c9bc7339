import { planDiscard } from '#lib/server/operations/changes/plan-discard.ts';
import { apiJobRoute } from '#lib/server/web/api.ts';

export const POST = apiJobRoute(planDiscard, { params: { dashboard: 'dashboardId' } });
