import { z } from 'zod';
import { InvalidInput } from '#lib/domain/errors.ts';
import { DeploymentId, Oid } from '#lib/domain/ids.ts';
import { BranchName } from '#lib/domain/refs.ts';
import { getDashboard } from '../../db/dashboards.ts';
import { getDeployment } from '../../db/deployments.ts';
import { headOf, openDashboard } from '../dashboard/repository.ts';
import { rollbackOf } from '../deployment/rollback.ts';
import { defineOperation } from '../operation.ts';
import { refuseTakenName, UncommittedChoice } from './keep-uncommitted.ts';
import { editedIn } from './target.ts';
import { writeWhereEdited } from './write.ts';

/**
 * Put back what was live before a branch was opened, changes were discarded or brought back; what was brought back is set
 * aside again. What was edited since comes back as `uncommitted`, and nothing is written, unless it was chosen what shall
 * become of it. Runs as a job.
 */
export const undoApply = defineOperation({
	name: 'apply.undo',
	permission: 'apply:write',
	input: z.object({
		deploymentId: DeploymentId,
		live: Oid.nullable().optional(),
		uncommitted: UncommittedChoice.optional()
	}),
	async check({ deploymentId, uncommitted }, app) {
		const { dashboardId } = await getDeployment(app.db, deploymentId);
		await refuseTakenName(app.repoOf(dashboardId), uncommitted);
	},
	title: async ({ deploymentId }, app) => {
		const { dashboardId, environment } = await getDeployment(app.db, deploymentId);
		return `Put back what ${environment} held of “${(await getDashboard(app.db, dashboardId)).title}”`;
	},

	async run(context, { deploymentId, live, uncommitted }) {
		const { app } = context;
		const deployment = await getDeployment(app.db, deploymentId);
		const dashboard = await openDashboard(app, deployment.dashboardId);
		if (deployment.kind === 'deploy' || deployment.kind === 'rollback') {
			const issue = { path: ['deploymentId'], message: `this was a ${deployment.kind}` };
			throw new InvalidInput([issue], { hint: 'Roll it back on its own page.' });
		}
		const environment = await editedIn(context, dashboard, deployment.environment);
		const { safetyCommit, proof } = deployment;
		if (!safetyCommit) {
			throw new InvalidInput([{ path: ['deploymentId'], message: 'nothing was there before it' }], {
				hint: 'Delete the dashboard in that Superset to undo it; here nothing is lost.'
			});
		}
		const branch = BranchName.parse(dashboard.row.default_branch);
		const { kind, movesDeployed, shown = null } = await rollbackOf(dashboard, deployment);
		const head = await headOf(dashboard.repo, branch);
		return writeWhereEdited(context, dashboard, {
			...{ kind, order: { movesDeployed }, environment, choice: uncommitted, seen: { live } },
			commitNow: async () => safetyCommit,
			shown: () => shown,
			fallback: { branch, head, since: head },
			// Changes that were brought back are set aside again: they are on no branch, and no longer where they were.
			left: { tree: proof?.foundTree, becomes: deployment.kind === 'bring-back' ? 'set-aside' : 'nothing' }
		});
	}
});
