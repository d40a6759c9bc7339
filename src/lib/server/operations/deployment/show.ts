import { z } from 'zod';
import { DeploymentId } from '#lib/domain/ids.ts';
import { getDeployment } from '../../db/deployments.ts';
import { defineOperation } from '../operation.ts';

/** One write into an environment, with its plan and its proof. */
export const showDeployment = defineOperation({
	name: 'deployment.show',
	permission: 'dashboard:read',
	input: z.object({ deploymentId: DeploymentId }),
	run: ({ app }, { deploymentId }) => getDeployment(app.db, deploymentId)
});
