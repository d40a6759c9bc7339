import { unmergedCommits } from '#lib/server/operations/branch/unmerged.ts';
import { apiRoute } from '#lib/server/web/api.ts';

export const GET = apiRoute(unmergedCommits, { params: { dashboard: 'dashboardId' } });
