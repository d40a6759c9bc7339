import { redirect } from '@sveltejs/kit';
import { listDashboardDeployments } from '#lib/server/operations/deployment/list.ts';
import { rollBackDeployment } from '#lib/server/operations/deployment/rollback.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextOf, jobsOf } from '#lib/server/web/context.ts';
import { failed, raise } from '#lib/server/web/errors.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const input = { dashboardId: event.params.dashboard, limit: 500 };
	return { deployments: await execute(listDashboardDeployments, contextOf(event), input).catch(raise) };
};

export const actions = {
	rollback: async (event) => {
		const fields = Object.fromEntries(await event.request.formData());
		const { jobs, actor } = jobsOf(event);
		let job;
		try {
			job = await jobs.start(rollBackDeployment, actor, fields);
		} catch (cause) {
			return failed(cause, fields);
		}
		redirect(303, `/jobs/${job}`);
	}
} satisfies Actions;
