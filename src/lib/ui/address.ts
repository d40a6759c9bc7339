/** A path with a query: what is `null`, `undefined` or empty is left out, so that an address says only what was chosen. */
export function addressOf(path: string, query: Readonly<Record<string, string | null | undefined>> = {}): string {
	const chosen = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
	return chosen.length ? `${path}?${new URLSearchParams(chosen)}` : path;
}
