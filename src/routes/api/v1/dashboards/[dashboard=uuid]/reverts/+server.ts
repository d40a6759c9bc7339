import { revertCommit } from '#lib/server/operations/commit/revert.ts';
import { apiRoute } from '#lib/server/web/api.ts';

export const POST = apiRoute(revertCommit, { params: { dashboard: 'dashboardId' } });
