import { publishBranch } from '#lib/server/operations/branch/publish.ts';
import { apiJobRoute } from '#lib/server/web/api.ts';

export const POST = apiJobRoute(publishBranch, { params: { dashboard: 'dashboardId' } });
