import type { RequestEvent } from '@sveltejs/kit';
import { compareText, type TextComparison } from '../operations/compare/text.ts';
import { execute } from '../operations/operation.ts';
import { contextOf } from './context.ts';
import { outcomeOf, type Outcome } from './outcome.ts';

export const DIFF_VIEWS = ['words', 'layout', 'text'] as const;
export type DiffView = (typeof DIFF_VIEWS)[number];

/** How two sides are looked at, as an address says it: `?view=text&columns=one&keys=all`. */
export interface DiffChoice {
	readonly view: DiffView;
	readonly textView: 'split' | 'unified';
	readonly showMachineMade: boolean;
}

/** What a page of two sides shows beside the sentences, loaded only when it is looked at. */
export interface LoadedDiff extends DiffChoice {
	readonly text: Outcome<TextComparison> | null;
}

export function diffChoiceOf(url: URL): DiffChoice {
	const query = url.searchParams;
	return {
		view: DIFF_VIEWS.find((view) => view === query.get('view')) ?? 'words',
		textView: query.get('columns') === 'one' ? 'unified' : 'split',
		showMachineMade: query.get('keys') === 'all'
	};
}

/** @param of the two sides as operations name them; `paths`: only these files as text */
export async function loadDiff(
	event: Pick<RequestEvent, 'locals' | 'request' | 'url'>,
	of: { dashboardId: string; before: string; after: string; paths?: readonly string[] | undefined }
): Promise<LoadedDiff> {
	const choice = diffChoiceOf(event.url);
	const context = contextOf(event);
	return {
		...choice,
		text: choice.view === 'text' ? await outcomeOf(execute(compareText, context, of)) : null
	};
}
