/** The page that is looked at: the one asked for, else the first on which something happened, else the first. */
export function pageShown<Page extends { readonly id: string; readonly count?: number }>(
	pages: readonly Page[],
	wanted: string | undefined
): Page | undefined {
	return pages.find(({ id }) => id === wanted) ?? pages.find(({ count = 0 }) => count > 0) ?? pages[0];
}
