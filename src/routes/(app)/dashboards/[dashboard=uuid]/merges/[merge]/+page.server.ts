import { redirect } from '@sveltejs/kit';
import type { Oid } from '#lib/domain/ids.ts';
import { showCommit } from '#lib/server/operations/commit/show.ts';
import { abortMerge } from '#lib/server/operations/merge/abort.ts';
import { decideMerge } from '#lib/server/operations/merge/decide.ts';
import { finishMerge } from '#lib/server/operations/merge/finish.ts';
import { showMerge } from '#lib/server/operations/merge/show.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextOf } from '#lib/server/web/context.ts';
import { failed, raise } from '#lib/server/web/errors.ts';
import { outcomeOf } from '#lib/server/web/outcome.ts';
import { addressOf } from '#lib/ui/address.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** The merge, and the last commits of its sides. Which asset is looked at is asked of nobody. */
export const load: PageServerLoad = async (event) => {
	const merge = await execute(showMerge, contextOf(event), namedIn(event)).catch(raise);
	const [base, mine, theirs] = await Promise.all([
		merge.base && commitOf(event, merge.base),
		commitOf(event, merge.mine),
		commitOf(event, merge.theirs)
	]);
	return { merge, commits: { base, mine, theirs } };
};

async function commitOf(event: RequestEvent, commit: Oid) {
	const input = { dashboardId: event.params.dashboard, commit };
	const found = await outcomeOf(execute(showCommit, contextOf(event), input));
	return found.kind === 'ok' ? found.value.entry : null;
}

const namedIn = ({ params }: RequestEvent) => ({ dashboardId: params.dashboard, mergeId: params.merge });

export const actions = {
	/** Keep sides or take texts, of one conflict or of many. */
	decide: async (event) => {
		const decisions = jsonOf((await event.request.formData()).get('decisions'));
		try {
			return { merge: await execute(decideMerge, contextOf(event), { ...namedIn(event), decisions }) };
		} catch (cause) {
			return failed(cause, {});
		}
	},

	finish: async (event) => {
		const fields = Object.fromEntries(await event.request.formData());
		let branch;
		let finished;
		try {
			({ branch } = await execute(showMerge, contextOf(event), namedIn(event)));
			finished = await execute(finishMerge, contextOf(event), { ...fields, ...namedIn(event) });
		} catch (cause) {
			return failed(cause, fields);
		}
		if (finished.kind === 'undecided') return { undecided: finished.undecided };
		redirect(303, addressOf(`/dashboards/${event.params.dashboard}`, { branch, committed: finished.commit }));
	},

	/** The branch stays where it is. */
	abort: async (event) => {
		let branch;
		try {
			({ branch } = await execute(showMerge, contextOf(event), namedIn(event)));
			await execute(abortMerge, contextOf(event), namedIn(event));
		} catch (cause) {
			return failed(cause, {});
		}
		redirect(303, addressOf(`/dashboards/${event.params.dashboard}`, { branch }));
	}
} satisfies Actions;

/** What a page sent as JSON; `undefined`, which no operation takes, where it is none. */
function jsonOf(text: unknown): unknown {
	try {
		return JSON.parse(String(text));
	} catch {
		return undefined;
	}
}
