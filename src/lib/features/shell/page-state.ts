/** How a page stands, as its tab says it in sign, words and icon. */
export type PageCondition =
	| { readonly kind: 'plain' }
	/** Something waits to be committed. */
	| { readonly kind: 'changes'; readonly count: number }
	/** Work goes on. `words`: “Deploying”. */
	| { readonly kind: 'running'; readonly words: string }
	| { readonly kind: 'failed'; readonly words: string };

const ICONS: Record<PageCondition['kind'], string> = {
	plain: '/favicon.svg',
	changes: '/favicon-changes.svg',
	running: '/favicon-running.svg',
	failed: '/favicon-failed.svg'
};

/** A file of `static/`. */
export const iconOf = ({ kind }: PageCondition): string => ICONS[kind];

/** `● 3 changes · Sales overview · Dashbranch`: what is new stands first, since tabs are narrow. */
export function titleOf(title: string, condition: PageCondition): string {
	return [...wordsOf(condition), title, 'Dashbranch'].join(' · ');
}

function wordsOf(condition: PageCondition): string[] {
	switch (condition.kind) {
		case 'plain':
			return [];
		case 'changes':
			return condition.count === 0 ? [] : [`● ${condition.count} ${condition.count === 1 ? 'change' : 'changes'}`];
		case 'running':
			return [`◌ ${condition.words}`];
		case 'failed':
			return [`✕ ${condition.words}`];
	}
}

/** What is so with the changes of a dashboard. `count`: `null` when nobody looked yet. */
export const conditionOfChanges = (count: number | null): PageCondition =>
	count ? { kind: 'changes', count } : { kind: 'plain' };

/** What is so with a piece of work. */
export function conditionOfJob(state: string): PageCondition {
	if (state === 'queued') return { kind: 'running', words: 'Waiting' };
	if (state === 'running') return { kind: 'running', words: 'Running' };
	if (state === 'failed') return { kind: 'failed', words: 'Failed' };
	if (state === 'interrupted') return { kind: 'failed', words: 'Interrupted' };
	return { kind: 'plain' };
}
