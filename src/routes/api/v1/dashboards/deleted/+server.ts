import { bringBackDashboard } from '#lib/server/operations/dashboard/bring-back.ts';
import { listDeletedDashboards } from '#lib/server/operations/dashboard/deleted.ts';
import { apiRoute } from '#lib/server/web/api.ts';

export const GET = apiRoute(listDeletedDashboards);
export const POST = apiRoute(bringBackDashboard, { status: 201 });
