import { redirect } from '@sveltejs/kit';
import type { Plan } from '#lib/domain/plan.ts';
import { addressOf } from '#lib/ui/address.ts';
import { showCommit } from '#lib/server/operations/commit/show.ts';
import { startDeployment } from '#lib/server/operations/deployment/start.ts';
import { showJob } from '#lib/server/operations/job/show.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { makeDeploymentPlan } from '#lib/server/operations/plan/make.ts';
import { showPlan } from '#lib/server/operations/plan/show.ts';
import { contextOf, jobsOf } from '#lib/server/web/context.ts';
import { failed, raise } from '#lib/server/web/errors.ts';
import { outcomeOf } from '#lib/server/web/outcome.ts';
import type { Actions, PageServerLoad } from './$types';

/** `?environment` and `?commit`: what goes where. `?job`: the plan that is being made. `?plan`: the one that was made. */
export const load: PageServerLoad = async (event) => {
	const context = contextOf(event);
	const dashboardId = event.params.dashboard;
	const query = Object.fromEntries(event.url.searchParams);
	const making = query['job'] ? await outcomeOf(execute(showJob, context, { jobId: query['job'] })) : null;
	if (making?.kind === 'ok' && making.value.job.state === 'succeeded') {
		const { hash } = making.value.job.result as Plan;
		redirect(303, addressOf(event.url.pathname, { ...query, job: null, plan: hash }));
	}
	const hash = query['plan'];
	const plan = hash ? await execute(showPlan, context, { dashboardId, hash }).catch(raise) : null;
	const commit = plan?.commit ?? query['commit'];
	const shown = commit ? await outcomeOf(execute(showCommit, context, { dashboardId, commit })) : null;
	return {
		making: making?.kind === 'ok' ? making.value : null,
		plan,
		/** The commit that the address names, where it names one. */
		entry: shown?.kind === 'ok' ? shown.value.entry : null
	};
};

export const actions = {
	plan: async (event) => {
		const fields = Object.fromEntries(await event.request.formData());
		const { jobs, actor } = jobsOf(event);
		let job;
		try {
			job = await jobs.start(makeDeploymentPlan, actor, { ...fields, dashboardId: event.params.dashboard });
		} catch (cause) {
			return failed(cause, fields);
		}
		const branch = event.url.searchParams.get('branch');
		const { environment, commit } = fields as Record<string, string>;
		redirect(303, addressOf(event.url.pathname, { branch, environment, commit, job }));
	},

	deploy: async (event) => {
		const fields = Object.fromEntries(await event.request.formData());
		const { jobs, actor } = jobsOf(event);
		let job;
		try {
			job = await jobs.start(startDeployment, actor, { ...fields, dashboardId: event.params.dashboard });
		} catch (cause) {
			return failed(cause, fields);
		}
		redirect(303, `/jobs/${job}`);
	}
} satisfies Actions;
