import { createDashboardTag } from '#lib/server/operations/tag/create.ts';
import { deleteTag } from '#lib/server/operations/tag/delete.ts';
import { listDashboardTags } from '#lib/server/operations/tag/list.ts';
import { apiRoute } from '#lib/server/web/api.ts';

const params = { dashboard: 'dashboardId' };

export const GET = apiRoute(listDashboardTags, { params });
export const POST = apiRoute(createDashboardTag, { params, status: 201 });
export const DELETE = apiRoute(deleteTag, { params });
