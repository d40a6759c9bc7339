import { testDashboardRemote } from '#lib/server/operations/remote/test.ts';
import { apiRoute } from '#lib/server/web/api.ts';

export const POST = apiRoute(testDashboardRemote, { params: { dashboard: 'dashboardId' } });
