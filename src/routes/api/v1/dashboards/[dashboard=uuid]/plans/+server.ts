import { makeDeploymentPlan } from '#lib/server/operations/plan/make.ts';
import { apiJobRoute } from '#lib/server/web/api.ts';

export const POST = apiJobRoute(makeDeploymentPlan, { params: { dashboard: 'dashboardId' } });
