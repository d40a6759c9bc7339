import { makeRemoteKey } from '#lib/server/operations/remote/make-key.ts';
import { apiRoute } from '#lib/server/web/api.ts';

export const POST = apiRoute(makeRemoteKey, { params: { dashboard: 'dashboardId' }, status: 201 });
