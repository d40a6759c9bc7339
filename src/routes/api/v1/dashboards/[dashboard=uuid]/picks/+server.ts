import { pickCommits } from '#lib/server/operations/commit/pick.ts';
import { apiRoute } from '#lib/server/web/api.ts';

export const POST = apiRoute(pickCommits, { params: { dashboard: 'dashboardId' } });
