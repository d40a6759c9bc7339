import { redirect } from '@sveltejs/kit';
import { addressOf } from '#lib/ui/address.ts';
import { createCommit } from '#lib/server/operations/commit/create.ts';
import { showCommit } from '#lib/server/operations/commit/show.ts';
import { captureDashboard } from '#lib/server/operations/dashboard/capture.ts';
import { showJob } from '#lib/server/operations/job/show.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextOf, jobsOf } from '#lib/server/web/context.ts';
import { failed } from '#lib/server/web/errors.ts';
import { outcomeOf } from '#lib/server/web/outcome.ts';
import type { Actions, PageServerLoad } from './$types';

/** `?job`: the look into Superset that goes on or failed. `?committed`: what was just committed. */
export const load: PageServerLoad = async (event) => {
	const context = contextOf(event);
	const [jobId, commit] = ['job', 'committed'].map((name) => event.url.searchParams.get(name));
	const check = jobId ? await outcomeOf(execute(showJob, context, { jobId })) : null;
	const dashboardId = event.params.dashboard;
	const committed = commit ? await outcomeOf(execute(showCommit, context, { dashboardId, commit })) : null;
	return {
		check: check?.kind === 'ok' ? check.value : null,
		committed: committed?.kind === 'ok' ? committed.value.entry : null
	};
};

export const actions = {
	check: async (event) => {
		const fields = Object.fromEntries(await event.request.formData());
		const { jobs, actor } = jobsOf(event);
		let job;
		try {
			job = await jobs.start(captureDashboard, actor, { ...fields, dashboardId: event.params.dashboard });
		} catch (cause) {
			return failed(cause, fields);
		}
		redirect(303, addressOf(event.url.pathname, { branch: event.url.searchParams.get('branch'), job }));
	},

	commit: async (event) => {
		const form = await event.request.formData();
		const fields = { ...Object.fromEntries(form), paths: form.getAll('paths') };
		let made;
		try {
			made = await execute(createCommit, contextOf(event), { ...fields, dashboardId: event.params.dashboard });
		} catch (cause) {
			return failed(cause, fields);
		}
		const branch = event.url.searchParams.get('branch');
		redirect(303, addressOf(event.url.pathname, { branch, committed: made.commit }));
	}
} satisfies Actions;
