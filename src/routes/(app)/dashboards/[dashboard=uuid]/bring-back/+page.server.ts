import { redirect } from '@sveltejs/kit';
import { suggestedMessage } from '#lib/domain/compare/changes.ts';
import { bringBackSetAside } from '#lib/server/operations/apply/bring-back.ts';
import { planBringBack, type BringBackPlan } from '#lib/server/operations/apply/plan-bring-back.ts';
import { listSetAside } from '#lib/server/operations/apply/set-aside.ts';
import { showJob } from '#lib/server/operations/job/show.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextOf, jobsOf } from '#lib/server/web/context.ts';
import { failed } from '#lib/server/web/errors.ts';
import { outcomeOf } from '#lib/server/web/outcome.ts';
import { uncommittedIn } from '#lib/server/web/uncommitted.ts';
import { addressOf } from '#lib/ui/address.ts';
import type { Actions, PageServerLoad } from './$types';

/** `?id`: what was set aside. `?job`: the plan to bring it back, made or being made. */
export const load: PageServerLoad = async (event) => {
	const context = contextOf(event);
	const query = event.url.searchParams;
	const [id, jobId] = [query.get('id'), query.get('job')];
	const input = { dashboardId: event.params.dashboard, id };
	const asides = id ? await outcomeOf(execute(listSetAside, context, input)) : null;
	const found = jobId ? await outcomeOf(execute(showJob, context, { jobId })) : null;
	const making = found?.kind === 'ok' && found.value.job.operation === planBringBack.name ? found.value : null;
	const planned = making?.job.state === 'succeeded' ? (making.job.result as BringBackPlan) : null;
	return {
		/** `null` when it was brought back meanwhile. */
		aside: (asides?.kind === 'ok' && asides.value[0]) || null,
		making,
		planned,
		suggested: planned?.kind === 'plan' ? suggestedMessage(planned.uncommitted) : ''
	};
};

export const actions = {
	plan: async (event) => {
		const fields = Object.fromEntries(await event.request.formData());
		const { jobs, actor } = jobsOf(event);
		let job;
		try {
			const input = { id: fields['id'], exactly: fields['exactly'] === 'true' };
			job = await jobs.start(planBringBack, actor, { ...input, dashboardId: event.params.dashboard });
		} catch (cause) {
			return failed(cause, fields);
		}
		const query = { branch: event.url.searchParams.get('branch'), id: String(fields['id']), job };
		redirect(303, addressOf(event.url.pathname, query));
	},

	bringBack: async (event) => {
		const fields = Object.fromEntries(await event.request.formData()) as Record<string, string>;
		const { jobs, actor } = jobsOf(event);
		let job;
		try {
			job = await jobs.start(bringBackSetAside, actor, {
				...{ dashboardId: event.params.dashboard, id: fields['id'], planHash: fields['planHash'] },
				...{ exactly: fields['exactly'] === 'true', live: fields['live'] || null },
				...uncommittedIn(fields)
			});
		} catch (cause) {
			return failed(cause, fields);
		}
		// What is shown there then is the branch that they are changes of.
		redirect(303, addressOf(`/dashboards/${event.params.dashboard}`, { branch: fields['branch'], job }));
	}
} satisfies Actions;
