const YEAR_S = 365 * 24 * 3600;

/** Keep a choice about looks for a year in a cookie, so that the server draws the page with it; `null` forgets it. */
export function rememberInCookie(name: string, value: string | null): void {
	document.cookie = `${name}=${value ?? ''}; path=/; max-age=${value === null ? 0 : YEAR_S}; samesite=lax`;
}
