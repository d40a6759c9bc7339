import { dashboardChanges } from '#lib/server/operations/dashboard/changes.ts';
import { apiRoute } from '#lib/server/web/api.ts';

export const GET = apiRoute(dashboardChanges, { params: { dashboard: 'dashboardId' } });
