/** Sent with every answer; the content policy comes from `svelte.config.js`, as it needs the page's own scripts. */
const ALWAYS: Readonly<Record<string, string>> = {
	'x-content-type-options': 'nosniff',
	'x-frame-options': 'DENY',
	'referrer-policy': 'same-origin',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
	'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()'
};

/** @param isHttps browsers are told to stay with https for half a year */
export function withSecurityHeaders(response: Response, { isHttps }: { readonly isHttps: boolean }): Response {
	const { headers } = response;
	for (const [name, value] of Object.entries(ALWAYS)) headers.set(name, value);
	if (isHttps) headers.set('strict-transport-security', 'max-age=15552000');
	// What somebody saw must not come back out of a cache after they signed out.
	if (!headers.has('cache-control')) headers.set('cache-control', 'private, no-cache');
	return response;
}
