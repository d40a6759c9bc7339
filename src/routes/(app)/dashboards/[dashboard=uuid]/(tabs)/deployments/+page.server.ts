import { redirect } from '@sveltejs/kit';
import { listDashboardDeployments } from '#lib/server/operations/deployment/list.ts';
import { rollBackDeployment } from '#lib/server/operations/deployment/rollback.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { addressOf } from '#lib/ui/address.ts';
import { contextOf, jobsOf } from '#lib/server/web/context.ts';
import { failed, raise } from '#lib/server/web/errors.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const input = { dashboardId: event.params.dashboard, limit: 500 };
	return { deployments: await execute(listDashboardDeployments, contextOf(event), input).catch(raise) };
};

export const actions = {
	/** `live`: what was edited since, seen and agreed to; empty where the dashboard is gone there. */
	rollback: async (event) => {
		const fields = Object.fromEntries(await event.request.formData());
		const { deploymentId, live } = fields;
		const { jobs, actor } = jobsOf(event);
		let job;
		try {
			const agreed = live === undefined ? {} : { live: live === '' ? null : live };
			job = await jobs.start(rollBackDeployment, actor, { deploymentId, ...agreed });
		} catch (cause) {
			return failed(cause, fields);
		}
		const query = { branch: event.url.searchParams.get('branch'), job };
		redirect(303, addressOf(`/dashboards/${event.params.dashboard}/deployments/${String(deploymentId)}`, query));
	}
} satisfies Actions;
