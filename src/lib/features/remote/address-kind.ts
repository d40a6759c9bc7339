/** By what one gets in at an address: `git@host:path` by a key, `https://…` by a token; `null` where it does not say. */
export function kindOfAddress(address: string): 'token' | 'ssh' | null {
	const text = address.trim();
	if (/^https?:\/\//i.test(text)) return 'token';
	return /^ssh:\/\//i.test(text) || /^[\w.-]+@[\w.-]+:/.test(text) ? 'ssh' : null;
}
