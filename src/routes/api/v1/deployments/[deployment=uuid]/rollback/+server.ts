import { rollBackDeployment } from '#lib/server/operations/deployment/rollback.ts';
import { apiJobRoute } from '#lib/server/web/api.ts';

export const POST = apiJobRoute(rollBackDeployment, { params: { deployment: 'deploymentId' } });
