import type { RemoteTest } from '#lib/domain/remote.ts';
import { countWords } from '#lib/ui/count-words.ts';

/** One line of what a test found. */
export interface RemoteCheckLine {
	readonly label: string;
	readonly standing: 'ok' | 'warning' | 'failed' | 'running' | 'waiting';
	readonly detail?: string | undefined;
}

/** What a test found, in the order in which it is looked at; nothing before it was asked for. */
export function remoteChecks(test: RemoteTest | null): readonly RemoteCheckLine[] {
	if (!test) return [];
	if (test.kind === 'failed') {
		const detail = [test.message, test.hint].filter(Boolean).join(' ');
		return [{ label: 'It cannot be connected', standing: 'failed', detail }];
	}
	if (test.kind === 'host_key') return [{ label: `${test.host} answers`, standing: 'ok' }];
	const { branchCount, tagCount, defaultBranch, readOnly } = test;
	const isEmpty = branchCount + tagCount === 0;
	const counts = `${countWords(branchCount, 'branch', 'branches')}, ${countWords(tagCount, 'tag')}`;
	return [
		{ label: `${test.host} lets us in`, standing: 'ok' },
		{
			label: 'The repository is there',
			standing: 'ok',
			detail: isEmpty
				? 'It is empty: a branch is there as soon as one is published.'
				: `${counts}${defaultBranch ? `; its default branch is ${defaultBranch}` : ''}.`
		},
		readOnly
			? {
					label: 'It may be read, not written',
					standing: 'warning',
					detail: `${[readOnly.message, readOnly.hint].filter(Boolean).join(' ')} Until then nothing can be published.`
				}
			: { label: 'Branches may be published', standing: 'ok', detail: 'Asked without sending anything.' }
	];
}
