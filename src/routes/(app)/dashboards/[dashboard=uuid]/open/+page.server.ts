import { redirect } from '@sveltejs/kit';
import { suggestedMessage } from '#lib/domain/compare/changes.ts';
import { openBranch } from '#lib/server/operations/apply/open.ts';
import { planApply, type ApplyPlan } from '#lib/server/operations/apply/plan.ts';
import { showJob } from '#lib/server/operations/job/show.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextOf, jobsOf } from '#lib/server/web/context.ts';
import { failed } from '#lib/server/web/errors.ts';
import { outcomeOf } from '#lib/server/web/outcome.ts';
import { uncommittedIn } from '#lib/server/web/uncommitted.ts';
import { addressOf } from '#lib/ui/address.ts';
import type { Actions, PageServerLoad } from './$types';

/** `?job`: the plan to open the branch that is looked at, made or being made. */
export const load: PageServerLoad = async (event) => {
	const jobId = event.url.searchParams.get('job');
	const found = jobId ? await outcomeOf(execute(showJob, contextOf(event), { jobId })) : null;
	const making = found?.kind === 'ok' && found.value.job.operation === planApply.name ? found.value : null;
	const planned = making?.job.state === 'succeeded' ? (making.job.result as ApplyPlan) : null;
	return {
		making,
		planned,
		suggested: planned ? suggestedMessage(planned.uncommitted) : ''
	};
};

export const actions = {
	plan: async (event) => {
		const fields = Object.fromEntries(await event.request.formData());
		const { jobs, actor } = jobsOf(event);
		let job;
		try {
			job = await jobs.start(planApply, actor, { ...fields, dashboardId: event.params.dashboard });
		} catch (cause) {
			return failed(cause, fields);
		}
		redirect(303, addressOf(event.url.pathname, { branch: event.url.searchParams.get('branch'), job }));
	},

	open: async (event) => {
		const fields = Object.fromEntries(await event.request.formData()) as Record<string, string>;
		const { jobs, actor } = jobsOf(event);
		const { branch, planHash, ...seen } = fields;
		let job;
		try {
			job = await jobs.start(openBranch, actor, {
				...{ dashboardId: event.params.dashboard, branch, planHash },
				...(seen['expectedHead'] && { expectedHead: seen['expectedHead'] }),
				...(seen['live'] && { live: seen['live'] }),
				...uncommittedIn(fields)
			});
		} catch (cause) {
			return failed(cause, fields);
		}
		const at = `/dashboards/${event.params.dashboard}`;
		redirect(303, addressOf(at, { branch: event.url.searchParams.get('branch'), job }));
	}
} satisfies Actions;
