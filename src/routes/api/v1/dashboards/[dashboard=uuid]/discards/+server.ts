import { discardChanges } from '#lib/server/operations/changes/discard.ts';
import { apiJobRoute } from '#lib/server/web/api.ts';

export const POST = apiJobRoute(discardChanges, { params: { dashboard: 'dashboardId' } });
