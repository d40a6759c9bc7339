import { showDeployment } from '#lib/server/operations/deployment/show.ts';
import { apiRoute } from '#lib/server/web/api.ts';

export const GET = apiRoute(showDeployment, { params: { deployment: 'deploymentId' } });
