import { bringBackSetAside } from '#lib/server/operations/apply/bring-back.ts';
import { dropSetAside } from '#lib/server/operations/apply/drop-set-aside.ts';
import { listSetAside } from '#lib/server/operations/apply/set-aside.ts';
import { apiJobRoute, apiRoute } from '#lib/server/web/api.ts';

const params = { dashboard: 'dashboardId' };

export const GET = apiRoute(listSetAside, { params });
export const POST = apiJobRoute(bringBackSetAside, { params });
export const DELETE = apiRoute(dropSetAside, { params });
