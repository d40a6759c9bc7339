import { createEnvironment } from '#lib/server/operations/environment/create.ts';
import { listEnvironments } from '#lib/server/operations/environment/list.ts';
import { apiRoute } from '#lib/server/web/api.ts';

export const GET = apiRoute(listEnvironments);
export const POST = apiRoute(createEnvironment, { status: 201 });
