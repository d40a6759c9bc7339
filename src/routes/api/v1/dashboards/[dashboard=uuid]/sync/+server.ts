import { previewSync } from '#lib/server/operations/sync/preview.ts';
import { runSync } from '#lib/server/operations/sync/run.ts';
import { apiJobRoute, apiRoute } from '#lib/server/web/api.ts';

const params = { dashboard: 'dashboardId' };

export const GET = apiRoute(previewSync, { params });
export const POST = apiJobRoute(runSync, { params });
