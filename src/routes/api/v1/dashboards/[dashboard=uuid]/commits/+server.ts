import { createCommit } from '#lib/server/operations/commit/create.ts';
import { listHistory } from '#lib/server/operations/history/list.ts';
import { apiRoute } from '#lib/server/web/api.ts';

const params = { dashboard: 'dashboardId' };

export const GET = apiRoute(listHistory, { params });
export const POST = apiRoute(createCommit, { params, status: 201 });
