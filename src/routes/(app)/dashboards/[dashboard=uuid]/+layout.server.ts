import { dashboardChanges } from '#lib/server/operations/dashboard/changes.ts';
import { showDashboard } from '#lib/server/operations/dashboard/show.ts';
import { listMerges } from '#lib/server/operations/merge/list.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextOf } from '#lib/server/web/context.ts';
import { raise } from '#lib/server/web/errors.ts';
import type { LayoutServerLoad } from './$types';

/** What every page of a dashboard shows: its head, what was not committed, merges that wait. Asks git and the database, no Superset. */
export const load: LayoutServerLoad = async (event) => {
	const dashboardId = event.params.dashboard;
	const wanted = event.url.searchParams.get('branch') || undefined;
	const context = contextOf(event);
	const input = { dashboardId, branch: wanted };
	const [view, changes, merges] = await Promise.all([
		execute(showDashboard, context, input).catch(raise),
		execute(dashboardChanges, context, input).catch(raise),
		execute(listMerges, context, { dashboardId }).catch(raise)
	]);
	return {
		view,
		changes,
		merges,
		base: `/dashboards/${dashboardId}`,
		/** The branch as addresses say it: nothing for the default one. */
		branch: view.branch.isDefault ? null : view.branch.name
	};
};
