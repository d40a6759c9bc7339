import type { AssetKind } from '#lib/domain/asset.ts';
import { countWords } from '#lib/ui/count-words.ts';
import type { Undo } from '#lib/ui/undo.ts';

/** Changes that wait to be brought back, as pages list them. */
export interface Aside {
	readonly id: string;
	readonly environment: string;
	/** The branch that they are changes of. */
	readonly branch: string;
	/** What was live, and the commit that it was changed since. */
	readonly commit: string;
	readonly since: string;
	readonly by: { readonly name: string };
	readonly at: number;
	readonly note: string;
	/** `null` where only the comparison tells. */
	readonly changes: {
		readonly count: number;
		readonly first: readonly {
			readonly kind: AssetKind;
			readonly name: string;
			readonly path: string;
			readonly change: 'added' | 'removed' | 'modified';
			readonly sentence: string;
		}[];
	} | null;
}

/** Changes that were set aside and dropped, as pages list them. */
export interface DroppedAside extends Omit<Aside, 'changes'> {
	readonly droppedBy: { readonly name: string };
	readonly droppedAt: number;
}

/** Why changes cannot be brought back by this person, or any more; `null` when they can. */
export function lockOf(
	{ environment }: Pick<Aside, 'environment'>,
	{ home, may }: { readonly home: string | null; readonly may: readonly string[] }
): string | null {
	if (home === null) return 'The dashboard is edited in no environment now.';
	if (home !== environment) return `The dashboard is edited in ${home} now, these are of ${environment}.`;
	return may.includes('apply:write') ? null : `Your role may not write into ${environment}. Ask an editor.`;
}

/**
 * What to compare so that the changes are seen: against their branch; where that has got other commits, or is gone,
 * against what they were made on top of, so that nothing else is among them.
 * @param head of their branch; `null` when it is gone
 */
export function sidesOf(aside: Pick<Aside, 'branch' | 'since' | 'commit'>, head: string | null) {
	return { from: head === aside.since ? aside.branch : aside.since, to: aside.commit };
}

/** `and 4 more`; empty where all are listed. */
export function moreWords({ count, first }: NonNullable<Aside['changes']>): string {
	return count > first.length ? `and ${count - first.length} more` : '';
}

/** What goes when changes are dropped: in a sentence with numbers and names, and on the button. */
export function lossWords(changes: Aside['changes']): { readonly description: string; readonly verb: string } {
	const back = 'You can put this back for 90 days; then it is gone.';
	if (!changes) return { description: `What changed is on no branch. ${back}`, verb: 'Drop it' };
	if (changes.count === 0) {
		return { description: `It was saved again, nothing visible changed, so no work is lost. ${back}`, verb: 'Drop it' };
	}
	const names = changes.first.map(({ name }) => `“${name}”`).join(', ');
	const goes = changes.count === 1 ? 'that is on no branch goes' : 'that are on no branch go';
	const words = countWords(changes.count, 'change');
	const description = `${words} ${goes}: ${[names, moreWords(changes)].filter(Boolean).join(' ')}. ${back}`;
	return { description, verb: `Drop ${words}` };
}

/** The form action that sets aside again what an action says it dropped; `null` where it says nothing of the kind. */
export function undoOfDrop(branches: string, dropped: unknown): Undo | null {
	const { id, environment } = (dropped ?? {}) as { id?: unknown; environment?: unknown };
	if (typeof id !== 'string' || typeof environment !== 'string') return null;
	return { action: `${branches}?/setAsideAgain`, fields: { id, environment } };
}
