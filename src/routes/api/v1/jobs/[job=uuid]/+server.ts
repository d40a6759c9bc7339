import { showJob } from '#lib/server/operations/job/show.ts';
import { apiRoute } from '#lib/server/web/api.ts';

export const GET = apiRoute(showJob, { params: { job: 'jobId' } });
