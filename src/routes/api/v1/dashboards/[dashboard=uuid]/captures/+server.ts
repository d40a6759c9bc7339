import { captureDashboard } from '#lib/server/operations/dashboard/capture.ts';
import { apiJobRoute } from '#lib/server/web/api.ts';

export const POST = apiJobRoute(captureDashboard, { params: { dashboard: 'dashboardId' } });
