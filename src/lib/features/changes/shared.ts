import type { SharedUse } from '#lib/domain/shared.ts';
import { addressOf } from '#lib/ui/address.ts';

/** What is asked of the server for one dashboard: commit these there. */
export interface Place {
	readonly dashboardId: string;
	readonly branch: string;
	readonly expectedHead: string;
	readonly live: string;
	readonly paths: readonly string[];
}

/** A dashboard beside the commit: it can be committed to too. */
export interface Offer {
	readonly use: SharedUse;
	readonly place: Place;
}

/** The page of a dashboard, with the branch that its environment shows. */
export const hrefOfUse = ({ dashboardId, branch, isDefault }: SharedUse, path = ''): string =>
	addressOf(`/dashboards/${dashboardId}${path}`, { branch: isDefault ? null : branch });

/** Which dashboards use each changed asset too, by its path here. */
export function usesByPath(uses: readonly SharedUse[]): ReadonlyMap<string, readonly SharedUse[]> {
	const found = new Map<string, SharedUse[]>();
	for (const use of uses) {
		for (const { here } of use.assets) found.set(here, [...(found.get(here) ?? []), use]);
	}
	return found;
}

/** What would be committed in one dashboard: the same changes that wait there. `null` when none does. */
export function placeOf(use: SharedUse, isChosen: (path: string) => boolean = () => true): Place | null {
	const { dashboardId, branch, head, live } = use;
	const paths = use.assets.filter(({ form, here }) => form === 'same' && isChosen(here)).map(({ path }) => path);
	return paths.length > 0 ? { dashboardId, branch, expectedHead: head, live, paths } : null;
}

/** Where the chosen changes can be committed too, and which dashboards must be looked at before that is known. */
export function offersOf(
	uses: readonly SharedUse[],
	isChosen: (path: string) => boolean
): { readonly offers: readonly Offer[]; readonly stale: readonly SharedUse[] } {
	const offers = uses.flatMap((use) => {
		const place = placeOf(use, isChosen);
		return place ? [{ use, place }] : [];
	});
	const stale = uses.filter(({ assets }) => assets.some(({ form, here }) => form === 'other' && isChosen(here)));
	return { offers, stale };
}

/** `Sales 2024`, `Sales 2024 and Ops`, `Sales 2024, Ops and 3 more` */
export function namesOf(titles: readonly string[], most = 3): string {
	if (titles.length <= 1) return titles[0] ?? '';
	if (titles.length <= most) return `${titles.slice(0, -1).join(', ')} and ${titles.at(-1)}`;
	return `${titles.slice(0, most - 1).join(', ')} and ${titles.length - most + 1} more`;
}
