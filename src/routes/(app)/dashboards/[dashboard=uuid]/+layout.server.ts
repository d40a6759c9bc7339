import { dashboardChanges } from '#lib/server/operations/dashboard/changes.ts';
import { showDashboard } from '#lib/server/operations/dashboard/show.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextOf } from '#lib/server/web/context.ts';
import { raise } from '#lib/server/web/errors.ts';
import type { LayoutServerLoad } from './$types';

/** What every page of a dashboard shows: its head, and what was not committed. Asks git and the database, no Superset. */
export const load: LayoutServerLoad = async (event) => {
	const dashboardId = event.params.dashboard;
	const wanted = event.url.searchParams.get('branch') || undefined;
	const context = contextOf(event);
	const view = await execute(showDashboard, context, { dashboardId, branch: wanted }).catch(raise);
	const branch = view.branch.name;
	return {
		view,
		changes: await execute(dashboardChanges, context, { dashboardId, branch }).catch(raise),
		base: `/dashboards/${dashboardId}`,
		/** The branch as addresses say it: nothing for the default one. */
		branch: view.branch.isDefault ? null : branch
	};
};
