import { z } from 'zod';
import { BundleRejected, InvalidInput } from '#lib/domain/errors.ts';
import { DashboardId, MergeId } from '#lib/domain/ids.ts';
import { KEEPS, type Choice } from '#lib/domain/merge/conflict.ts';
import type { OpenMerge } from '#lib/domain/merge/session.ts';
import type { App } from '../../app.ts';
import { updateOpenMerge, type OpenMergeRecord } from '../../db/open-merges.ts';
import { openDashboard, type OpenDashboard } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';
import { choicesOf, choicesText } from './choices.ts';
import { editedValue } from './edited-value.ts';
import { getWaitingMerge, mergeAnew } from './open-merges.ts';
import { tellOpenMerge } from './tell-open.ts';

const id = z.string().min(1).max(4000);
const Decision = z.union(
	[
		/** `null` takes a decision back. */
		z.strictObject({ id, keep: z.enum(KEEPS).nullable() }),
		/** What a person wrote: the text itself where the sides are texts, else YAML of the value. */
		z.strictObject({ id, text: z.string().max(5_000_000) })
	],
	'must have an id, and either keep (mine, theirs or null) or a text of at most 5,000,000 characters'
);
type Decision = z.infer<typeof Decision>;

/** Decide conflicts of a merge that waits. What others decide in the same moment stays, but for the same conflict. */
export const decideMerge = defineOperation({
	name: 'merge.decide',
	permission: 'commit:write',
	input: z.object({
		dashboardId: DashboardId,
		mergeId: MergeId,
		decisions: z.array(Decision).min(1, 'must decide at least one conflict').max(10_000)
	}),

	async run({ app }, { dashboardId, mergeId, decisions }): Promise<OpenMerge> {
		const dashboard = await openDashboard(app, dashboardId);
		for (;;) {
			const record = await getWaitingMerge(app, dashboard, mergeId);
			const choices = await decided(app, dashboard, { record, decisions });
			if (!(await updateOpenMerge(app.db, record, { choices }))) continue; // somebody decided meanwhile: on top of that
			return tellOpenMerge(app, dashboard.repo, await getWaitingMerge(app, dashboard, mergeId));
		}
	}
});

/** @returns the choices with these decisions; those of conflicts that there are not any more are kept */
async function decided(
	app: App,
	{ repo }: OpenDashboard,
	{ record, decisions }: { readonly record: OpenMergeRecord; readonly decisions: readonly Decision[] }
): Promise<string> {
	const merged = await mergeAnew(app, repo, { record });
	const conflicts = new Map((merged.kind === 'merged' ? merged.conflicts : []).map((one) => [one.id, one]));
	const choices = new Map<string, Choice>(choicesOf(record.choices));
	let lastText: number | undefined;
	for (const [at, decision] of decisions.entries()) {
		const conflict = conflicts.get(decision.id);
		if (!conflict) {
			throw new InvalidInput([{ path: ['decisions', at, 'id'], message: 'is no conflict of this merge' }], {
				hint: 'Reload the page: the branch may have moved meanwhile.'
			});
		}
		if ('text' in decision) {
			choices.set(decision.id, { value: editedValue(conflict, decision.text, ['decisions', at, 'text']) });
			lastText = at;
		} else if (decision.keep) choices.set(decision.id, { keep: decision.keep });
		else choices.delete(decision.id);
	}
	const text = choicesText(choices);
	if (lastText === undefined) return text;
	try {
		await mergeAnew(app, repo, { record: { ...record, choices: text } });
	} catch (cause) {
		if (!(cause instanceof BundleRejected)) throw cause;
		const issue = { path: ['decisions', lastText, 'text'], message: `does not fit: ${cause.message}` };
		throw new InvalidInput([issue], { hint: 'Keep the form that both sides have, and change only values.', cause });
	}
	return text;
}
