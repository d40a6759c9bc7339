import { redirect } from '@sveltejs/kit';
import { discardChanges } from '#lib/server/operations/changes/discard.ts';
import { planDiscard, type DiscardPlan } from '#lib/server/operations/changes/plan-discard.ts';
import { showJob } from '#lib/server/operations/job/show.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextOf, jobsOf } from '#lib/server/web/context.ts';
import { failed } from '#lib/server/web/errors.ts';
import { outcomeOf } from '#lib/server/web/outcome.ts';
import { addressOf } from '#lib/ui/address.ts';
import type { Actions, PageServerLoad } from './$types';

/** `?job`: the plan to discard changes, made or being made. */
export const load: PageServerLoad = async (event) => {
	const jobId = event.url.searchParams.get('job');
	const found = jobId ? await outcomeOf(execute(showJob, contextOf(event), { jobId })) : null;
	const making = found?.kind === 'ok' && found.value.job.operation === planDiscard.name ? found.value : null;
	return { making, planned: making?.job.state === 'succeeded' ? (making.job.result as DiscardPlan) : null };
};

export const actions = {
	plan: async (event) => {
		const form = await event.request.formData();
		const fields = { ...Object.fromEntries(form), paths: form.getAll('paths') };
		const { jobs, actor } = jobsOf(event);
		let job;
		try {
			job = await jobs.start(planDiscard, actor, { ...fields, dashboardId: event.params.dashboard });
		} catch (cause) {
			return failed(cause, fields);
		}
		redirect(303, addressOf(event.url.pathname, { branch: event.url.searchParams.get('branch'), job }));
	},

	discard: async (event) => {
		const fields = Object.fromEntries(await event.request.formData());
		const { jobs, actor } = jobsOf(event);
		let job;
		try {
			job = await jobs.start(discardChanges, actor, { ...fields, dashboardId: event.params.dashboard });
		} catch (cause) {
			return failed(cause, fields);
		}
		const at = `/dashboards/${event.params.dashboard}`;
		redirect(303, addressOf(at, { branch: event.url.searchParams.get('branch'), job }));
	}
} satisfies Actions;
