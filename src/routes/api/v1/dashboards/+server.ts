import { listTrackedDashboards } from '#lib/server/operations/dashboard/list.ts';
import { apiRoute } from '#lib/server/web/api.ts';

export const GET = apiRoute(listTrackedDashboards);
