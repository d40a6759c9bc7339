import type { Cookies } from '@sveltejs/kit';

/** Set cookies that come as whole `Set-Cookie` values, so that a later one of the same name replaces them. */
export function setCookies(cookies: Cookies, values: readonly string[]): void {
	for (const value of values) {
		const [pair = '', ...attributes] = value.split(/;\s*/);
		const at = pair.indexOf('=');
		const named = new Map(
			attributes.map((text) => [text.split('=', 1)[0]!.toLowerCase(), text.slice(text.indexOf('=') + 1)])
		);
		const maxAge = named.get('max-age');
		cookies.set(pair.slice(0, at), pair.slice(at + 1), {
			path: named.get('path') ?? '/',
			httpOnly: named.has('httponly'),
			secure: named.has('secure'),
			sameSite: sameSiteOf(named.get('samesite')),
			...(maxAge !== undefined && { maxAge: Number(maxAge) }),
			// It is encoded already; a second time would change it.
			encode: (text) => text
		});
	}
}

const sameSiteOf = (text: string | undefined): 'lax' | 'strict' =>
	text?.toLowerCase() === 'strict' ? 'strict' : 'lax';
