import { listDashboardDeployments } from '#lib/server/operations/deployment/list.ts';
import { startDeployment } from '#lib/server/operations/deployment/start.ts';
import { apiJobRoute, apiRoute } from '#lib/server/web/api.ts';

const params = { dashboard: 'dashboardId' };

export const GET = apiRoute(listDashboardDeployments, { params });
export const POST = apiJobRoute(startDeployment, { params });
