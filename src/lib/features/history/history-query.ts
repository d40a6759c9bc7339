/** What of a history is looked at, as it stands in the address. Empty texts are not chosen. */
export interface HistoryQuery {
	/** Words. */
	readonly q: string;
	/** `*`: all branches and tags; empty: the branch that the dashboard is looked at on. */
	readonly from: string;
	/** Name or e-mail address. */
	readonly author: string;
	/** The path of a file, or a uuid. */
	readonly asset: string;
	/** A tag's name; `*` is any. */
	readonly tag: string;
	/** Days of UTC or moments with their zone, both inclusive. */
	readonly since: string;
	readonly until: string;
	/** Newer commits that are passed over. */
	readonly skip: number;
}

/** Longer ones are cut: nothing that long is in a name, and the rest of it would be in each link of the page. */
const LONGEST = 300;

/** What an address asks for; what it does not say is empty. */
export function historyQueryOf(params: URLSearchParams): HistoryQuery {
	const text = (name: string): string => (params.get(name) ?? '').trim().slice(0, LONGEST);
	return {
		...{ q: text('q'), from: text('from') === '*' ? '*' : '', author: text('author'), asset: text('asset') },
		...{ tag: text('tag'), since: text('since'), until: text('until') },
		skip: Math.min(10_000_000, Math.max(0, Math.trunc(Number(text('skip'))) || 0))
	};
}

/** Whether commits are left out, so that what stands below another is not its parent. */
export const isFiltered = ({ q, author, asset, tag, since, until }: HistoryQuery): boolean =>
	[q, author, asset, tag, since, until].some((one) => one !== '');

/** As parts of an address, for `addressOf`. Another choice starts at the newest commit again. */
export const toParams = (query: HistoryQuery, change: Partial<HistoryQuery> = {}): Record<string, string> => {
	const { skip, ...texts } = { ...query, skip: 0, ...change };
	return { ...texts, skip: skip > 0 ? String(skip) : '' };
};
