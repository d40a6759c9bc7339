import { json, type RequestEvent } from '@sveltejs/kit';
import { checkHealth } from '../operations/health/check.ts';

/** 200 when the server can work, else 503; for whoever watches it, so nobody has to sign in. */
export async function healthResponse({ locals }: Pick<RequestEvent, 'locals'>): Promise<Response> {
	const health = await checkHealth(locals.app);
	return json(health, { status: health.ok ? 200 : 503, headers: { 'cache-control': 'no-store' } });
}
