import { pushBranchByForce } from '#lib/server/operations/branch/push-force.ts';
import { apiJobRoute } from '#lib/server/web/api.ts';

export const POST = apiJobRoute(pushBranchByForce, { params: { dashboard: 'dashboardId' } });
