import { listJobs } from '#lib/server/operations/job/list.ts';
import { apiRoute } from '#lib/server/web/api.ts';

export const GET = apiRoute(listJobs);
