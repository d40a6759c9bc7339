import type { NotDone, Told } from '#lib/ui/telling.svelte.ts';

/** What the action that publishes gave. `running`: it takes longer than somebody waits for. */
export type PublishOutcome =
	| { readonly kind: 'pushed' | 'up_to_date' | 'running' }
	| {
			readonly kind: 'rejected';
			readonly reason: 'not_fast_forward' | 'moved' | 'refused';
			/** The host's own words. */
			readonly message: string;
	  };

/** What came of publishing a branch, in words. */
export function publishedWords(branch: string, host: string, outcome: PublishOutcome): Told {
	if (outcome.kind === 'rejected') return { notDone: rejectedWords(branch, host, outcome) };
	if (outcome.kind === 'pushed') return { toast: { message: `${branch} is published to ${host}.` } };
	if (outcome.kind === 'up_to_date') return { toast: { message: `${host} has all of ${branch} already.` } };
	const detail = 'It goes on by itself; the list of jobs says when it has arrived.';
	return { toast: { message: `${branch} is still on its way to ${host}.`, detail } };
}

function rejectedWords(branch: string, host: string, outcome: PublishOutcome & { kind: 'rejected' }): NotDone {
	const title = `${branch} was not published`;
	if (outcome.reason === 'refused') {
		const message = `${host} did not take it: ${outcome.message}.`;
		const hint =
			'It is a rule of the host, as for a protected branch: ask who looks after it, or publish another branch.';
		return { title, message, hint };
	}
	return {
		title,
		message: `Others published to ${branch} meanwhile, so ${host} did not take it.`,
		hint: 'Fetch first and look at what they did. Nothing is lost, here or there.',
		isBehind: true
	};
}
