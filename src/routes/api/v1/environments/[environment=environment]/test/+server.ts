import { testEnvironment } from '#lib/server/operations/environment/test.ts';
import { apiRoute } from '#lib/server/web/api.ts';

export const POST = apiRoute(testEnvironment, { params: { environment: 'name' } });
