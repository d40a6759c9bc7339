import type { LiveEvent } from '#lib/domain/live.ts';

/** What a page says after it was loaded again because of somebody else's commit. */
export interface Notice {
	readonly message: string;
	readonly detail: string | undefined;
}

/** What there was to see before and after. `head` is that of the branch that is looked at. */
export interface Seen {
	readonly branch: string;
	readonly head: string;
}

/**
 * Whether to say that somebody committed: only when the branch that is looked at moved, so that a page never talks about
 * what it did itself and shows already.
 *
 * @param me name of who looks; their other window is theirs too
 * @param hasJustSent whether this page did something a moment ago, so that it is likely its own doing
 * @param keeps whether there is something typed or ticked on the page
 */
export function noticeOf(
	heard: readonly LiveEvent[],
	seen: { readonly before: Seen | null; readonly after: Seen | null },
	{ me, keeps, hasJustSent }: { readonly me: string; readonly keeps: boolean; readonly hasJustSent: boolean }
): Notice | null {
	const { before, after } = seen;
	if (!before || !after || before.branch !== after.branch || before.head === after.head) return null;
	const commit = heard.find(({ kind }) => kind === 'commit');
	if (!commit && !heard.some(({ kind }) => kind === 'missed')) return null;
	const by = commit?.actor ?? null;
	if (hasJustSent && (by === null || by === me)) return null;
	const who = by ?? 'Somebody';
	return {
		message:
			who === me ? `You committed to ${after.branch} in another window.` : `${who} committed to ${after.branch}.`,
		detail: keeps ? 'Your ticks and your message are kept.' : undefined
	};
}
