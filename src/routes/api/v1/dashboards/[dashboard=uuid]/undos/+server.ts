import { undoCommit } from '#lib/server/operations/commit/undo.ts';
import { apiRoute } from '#lib/server/web/api.ts';

export const POST = apiRoute(undoCommit, { params: { dashboard: 'dashboardId' } });
