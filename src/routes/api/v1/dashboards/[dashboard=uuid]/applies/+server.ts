import { openBranch } from '#lib/server/operations/apply/open.ts';
import { apiJobRoute } from '#lib/server/web/api.ts';

export const POST = apiJobRoute(openBranch, { params: { dashboard: 'dashboardId' } });
