import { connectRemote } from '#lib/server/operations/remote/connect.ts';
import { disconnectRemote } from '#lib/server/operations/remote/disconnect.ts';
import { showRemote } from '#lib/server/operations/remote/show.ts';
import { apiRoute } from '#lib/server/web/api.ts';

const params = { dashboard: 'dashboardId' };

export const GET = apiRoute(showRemote, { params });
export const PUT = apiRoute(connectRemote, { params });
export const DELETE = apiRoute(disconnectRemote, { params });
