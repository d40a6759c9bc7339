import { undoApply } from '#lib/server/operations/apply/undo.ts';
import { apiJobRoute } from '#lib/server/web/api.ts';

export const POST = apiJobRoute(undoApply, { params: { deployment: 'deploymentId' } });
