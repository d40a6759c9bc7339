import { showDashboard } from '#lib/server/operations/dashboard/show.ts';
import { apiRoute } from '#lib/server/web/api.ts';

export const GET = apiRoute(showDashboard, { params: { dashboard: 'dashboardId' } });
