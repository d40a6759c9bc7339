import { finishMerge } from '#lib/server/operations/merge/finish.ts';
import { apiRoute } from '#lib/server/web/api.ts';

export const POST = apiRoute(finishMerge, { params: { dashboard: 'dashboardId', merge: 'mergeId' } });
