import type { RequestEvent } from '@sveltejs/kit';
import { compareLayout, type LayoutComparison } from '../operations/compare/layout.ts';
import { compareText, type TextComparison } from '../operations/compare/text.ts';
import { execute } from '../operations/operation.ts';
import { contextOf } from './context.ts';
import { outcomeOf, type Outcome } from './outcome.ts';

export const DIFF_VIEWS = ['words', 'layout', 'text'] as const;
export type DiffView = (typeof DIFF_VIEWS)[number];

/** How two sides are looked at, as an address says it: `?view=text&columns=one&keys=all`, `?view=layout&sides=both&tab=…`. */
export interface DiffChoice {
	readonly view: DiffView;
	readonly textView: 'split' | 'unified';
	readonly showMachineMade: boolean;
	readonly layoutMode: 'ghosts' | 'both';
	/** Ids of tabs that are looked at: of a page and, inside it, of inner ones. */
	readonly tabs: readonly string[];
}

/** What a page of two sides shows beside the sentences, loaded only when it is looked at. */
export interface LoadedDiff extends DiffChoice {
	readonly text: Outcome<TextComparison> | null;
	readonly layout: Outcome<LayoutComparison> | null;
}

/** The same with nothing loaded. */
export const notLoaded = (choice: DiffChoice): LoadedDiff => ({ ...choice, text: null, layout: null });

const MOST_TABS = 20;

export function diffChoiceOf(url: URL): DiffChoice {
	const query = url.searchParams;
	return {
		view: DIFF_VIEWS.find((view) => view === query.get('view')) ?? 'words',
		textView: query.get('columns') === 'one' ? 'unified' : 'split',
		showMachineMade: query.get('keys') === 'all',
		layoutMode: query.get('sides') === 'both' ? 'both' : 'ghosts',
		tabs: query.getAll('tab').slice(0, MOST_TABS)
	};
}

/** @param of the two sides as operations name them; `paths`: only these files as text */
export async function loadDiff(
	event: Pick<RequestEvent, 'locals' | 'request' | 'url'>,
	of: { dashboardId: string; before: string; after: string; paths?: readonly string[] | undefined }
): Promise<LoadedDiff> {
	const choice = diffChoiceOf(event.url);
	const context = contextOf(event);
	const { paths: _, ...sides } = of;
	return {
		...choice,
		text: choice.view === 'text' ? await outcomeOf(execute(compareText, context, of)) : null,
		layout:
			choice.view === 'layout'
				? await outcomeOf(execute(compareLayout, context, { ...sides, open: choice.tabs }))
				: null
	};
}

/** `?asset=…`: the files that are looked at as text; all of them when none is named. */
export function chosenPaths(url: URL): string[] | undefined {
	const paths = url.searchParams.getAll('asset').slice(0, 100);
	return paths.length > 0 ? paths : undefined;
}
