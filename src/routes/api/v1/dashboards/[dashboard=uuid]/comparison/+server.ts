import { compareTrees } from '#lib/server/operations/compare/trees.ts';
import { apiRoute } from '#lib/server/web/api.ts';

export const GET = apiRoute(compareTrees, { params: { dashboard: 'dashboardId' } });
