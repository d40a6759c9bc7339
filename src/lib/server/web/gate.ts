import { redirect, type RequestEvent } from '@sveltejs/kit';
import { accessOf, isFromOurPages } from './access.ts';
import { failure } from './api.ts';
import { setCookies } from './cookies.ts';
import type { PresentedError } from './errors.ts';
import { callerOf } from './sign-in.ts';

/**
 * What every request passes: who is it, does it come from our pages, may it ask for this route at all.
 *
 * @param origin of our pages, as browsers name it
 * @returns the answer that turns it away; `undefined` lets it through with `locals.actor` set
 * @throws a redirect, for pages
 */
export async function turnAway(event: RequestEvent, origin: string): Promise<Response | undefined> {
	const { auth } = event.locals.app;
	const access = accessOf(event.route.id);
	const session = event.route.id === '/healthz' ? undefined : await auth.sessionOf(callerOf(event));
	event.locals.actor = session?.person ?? null;
	if (session) setCookies(event.cookies, session.cookies);

	if (!isFromOurPages(event.request, { origin, by: session?.by ?? null })) {
		return failure({
			code: 'not_allowed',
			message: 'This request does not come from a page of this server.',
			hint: `Open the app at ${origin}; if you do, an admin must set ORIGIN to the address in your browser.`
		});
	}
	if (access === 'public' && event.route.id === '/healthz') return undefined;
	if (await auth.firstRun.isPending()) {
		if (access === 'first-run') return undefined;
		return sendTo(event, '/first-run', { code: 'not_signed_in', message: 'There is no admin yet.' });
	}
	if (access === 'first-run') redirect(303, '/');
	if (access === 'public' || session) return undefined;
	const next =
		event.request.method === 'GET' && event.url.pathname !== '/' ? event.url.pathname + event.url.search : '';
	const query = next === '' ? '' : `?next=${encodeURIComponent(next)}`;
	return sendTo(event, `/sign-in${query}`, {
		code: 'not_signed_in',
		message: 'Nobody is signed in.',
		hint: 'Sign in, or send an API token as Authorization: Bearer.'
	});
}

/** People are led to the page; programs are told. */
function sendTo(event: RequestEvent, path: string, error: PresentedError): Response {
	if (event.url.pathname.startsWith('/api/')) return failure(error);
	redirect(303, path);
}
