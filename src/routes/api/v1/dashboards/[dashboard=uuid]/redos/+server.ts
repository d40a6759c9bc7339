import { redoCommit } from '#lib/server/operations/commit/redo.ts';
import { apiRoute } from '#lib/server/web/api.ts';

export const POST = apiRoute(redoCommit, { params: { dashboard: 'dashboardId' } });
