import type { Synced } from '#lib/domain/sync.ts';
import { countWords } from '#lib/ui/count-words.ts';
import type { Told } from '#lib/ui/telling.svelte.ts';
import { publishedWords } from './published.ts';

/** What the action that pulls and pushes gave. `running`: it takes longer than somebody waits for. */
export type SyncOutcome = Synced | { readonly kind: 'running' };

/** What came of pulling and pushing, in words. */
export function syncedWords(branch: string, host: string, outcome: SyncOutcome): Told {
	switch (outcome.kind) {
		case 'up_to_date':
			return { toast: { message: `${branch} and ${host} have the same.` } };
		case 'done':
			return { toast: { message: doneWords(branch, host, outcome) } };
		case 'running': {
			const detail = 'It goes on by itself; the list of jobs says when it is done.';
			return { toast: { message: `${branch} is still being pulled and pushed.`, detail } };
		}
		case 'rejected':
			return publishedWords(branch, host, outcome);
		case 'conflicts':
			return {
				notDone: {
					title: `${branch} was not pulled`,
					message: `${countWords(outcome.count, 'conflict')} cannot be merged without you.`,
					hint: 'The merge waits for your decisions.'
				}
			};
		case 'remote_gone':
			return {
				notDone: {
					title: `${branch} was not pushed`,
					message: `${host} had this branch, and somebody deleted it there.`,
					hint: 'Publish it again, or delete it here too.'
				}
			};
		case 'orphans':
			return {
				notDone: {
					title: `${branch} was not pulled`,
					message: `${countWords(outcome.will_orphan.length, 'chart or dataset', 'charts and datasets')} would be left behind in an environment.`,
					hint: 'Look at them and confirm it, then pull again.'
				}
			};
	}
}

function doneWords(branch: string, host: string, { pulled, pushed }: Synced & { kind: 'done' }): string {
	if (pulled === 'nothing') return `${branch} is pushed to ${host}.`;
	const got = pulled === 'merged' ? `${branch} took in what ${host} had` : `${branch} has all of ${host} now`;
	return pushed ? `${got}, and is pushed.` : `${got}.`;
}
