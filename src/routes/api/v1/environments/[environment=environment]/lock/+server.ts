import { breakEnvironmentLock } from '#lib/server/operations/environment/break-lock.ts';
import { apiRoute } from '#lib/server/web/api.ts';

export const DELETE = apiRoute(breakEnvironmentLock, { params: { environment: 'name' } });
