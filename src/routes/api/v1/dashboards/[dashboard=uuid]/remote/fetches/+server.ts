import { fetchDashboardRemote } from '#lib/server/operations/remote/fetch.ts';
import { apiJobRoute } from '#lib/server/web/api.ts';

export const POST = apiJobRoute(fetchDashboardRemote, { params: { dashboard: 'dashboardId' } });
