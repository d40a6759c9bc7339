import { sharedChanges } from '#lib/server/operations/changes/shared.ts';
import { apiRoute } from '#lib/server/web/api.ts';

export const GET = apiRoute(sharedChanges, { params: { dashboard: 'dashboardId' } });
