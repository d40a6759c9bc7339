/** Who may ask for a route at all; what they may do there is each operation's own question. */
export type Access = 'public' | 'first-run' | 'signed-in';

const PUBLIC_ROUTES: ReadonlySet<string> = new Set(['/healthz', '/(auth)/sign-in', '/sign-in']);
const FIRST_RUN_ROUTES: ReadonlySet<string> = new Set(['/(auth)/first-run', '/first-run']);

/** Denied by default: a route that is not named here, and an address that is none, need somebody signed in. */
export function accessOf(routeId: string | null): Access {
	if (routeId !== null && PUBLIC_ROUTES.has(routeId)) return 'public';
	if (routeId !== null && FIRST_RUN_ROUTES.has(routeId)) return 'first-run';
	return 'signed-in';
}

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a request that changes something comes from a page of ours. A browser names the page's origin by itself and
 * no page can forge it; a request without it is refused, since every browser of today sends it.
 *
 * @param by a token is never sent by a browser on its own, so it needs no such proof
 */
export function isFromOurPages(
	request: { readonly method: string; readonly headers: Headers },
	expected: { readonly origin: string; readonly by: 'session' | 'token' | null }
): boolean {
	if (SAFE_METHODS.has(request.method) || expected.by === 'token') return true;
	return request.headers.get('origin') === expected.origin;
}

/** Where to go after signing in: a path of ours, or the start. Never another site (`//evil`, `/\evil`, `https:`). */
export function nextPathOf(text: string | null): string {
	if (text === null || !/^\/(?![/\\])/.test(text)) return '/';
	const url = URL.canParse(text, 'http://ours.invalid') ? new URL(text, 'http://ours.invalid') : undefined;
	return url?.origin === 'http://ours.invalid' ? url.pathname + url.search : '/';
}
