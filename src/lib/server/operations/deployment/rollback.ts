import { z } from 'zod';
import type { AssetChange } from '#lib/domain/change.ts';
import { InvalidInput, PlanStale } from '#lib/domain/errors.ts';
import { DeploymentId, Oid, type EnvironmentName } from '#lib/domain/ids.ts';
import { deployedRef } from '#lib/domain/refs.ts';
import { getDashboard } from '../../db/dashboards.ts';
import { getDeployment, type DeploymentRecord } from '../../db/deployments.ts';
import { getEnvironment } from '../../db/environments.ts';
import { resolveRef } from '../../git/refs.ts';
import { openDashboard, type OpenDashboard } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';
import { makePlan } from '../plan/make-plan.ts';
import { editsSince } from './edits-since.ts';
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

/** Nothing was written: what was edited since the deployment would go with it, and nobody has agreed to that. */
export interface EditedSince {
	readonly kind: 'edited';
	readonly environment: EnvironmentName;
	/** To be given back by who agrees. `null`: the dashboard was taken away there. */
	readonly live: Oid | null;
	readonly assets: readonly AssetChange[];
}

export interface RolledBack {
	readonly kind: 'rolled-back';
	/** The rollback itself. */
	readonly deploymentId: DeploymentId;
	readonly state: 'verified' | 'differs';
}

/**
 * Put back what was live just before a deployment. Itself a deployment: with a safety capture and a proof. What was edited
 * there since comes back as `edited`, and nothing is written, until it is asked again with the `live` that has these edits.
 */
export const rollBackDeployment = defineOperation({
	name: 'deployment.rollback',
	permission: 'deployment:rollback',
	input: z.object({
		deploymentId: DeploymentId,
		/** What the person looked at, and agrees to write over. */
		live: Oid.nullable().optional()
	}),
	title: async ({ deploymentId }, app) => {
		const { dashboardId, environment } = await getDeployment(app.db, deploymentId);
		return `Roll back “${(await getDashboard(app.db, dashboardId)).title}” in ${environment}`;
	},

	async run(context, { deploymentId, live: seen }): Promise<EditedSince | RolledBack> {
		const { app } = context;
		const deployment = await getDeployment(app.db, deploymentId);
		const { safetyCommit } = deployment;
		if (!safetyCommit) {
			throw new InvalidInput([{ path: ['deploymentId'], message: 'nothing was there before this deployment' }], {
				hint: 'Delete the dashboard in that Superset to undo it; here nothing is lost.'
			});
		}
		if (!context.job) throw new InvalidInput([{ path: [], message: 'a rollback runs as a job' }]);
		const dashboard = await openDashboard(app, deployment.dashboardId);
		const environment = await getEnvironment(app.db, deployment.environment);
		const { plan, capture, capabilities } = await makePlan(context, dashboard, { commit: safetyCommit, environment });
		const { live } = capture;
		if (seen !== undefined && seen !== live) {
			throw new PlanStale(`The dashboard was edited in ${environment.title} since you looked.`, {
				hint: 'Nothing was written. Roll back again and look at what is new.'
			});
		}
		if (seen === undefined) {
			const assets = await editsSince(app, dashboard, { deployment, safetyCommit, live, capabilities });
			if (assets.length > 0) {
				await context.warn(`Nothing was written: ${environment.title} was edited since`);
				return { kind: 'edited', environment: environment.name, live, assets };
			}
		}
		const order = { ...(await rollbackOf(dashboard, deployment)), plan, job: context.job };
		return { kind: 'rolled-back', ...(await runDeployment(context, dashboard, order)) };
	}
});
