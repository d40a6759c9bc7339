import { matcherOf, type Match } from '#lib/domain/fuzzy.ts';
import type { PaletteHit } from '#lib/domain/palette.ts';
import type { PaletteAction } from './palette.svelte.ts';
import type { Recent } from './recent.ts';

export type EntryKind = 'recent' | 'do' | 'go' | PaletteHit['kind'];

/** One line of the palette. */
export interface Entry extends PaletteAction {
	readonly kind: EntryKind;
	/** Where it fits what was typed. */
	readonly ranges: Match['ranges'];
}

export interface EntryGroup {
	readonly title: string;
	readonly entries: readonly Entry[];
}

/** What there is to choose from. */
export interface Offer {
	readonly typed: string;
	/** What can be done on this page. */
	readonly actions: readonly PaletteAction[];
	/** Where one can go, as far as the page knows it already. */
	readonly places: readonly PaletteAction[];
	/** Branches of the dashboard of this page, as far as the page knows them. */
	readonly branches: readonly PaletteAction[];
	/** What the server found. */
	readonly hits: readonly PaletteHit[];
	readonly recent: readonly Recent[];
}

const TITLES: Record<EntryKind, string> = {
	recent: 'Recent',
	do: 'Do here',
	go: 'Go to',
	branch: 'Branches',
	tag: 'Tags',
	commit: 'Commits',
	dashboard: 'Dashboards'
};
const ORDER: readonly EntryKind[] = ['recent', 'do', 'branch', 'go', 'tag', 'commit', 'dashboard'];
const MOST: Partial<Record<EntryKind, number>> = { recent: 5, branch: 8, go: 12 };

/** The groups of the palette: what can be done first, then things by kind; within each the best first. */
export function groupsOf(offer: Offer): EntryGroup[] {
	const typed = offer.typed.trim();
	const once = withoutTwins(offer);
	const entries = typed === '' ? entriesAtRest(once) : entriesFor(once, typed);
	return ORDER.flatMap((kind) => {
		const own = entries.filter((entry) => entry.kind === kind).slice(0, MOST[kind]);
		return own.length ? [{ title: TITLES[kind], entries: own }] : [];
	});
}

/** A key that goes to a place is that place with its key, not a second line of the same name. */
function withoutTwins(offer: Offer): Offer {
	const keys = new Map(offer.actions.flatMap(({ label, key }) => (key === undefined ? [] : [[label, key] as const])));
	const names = new Set(offer.places.map(({ label }) => label));
	return {
		...offer,
		actions: offer.actions.filter(({ label, key }) => key === undefined || !names.has(label)),
		places: offer.places.map((place) => ({ ...place, key: place.key ?? keys.get(place.label) }))
	};
}

const entryOf = (kind: EntryKind, action: PaletteAction, ranges: Match['ranges'] = []): Entry => ({
	...action,
	kind,
	ranges
});

/** Nothing is typed: what was chosen last, what can be done, where one can go. */
function entriesAtRest({ actions, places, branches, recent }: Offer): Entry[] {
	const ways = recent.flatMap(({ id, label, href }) => (href === null ? [] : [{ id, label, href }]));
	const shown = new Set(ways.slice(0, MOST.recent).map(({ href }) => href));
	const order = new Map(recent.map(({ id }, index) => [id, index]));
	const placeOf = ({ id }: PaletteAction) => order.get(id) ?? recent.length;
	const isNew = ({ href }: PaletteAction) => !shown.has(href ?? '');
	return [
		...ways.map((way) => entryOf('recent', way)),
		...[...actions].sort((a, b) => placeOf(a) - placeOf(b)).map((action) => entryOf('do', action)),
		...branches.filter(isNew).map((branch) => entryOf('branch', branch)),
		...places.filter(isNew).map((place) => entryOf('go', place))
	];
}

function entriesFor({ actions, places, branches, hits, recent }: Offer, typed: string): Entry[] {
	const match = matcherOf(typed);
	const chosen = new Set(recent.map(({ id }) => id));
	const known = [
		...actions.map((action) => ['do', action] as const),
		...places.map((place) => ['go', place] as const),
		...branches.map((branch) => ['branch', branch] as const)
	].flatMap(([kind, action]) => {
		const found = match(action.label);
		return found ? [{ entry: entryOf(kind, action, found.ranges), score: found.score }] : [];
	});
	const knownHrefs = new Set(known.map(({ entry }) => entry.href));
	const found = hits
		.filter(({ href }) => !knownHrefs.has(href))
		.map((hit) => {
			const action = {
				id: `${hit.kind} ${hit.href} ${hit.label}`,
				label: hit.label,
				detail: hit.detail,
				href: hit.href
			};
			const own = match(hit.label);
			// A commit may have been found by its author or id.
			return { entry: entryOf(hit.kind, action, own?.ranges ?? []), score: own?.score ?? 0 };
		});
	return [...known, ...found]
		.map(({ entry, score }) => ({ entry, score: chosen.has(entry.id) ? score + CHOSEN_BEFORE : score }))
		.sort((a, b) => b.score - a.score)
		.map(({ entry }) => entry);
}

/** Lifts what was chosen before over what fits a little better, not over what begins with what was typed. */
const CHOSEN_BEFORE = 150;

/** A label in pieces, those that fit marked. */
export function piecesOf(label: string, ranges: Match['ranges']): { readonly text: string; readonly fits: boolean }[] {
	const pieces: { text: string; fits: boolean }[] = [];
	let at = 0;
	for (const [from, to] of ranges) {
		pieces.push({ text: label.slice(at, from), fits: false }, { text: label.slice(from, to), fits: true });
		at = to;
	}
	pieces.push({ text: label.slice(at), fits: false });
	return pieces.filter(({ text }) => text !== '');
}

/** Where the choice stands after a key: one step past an end is the other end, a page stops there. */
export function movedBy(step: number, at: number, count: number): number {
	const to = at + step;
	if (Math.abs(step) === 1) return (to + count) % count;
	return Math.min(count - 1, Math.max(0, to));
}
