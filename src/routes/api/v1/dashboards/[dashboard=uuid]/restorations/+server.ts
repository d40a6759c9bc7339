import { restoreCommit } from '#lib/server/operations/commit/restore.ts';
import { apiRoute } from '#lib/server/web/api.ts';

export const POST = apiRoute(restoreCommit, { params: { dashboard: 'dashboardId' }, status: 201 });
