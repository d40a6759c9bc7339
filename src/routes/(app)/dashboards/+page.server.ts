import { listTrackedDashboards } from '#lib/server/operations/dashboard/list.ts';
import { listEnvironments } from '#lib/server/operations/environment/list.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextOf } from '#lib/server/web/context.ts';
import { raise } from '#lib/server/web/errors.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	dashboards: await execute(listTrackedDashboards, contextOf(event), {}).catch(raise),
	environments: (await execute(listEnvironments, contextOf(event), {}).catch(raise)).map(({ name }) => name)
});
