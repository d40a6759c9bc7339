import { listJobs } from '#lib/server/operations/job/list.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextOf } from '#lib/server/web/context.ts';
import { raise } from '#lib/server/web/errors.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => ({
	jobs: await execute(listJobs, contextOf(event), { limit: 100 }).catch(raise)
});
