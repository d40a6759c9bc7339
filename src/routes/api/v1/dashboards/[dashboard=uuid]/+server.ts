import { showDashboard } from '#lib/server/operations/dashboard/show.ts';
import { untrackDashboard } from '#lib/server/operations/dashboard/untrack.ts';
import { apiRoute } from '#lib/server/web/api.ts';

const params = { dashboard: 'dashboardId' };

export const GET = apiRoute(showDashboard, { params });
export const DELETE = apiRoute(untrackDashboard, { params });
