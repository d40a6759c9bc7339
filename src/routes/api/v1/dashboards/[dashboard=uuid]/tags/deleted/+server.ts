import { bringBackTag } from '#lib/server/operations/tag/bring-back.ts';
import { apiRoute } from '#lib/server/web/api.ts';

export const POST = apiRoute(bringBackTag, { params: { dashboard: 'dashboardId' }, status: 201 });
