import { healthResponse } from '#lib/server/web/health.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) => healthResponse(event);
