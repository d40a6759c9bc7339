import { z } from 'zod';
import { InvalidInput } from '#lib/domain/errors.ts';
import { DeploymentId } from '#lib/domain/ids.ts';
import { deployedRef } from '#lib/domain/refs.ts';
import { getDashboard } from '../../db/dashboards.ts';
import { getDeployment, type DeploymentRecord } from '../../db/deployments.ts';
import { getEnvironment } from '../../db/environments.ts';
import { resolveRef } from '../../git/refs.ts';
import { openDashboard, type OpenDashboard } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';
import { makePlan } from '../plan/make-plan.ts';
import { runDeployment, type DeploymentOrder } from './run-deployment.ts';

/**
 * What rolling back a write does besides: the branch that was shown before is shown again, and `deployed` moves only where
 * it has counted.
 */
export async function rollbackOf(
	{ repo }: OpenDashboard,
	{ kind, environment, shownBefore }: DeploymentRecord
): Promise<Pick<DeploymentOrder, 'kind' | 'movesDeployed' | 'shown'>> {
	if (kind === 'deploy') {
		return { kind: 'rollback', movesDeployed: true, ...(shownBefore && { shown: shownBefore }) };
	}
	const deployed = kind === 'rollback' && (await resolveRef(repo, deployedRef(environment))) !== null;
	return { kind: 'rollback', movesDeployed: deployed, shown: shownBefore ?? null };
}

/** Put back what was live just before a deployment. Itself a deployment: with a safety capture and a proof. */
export const rollBackDeployment = defineOperation({
	name: 'deployment.rollback',
	permission: 'deployment:rollback',
	input: z.object({ deploymentId: DeploymentId }),
	title: async ({ deploymentId }, app) => {
		const { dashboardId, environment } = await getDeployment(app.db, deploymentId);
		return `Roll back “${(await getDashboard(app.db, dashboardId)).title}” in ${environment}`;
	},

	async run(context, { deploymentId }) {
		const { app } = context;
		const deployment = await getDeployment(app.db, deploymentId);
		if (!deployment.safetyCommit) {
			throw new InvalidInput([{ path: ['deploymentId'], message: 'nothing was there before this deployment' }], {
				hint: 'Delete the dashboard in that Superset to undo it; here nothing is lost.'
			});
		}
		if (!context.job) throw new InvalidInput([{ path: [], message: 'a rollback runs as a job' }]);
		const dashboard = await openDashboard(app, deployment.dashboardId);
		const environment = await getEnvironment(app.db, deployment.environment);
		const { plan } = await makePlan(context, dashboard, { commit: deployment.safetyCommit, environment });
		const order = { ...(await rollbackOf(dashboard, deployment)), plan, job: context.job };
		const made = await runDeployment(context, dashboard, order);
		return { deploymentId: made.deploymentId };
	}
});
