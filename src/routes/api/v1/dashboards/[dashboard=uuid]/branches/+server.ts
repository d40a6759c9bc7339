import { createBranch } from '#lib/server/operations/branch/create.ts';
import { deleteBranch } from '#lib/server/operations/branch/delete.ts';
import { listDashboardBranches } from '#lib/server/operations/branch/list.ts';
import { renameDashboardBranch } from '#lib/server/operations/branch/rename.ts';
import { apiRoute } from '#lib/server/web/api.ts';

const params = { dashboard: 'dashboardId' };

export const GET = apiRoute(listDashboardBranches, { params });
export const POST = apiRoute(createBranch, { params, status: 201 });
export const PATCH = apiRoute(renameDashboardBranch, { params });
export const DELETE = apiRoute(deleteBranch, { params });
