import { checkDashboard } from '#lib/server/operations/dashboard/check.ts';
import { apiRoute } from '#lib/server/web/api.ts';

export const POST = apiRoute(checkDashboard, { params: { dashboard: 'dashboardId' } });
