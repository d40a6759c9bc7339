import { bringBackBranch } from '#lib/server/operations/branch/bring-back.ts';
import { listDeletedBranches } from '#lib/server/operations/branch/deleted.ts';
import { apiRoute } from '#lib/server/web/api.ts';

const params = { dashboard: 'dashboardId' };

export const GET = apiRoute(listDeletedBranches, { params });
export const POST = apiRoute(bringBackBranch, { params, status: 201 });
