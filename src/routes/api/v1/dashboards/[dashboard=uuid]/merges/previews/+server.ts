import { previewMerge } from '#lib/server/operations/merge/preview.ts';
import { apiRoute } from '#lib/server/web/api.ts';

export const POST = apiRoute(previewMerge, { params: { dashboard: 'dashboardId' } });
