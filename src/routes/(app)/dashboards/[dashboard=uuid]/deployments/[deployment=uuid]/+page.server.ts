import { redirect } from '@sveltejs/kit';
import { isFinal } from '#lib/domain/job.ts';
import { showCommit } from '#lib/server/operations/commit/show.ts';
import { listDashboardDeployments } from '#lib/server/operations/deployment/list.ts';
import { rollBackDeployment, type EditedSince, type RolledBack } from '#lib/server/operations/deployment/rollback.ts';
import { showDeployment } from '#lib/server/operations/deployment/show.ts';
import { verifyDeployment } from '#lib/server/operations/deployment/verify.ts';
import { showJob } from '#lib/server/operations/job/show.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextOf, jobsOf } from '#lib/server/web/context.ts';
import { failed, raise } from '#lib/server/web/errors.ts';
import { outcomeOf } from '#lib/server/web/outcome.ts';
import { addressOf } from '#lib/ui/address.ts';
import type { Actions, PageServerLoad, PageServerLoadEvent } from './$types';

/** `?job`: the rollback that was started here, which goes on, failed, or asks about what was edited since. */
export const load: PageServerLoad = async (event) => {
	const context = contextOf(event);
	const { dashboard: dashboardId, deployment: deploymentId } = event.params;
	const deployment = await execute(showDeployment, context, { deploymentId }).catch(raise);
	// An address that mixes two dashboards leads to the right one.
	if (deployment.dashboardId !== dashboardId) {
		redirect(307, `/dashboards/${deployment.dashboardId}/deployments/${deploymentId}`);
	}
	const rollback = await rollbackOf(event);
	const commit = await outcomeOf(execute(showCommit, context, { dashboardId, commit: deployment.commit }));
	return {
		deployment,
		rollback,
		entry: commit.kind === 'ok' ? commit.value.entry : null,
		all: await execute(listDashboardDeployments, context, { dashboardId, limit: 500 }).catch(raise)
	};
};

/** One that was carried out leads to its own page, where its proof is. */
async function rollbackOf(event: PageServerLoadEvent) {
	const jobId = event.url.searchParams.get('job');
	const found = jobId ? await outcomeOf(execute(showJob, contextOf(event), { jobId })) : null;
	if (found?.kind !== 'ok' || found.value.job.operation !== rollBackDeployment.name) return null;
	const { job } = found.value;
	const result = job.state === 'succeeded' ? (job.result as EditedSince | RolledBack) : null;
	if (result?.kind === 'rolled-back') {
		const branch = event.url.searchParams.get('branch');
		redirect(303, addressOf(`/dashboards/${event.params.dashboard}/deployments/${result.deploymentId}`, { branch }));
	}
	return { ...found.value, isUnderWay: !isFinal(job.state), edited: result };
}

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
