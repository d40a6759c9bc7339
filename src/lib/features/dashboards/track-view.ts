/** What the page for adding a dashboard looks at. */
export interface TrackView {
	readonly environment: string;
	readonly search: string;
	/** Counted from 0. */
	readonly page: number;
}

/** The address of a view on the page at `path`; what is empty is left out. */
export function trackHref(path: string, { environment, search, page }: TrackView): string {
	const query = new URLSearchParams({ environment });
	if (search !== '') query.set('q', search);
	if (page > 0) query.set('page', String(page + 1));
	return `${path}?${query}`;
}

/** The page number of an address, counted from 0; what is no number is the first page. */
export const pageOf = (query: URLSearchParams): number => {
	const page = Number(query.get('page') ?? 1);
	return Number.isSafeInteger(page) && page >= 1 ? page - 1 : 0;
};
