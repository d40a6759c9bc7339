import { ERROR_CODES, type ErrorCode } from '#lib/domain/errors.ts';
import type { SharedUse } from '#lib/domain/shared.ts';
import { placeOf, type Place } from './shared.ts';

const KINDS = ['committed', 'nothing', 'moved', 'failed', 'undone', 'kept'] as const;

/**
 * What became of another dashboard, as the address keeps it (`?also=<dashboard>:<branch>:<kind>:<what>`), so that a reload
 * tells it again. `committed`, `undone` (taken back) and `kept` (could not be taken back) name the commit, `failed` a code.
 */
export interface Elsewhere {
	readonly dashboardId: string;
	readonly branch: string;
	readonly kind: (typeof KINDS)[number];
	readonly commit: string | null;
	readonly code: ErrorCode | null;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const OID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
/** So many are told of; more is no address. */
const MOST = 200;

/** No branch's name has a colon in it: git does not take one. */
export const writeElsewhere = ({ dashboardId, branch, kind, commit, code }: Elsewhere): string =>
	[dashboardId, branch, kind, commit ?? code ?? ''].join(':');

/** What an address says; what is none of ours is passed over. */
export function readElsewhere(texts: readonly string[]): Elsewhere[] {
	return texts.slice(0, MOST).flatMap((text) => {
		const [dashboardId = '', branch = '', said, what = ''] = text.split(':');
		const kind = KINDS.find((one) => one === said);
		if (!UUID.test(dashboardId) || !branch || !kind) return [];
		const commit = OID.test(what) ? what : null;
		if ((kind === 'committed' || kind === 'undone' || kind === 'kept') && !commit) return [];
		return [{ dashboardId, branch, kind, commit, code: ERROR_CODES.find((code) => code === what) ?? null }];
	});
}

/** What `commit.create-everywhere` says of one dashboard. */
interface Committed {
	readonly dashboardId: string;
	readonly result:
		| { readonly kind: 'committed'; readonly commit: string }
		| { readonly kind: 'nothing' | 'moved' }
		| { readonly kind: 'failed'; readonly code: ErrorCode };
}

/** What became of the places that were asked for. */
export function elsewhereOf(
	done: readonly Committed[],
	places: readonly Pick<Place, 'dashboardId' | 'branch'>[]
): Elsewhere[] {
	return done.map(({ dashboardId, result }) => ({
		dashboardId,
		branch: places.find((place) => place.dashboardId === dashboardId)?.branch ?? '',
		kind: result.kind,
		commit: result.kind === 'committed' ? result.commit : null,
		code: result.kind === 'failed' ? result.code : null
	}));
}

/** What is known with what was learnt later over it. */
export const withLater = (known: readonly Elsewhere[], later: readonly Elsewhere[]): Elsewhere[] => [
	...known.filter(({ dashboardId }) => !later.some((one) => one.dashboardId === dashboardId)),
	...later
];

/** One line of what became of the others. */
export interface ElsewhereLine extends Elsewhere {
	/** `null` when that dashboard is not tracked any more, or does not use any of it. */
	readonly use: SharedUse | null;
	readonly title: string;
	readonly sentence: string;
	readonly isWell: boolean;
	/** What can be tried again, with the head of now; `null` where nothing waits. */
	readonly retry: Place | null;
}

/** @param uses what is so now, of the charts and datasets that the commit changed */
export function linesOf(also: readonly Elsewhere[], uses: readonly SharedUse[]): ElsewhereLine[] {
	return also.map((one) => {
		const use = uses.find(({ dashboardId }) => dashboardId === one.dashboardId) ?? null;
		const hasFailed = one.kind === 'moved' || one.kind === 'failed';
		const isThere = use !== null && use.assets.every(({ form }) => form === 'committed');
		const isWell =
			one.kind === 'committed' || one.kind === 'nothing' || one.kind === 'undone' || (hasFailed && isThere);
		return {
			...{ ...one, use, isWell, title: use?.title ?? 'Another dashboard' },
			sentence: hasFailed && isThere ? `${one.branch} has it already` : sentenceOf(one),
			retry: hasFailed && !isThere && use ? placeOf(use) : null
		};
	});
}

function sentenceOf({ kind, branch, code }: Elsewhere): string {
	switch (kind) {
		case 'committed':
			return `committed to ${branch}`;
		case 'nothing':
			return `${branch} has it already`;
		case 'moved':
			return `not committed: ${branch} got another commit while you were working`;
		case 'failed':
			return `not committed: ${(code && REASONS[code]) ?? 'it was refused there'}`;
		case 'undone':
			return `taken back from ${branch} too`;
		case 'kept':
			return `stays in ${branch}: somebody committed on top, or it is deployed, tagged or on the git host. Revert it there`;
	}
}

const REASONS: Partial<Record<ErrorCode, string>> = {
	not_found: 'its branch or the dashboard itself is not there any more',
	invalid_input: 'what was chosen is not there any more',
	git_failed: 'its repository could not be written',
	storage_failed: 'the disk is full or cannot be written',
	not_allowed: 'your role may not do it'
};
