import { cancelJob } from '#lib/server/operations/job/cancel.ts';
import { apiRoute } from '#lib/server/web/api.ts';

export const POST = apiRoute(cancelJob, { params: { job: 'jobId' } });
