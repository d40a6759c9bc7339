import { showCommit } from '#lib/server/operations/commit/show.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextOf } from '#lib/server/web/context.ts';
import { raise } from '#lib/server/web/errors.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => {
	const { dashboard: dashboardId, commit } = event.params;
	return execute(showCommit, contextOf(event), { dashboardId, commit }).catch(raise);
};
