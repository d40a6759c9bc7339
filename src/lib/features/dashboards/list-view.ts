import type { DashboardSummary } from '#lib/domain/dashboard.ts';
import { driftedStops, gitStatus } from './git-status.ts';

export const SHOWN = ['all', 'changes', 'drift'] as const;
export type Shown = (typeof SHOWN)[number];
export const ORDERS = ['commit', 'title', 'status'] as const;
export type Order = (typeof ORDERS)[number];

/** What the list's address says: `?q=…&show=changes&sort=title&way=up`. */
export interface ListView {
	readonly search: string;
	readonly shown: Shown;
	readonly order: Order;
	readonly isReversed: boolean;
}

const oneOf = <Word extends string>(words: readonly Word[], text: string | null): Word =>
	words.find((word) => word === text) ?? (words[0] as Word);

export const listViewOf = (query: URLSearchParams): ListView => ({
	search: query.get('q') ?? '',
	shown: oneOf(SHOWN, query.get('show')),
	order: oneOf(ORDERS, query.get('sort')),
	isReversed: query.get('way') === 'up'
});

/** The address of a view; what is the default is left out. */
export function hrefOf(view: ListView): string {
	const query = new URLSearchParams();
	if (view.search !== '') query.set('q', view.search);
	if (view.shown !== 'all') query.set('show', view.shown);
	if (view.order !== 'commit') query.set('sort', view.order);
	if (view.isReversed) query.set('way', 'up');
	return query.size > 0 ? `/dashboards?${query}` : '/dashboards';
}

/** The address of the same view in another order; the order that it has already is turned round. */
export const hrefOfOrder = (view: ListView, order: Order): string =>
	hrefOf({ ...view, order, isReversed: view.order === order && !view.isReversed });

const hasChanges = (dashboard: DashboardSummary) => (dashboard.changeCount ?? 0) > 0;
const hasDrift = (dashboard: DashboardSummary) => driftedStops(dashboard).length > 0;

const IS_SHOWN: Record<Shown, (dashboard: DashboardSummary) => boolean> = {
	all: () => true,
	changes: hasChanges,
	drift: hasDrift
};

const COMPARE: Record<Order, (a: DashboardSummary, b: DashboardSummary) => number> = {
	commit: (a, b) => (b.lastCommit?.at ?? 0) - (a.lastCommit?.at ?? 0),
	title: (a, b) => a.title.localeCompare(b.title, 'en', { numeric: true }),
	status: (a, b) => gitStatus(a).rank - gitStatus(b).rank || COMPARE.commit(a, b)
};

/** All words of the search are in the title, the last commit, its author or where it is. */
function matches(dashboard: DashboardSummary, search: string): boolean {
	const text = [
		dashboard.title,
		dashboard.defaultBranch,
		dashboard.lastCommit?.message ?? '',
		dashboard.lastCommit?.author ?? '',
		...dashboard.stops.map(({ environment }) => environment)
	]
		.join('\n')
		.toLowerCase();
	return search
		.toLowerCase()
		.split(/\s+/)
		.every((word) => text.includes(word));
}

/** What a view shows of all dashboards, in its order. */
export function viewed(dashboards: readonly DashboardSummary[], view: ListView): readonly DashboardSummary[] {
	const found = dashboards.filter((dashboard) => IS_SHOWN[view.shown](dashboard) && matches(dashboard, view.search));
	const sorted = found.sort(COMPARE[view.order]);
	return view.isReversed ? sorted.reverse() : sorted;
}

/** How many dashboards each choice of what to show has. */
export const countsOf = (dashboards: readonly DashboardSummary[]): Record<Shown, number> => ({
	all: dashboards.length,
	changes: dashboards.filter(hasChanges).length,
	drift: dashboards.filter(hasDrift).length
});
