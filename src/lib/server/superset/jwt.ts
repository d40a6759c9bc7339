/** A token is replaced so long before it runs out that it does not do so on the way. */
const MARGIN_MS = 30_000;

/**
 * When a token should be replaced, by our clock; `null` when it does not say how long it lives. Its life is counted
 * from now, since Superset's clock and ours may differ (`iat`, `exp`: RFC 7519, 4.1).
 */
export function replaceAtOf(jwt: string, now: number): number | null {
	const { iat, exp } = claimsOf(jwt);
	if (typeof exp !== 'number') return null;
	const lifeMs = typeof iat === 'number' ? (exp - iat) * 1000 : exp * 1000 - now;
	return now + lifeMs - Math.min(MARGIN_MS, lifeMs / 5);
}

/** What a token says of itself; it is not checked. Empty when it is no JWT. */
export function claimsOf(jwt: string): Record<string, unknown> {
	try {
		return JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8')) as Record<string, unknown>;
	} catch {
		return {};
	}
}
