import { abortMerge } from '#lib/server/operations/merge/abort.ts';
import { decideMerge } from '#lib/server/operations/merge/decide.ts';
import { showMerge } from '#lib/server/operations/merge/show.ts';
import { apiRoute } from '#lib/server/web/api.ts';

const params = { dashboard: 'dashboardId', merge: 'mergeId' };

export const GET = apiRoute(showMerge, { params });
export const PATCH = apiRoute(decideMerge, { params });
export const DELETE = apiRoute(abortMerge, { params });
