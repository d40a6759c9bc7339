import { redirect } from '@sveltejs/kit';
import { showCommit } from '#lib/server/operations/commit/show.ts';
import { listDashboardDeployments } from '#lib/server/operations/deployment/list.ts';
import { showDeployment } from '#lib/server/operations/deployment/show.ts';
import { verifyDeployment } from '#lib/server/operations/deployment/verify.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextOf, jobsOf } from '#lib/server/web/context.ts';
import { failed, raise } from '#lib/server/web/errors.ts';
import { outcomeOf } from '#lib/server/web/outcome.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const context = contextOf(event);
	const { dashboard: dashboardId, deployment: deploymentId } = event.params;
	const deployment = await execute(showDeployment, context, { deploymentId }).catch(raise);
	// An address that mixes two dashboards leads to the right one.
	if (deployment.dashboardId !== dashboardId) {
		redirect(307, `/dashboards/${deployment.dashboardId}/deployments/${deploymentId}`);
	}
	const commit = await outcomeOf(execute(showCommit, context, { dashboardId, commit: deployment.commit }));
	return {
		deployment,
		entry: commit.kind === 'ok' ? commit.value.entry : null,
		all: await execute(listDashboardDeployments, context, { dashboardId, limit: 500 }).catch(raise)
	};
};

export const actions = {
	verify: async (event) => {
		const fields = Object.fromEntries(await event.request.formData());
		const { jobs, actor } = jobsOf(event);
		let job;
		try {
			job = await jobs.start(verifyDeployment, actor, { ...fields, dashboardId: event.params.dashboard });
		} catch (cause) {
			return failed(cause, fields);
		}
		redirect(303, `/jobs/${job}`);
	}
} satisfies Actions;
