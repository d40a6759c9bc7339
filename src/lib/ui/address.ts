/**
 * A path with a query: what is `null`, `undefined` or empty is left out, so that an address says only what was chosen. A
 * list stands once for each of its texts.
 */
export function addressOf(
	path: string,
	query: Readonly<Record<string, string | readonly string[] | null | undefined>> = {}
): string {
	const chosen = Object.entries(query).flatMap(([name, value]) =>
		[value ?? []].flat().flatMap((one): [string, string][] => (one ? [[name, one]] : []))
	);
	return chosen.length ? `${path}?${new URLSearchParams(chosen)}` : path;
}
