import { redirect } from '@sveltejs/kit';
import { untrackDashboard } from '#lib/server/operations/dashboard/untrack.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextOf } from '#lib/server/web/context.ts';
import { failed } from '#lib/server/web/errors.ts';
import type { Actions } from './$types';

export const actions = {
	untrack: async (event) => {
		try {
			await execute(untrackDashboard, contextOf(event), { dashboardId: event.params.dashboard });
		} catch (cause) {
			return failed(cause, {});
		}
		redirect(303, '/dashboards');
	}
} satisfies Actions;
