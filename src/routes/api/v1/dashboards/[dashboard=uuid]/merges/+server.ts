import { listMerges } from '#lib/server/operations/merge/list.ts';
import { startMerge } from '#lib/server/operations/merge/start.ts';
import { apiRoute } from '#lib/server/web/api.ts';

const params = { dashboard: 'dashboardId' };

export const GET = apiRoute(listMerges, { params });
export const POST = apiRoute(startMerge, { params });
