import { listDropped } from '#lib/server/operations/apply/dropped.ts';
import { setAsideAgain } from '#lib/server/operations/apply/set-aside-again.ts';
import { apiRoute } from '#lib/server/web/api.ts';

const params = { dashboard: 'dashboardId' };

export const GET = apiRoute(listDropped, { params });
export const POST = apiRoute(setAsideAgain, { params, status: 201 });
