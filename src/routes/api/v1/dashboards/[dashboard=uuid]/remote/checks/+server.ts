import { checkRemote } from '#lib/server/operations/remote/check.ts';
import { apiRoute } from '#lib/server/web/api.ts';

export const POST = apiRoute(checkRemote, { params: { dashboard: 'dashboardId' } });
