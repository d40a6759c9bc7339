import { changesFromZip } from '#lib/server/operations/changes/from-zip.ts';
import { apiRoute } from '#lib/server/web/api.ts';

export const POST = apiRoute(changesFromZip, { params: { dashboard: 'dashboardId' }, bytesAs: 'zip' });
