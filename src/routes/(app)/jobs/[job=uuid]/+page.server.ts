import { showDeployment } from '#lib/server/operations/deployment/show.ts';
import { cancelJob } from '#lib/server/operations/job/cancel.ts';
import { showJob } from '#lib/server/operations/job/show.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextOf } from '#lib/server/web/context.ts';
import { failed, raise } from '#lib/server/web/errors.ts';
import { outcomeOf } from '#lib/server/web/outcome.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const context = contextOf(event);
	const shown = await execute(showJob, context, { jobId: event.params.job }).catch(raise);
	const { deploymentId, dashboardId } = (shown.job.result ?? {}) as { deploymentId?: string; dashboardId?: string };
	const made = deploymentId ? await outcomeOf(execute(showDeployment, context, { deploymentId })) : null;
	return {
		...shown,
		/** Where what it made is shown: the proof of a deployment, a dashboard that is tracked now. */
		made:
			made?.kind === 'ok'
				? { kind: 'proof' as const, href: `/dashboards/${made.value.dashboardId}/deployments/${deploymentId}` }
				: dashboardId
					? { kind: 'dashboard' as const, href: `/dashboards/${dashboardId}` }
					: null
	};
};

export const actions = {
	cancel: async (event) => {
		try {
			await execute(cancelJob, contextOf(event), { jobId: event.params.job });
		} catch (cause) {
			return failed(cause, {});
		}
	}
} satisfies Actions;
