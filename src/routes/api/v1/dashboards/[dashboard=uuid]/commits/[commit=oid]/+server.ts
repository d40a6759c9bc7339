import { showCommit } from '#lib/server/operations/commit/show.ts';
import { apiRoute } from '#lib/server/web/api.ts';

export const GET = apiRoute(showCommit, { params: { dashboard: 'dashboardId' } });
