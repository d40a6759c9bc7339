import type { RequestEvent } from '@sveltejs/kit';
import { InvalidInput } from '#lib/domain/errors.ts';
import {
	elsewhereOf,
	linesOf,
	readElsewhere,
	type Elsewhere,
	type ElsewhereLine
} from '#lib/features/changes/elsewhere.ts';
import type { Place } from '#lib/features/changes/shared.ts';
import { sharedChanges } from '#lib/server/operations/changes/shared.ts';
import { createCommitEverywhere } from '#lib/server/operations/commit/create-everywhere.ts';
import { redoCommit } from '#lib/server/operations/commit/redo.ts';
import { undoCommit } from '#lib/server/operations/commit/undo.ts';
import { admit, execute } from '#lib/server/operations/operation.ts';
import { contextOf } from '#lib/server/web/context.ts';
import { outcomeOf } from '#lib/server/web/outcome.ts';

type Event = Pick<RequestEvent, 'locals' | 'request' | 'url' | 'params'>;

/**
 * The other dashboards that were ticked, ready to be committed to: what is wrong with them is said before anything is
 * committed. @throws {InvalidInput}
 */
export function ticked(event: Event, form: FormData): { readonly message: string; readonly dashboards: Place[] } {
	const message = String(form.get('message') ?? '');
	const dashboards = form.getAll('also').map((text): Place => {
		try {
			return JSON.parse(String(text)) as Place;
		} catch (cause) {
			throw new InvalidInput([{ path: ['also'], message: 'names no dashboard' }], { hint: 'Reload the page.', cause });
		}
	});
	if (dashboards.length > 0) admit(createCommitEverywhere, contextOf(event).actor, { message, dashboards });
	return { message, dashboards };
}

/** Commit to the others, and say of each what became of it. */
export async function commitThere(
	event: Event,
	of: { readonly message: string; readonly dashboards: readonly Place[] }
): Promise<Elsewhere[]> {
	if (of.dashboards.length === 0) return [];
	return elsewhereOf(await execute(createCommitEverywhere, contextOf(event), of), of.dashboards);
}

/** Take the commits in the others back, where nobody else has them yet. */
export async function undoThere(event: Event, told: readonly Elsewhere[]): Promise<Elsewhere[]> {
	const done: Elsewhere[] = [];
	for (const one of told) {
		if (one.kind !== 'committed') continue;
		const { dashboardId, branch, commit } = one;
		const input = { dashboardId, branch, expectedHead: commit };
		const undone = await outcomeOf(execute(undoCommit, contextOf(event), input));
		done.push({ ...one, kind: undone.kind === 'ok' ? 'undone' : 'kept' });
	}
	return done;
}

/** Put back in the others what was taken back there. @param commit of this dashboard: the one that they share */
export async function redoThere(event: Event, told: readonly Elsewhere[], commit: unknown): Promise<Elsewhere[]> {
	const gone = told.filter(({ kind }) => kind === 'undone');
	const uses = gone.length > 0 ? await usesOf(event, commit) : [];
	const done: Elsewhere[] = told.filter(({ kind }) => kind === 'kept').map((one) => ({ ...one, kind: 'committed' }));
	for (const one of gone) {
		const use = uses.find(({ dashboardId, branch }) => dashboardId === one.dashboardId && branch === one.branch);
		const input = { dashboardId: one.dashboardId, branch: one.branch, expectedHead: use?.head, commit: one.commit };
		const redone = await outcomeOf(execute(redoCommit, contextOf(event), input));
		const code = redone.kind === 'ok' ? null : redone.error.code;
		done.push(code === null ? { ...one, kind: 'committed' } : { ...one, kind: 'moved', commit: null, code });
	}
	return done;
}

/** What the address tells of other dashboards (`?also=…`), with what is so there now. */
export async function linesHere(event: Event, commit: unknown): Promise<ElsewhereLine[]> {
	const told = readElsewhere(event.url.searchParams.getAll('also'));
	return told.length > 0 ? linesOf(told, await usesOf(event, commit)) : [];
}

async function usesOf(event: Event, commit: unknown) {
	const asked = { dashboardId: event.params['dashboard'], commit };
	const found = await outcomeOf(execute(sharedChanges, contextOf(event), asked));
	return found.kind === 'ok' ? found.value : [];
}
