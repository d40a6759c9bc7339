import { redirect } from '@sveltejs/kit';
import { bringBackDashboard } from '#lib/server/operations/dashboard/bring-back.ts';
import { listDeletedDashboards } from '#lib/server/operations/dashboard/deleted.ts';
import { listTrackedDashboards } from '#lib/server/operations/dashboard/list.ts';
import { listEnvironments } from '#lib/server/operations/environment/list.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextOf } from '#lib/server/web/context.ts';
import { failed, raise } from '#lib/server/web/errors.ts';
import type { Actions, PageServerLoad } from './$types';

/** `?untracked`: the dashboard that was just given up. */
export const load: PageServerLoad = async (event) => {
	const context = contextOf(event);
	const { may } = await event.parent();
	const [dashboards, environments, untracked] = await Promise.all([
		execute(listTrackedDashboards, context, {}),
		execute(listEnvironments, context, {}),
		may.includes(listDeletedDashboards.permission) ? execute(listDeletedDashboards, context, {}) : []
	]).catch(raise);
	return { dashboards, environments: environments.map(({ name }) => name), untracked };
};

export const actions = {
	bringBack: async (event) => {
		const fields = Object.fromEntries(await event.request.formData());
		let back;
		try {
			back = await execute(bringBackDashboard, contextOf(event), fields);
		} catch (cause) {
			return failed(cause, fields);
		}
		redirect(303, `/dashboards/${back.dashboardId}`);
	}
} satisfies Actions;
