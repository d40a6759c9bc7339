import { deleteEnvironment } from '#lib/server/operations/environment/delete.ts';
import { showEnvironment } from '#lib/server/operations/environment/show.ts';
import { updateEnvironment } from '#lib/server/operations/environment/update.ts';
import { apiRoute } from '#lib/server/web/api.ts';

const params = { environment: 'name' };

export const GET = apiRoute(showEnvironment, { params });
export const PATCH = apiRoute(updateEnvironment, { params });
export const DELETE = apiRoute(deleteEnvironment, { params });
