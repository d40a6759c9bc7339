import { redirect } from '@sveltejs/kit';
import { addressOf } from '#lib/ui/address.ts';
import { createBranch } from '#lib/server/operations/branch/create.ts';
import { deleteBranch } from '#lib/server/operations/branch/delete.ts';
import { renameDashboardBranch } from '#lib/server/operations/branch/rename.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextOf } from '#lib/server/web/context.ts';
import { failed } from '#lib/server/web/errors.ts';
import type { Actions } from './$types';

export const actions = {
	create: async (event) => {
		const fields = Object.fromEntries(await event.request.formData());
		let made;
		try {
			made = await execute(createBranch, contextOf(event), { ...fields, dashboardId: event.params.dashboard });
		} catch (cause) {
			return failed(cause, fields);
		}
		redirect(303, addressOf(`/dashboards/${event.params.dashboard}`, { branch: made.name }));
	},

	rename: async (event) => {
		const fields = Object.fromEntries(await event.request.formData());
		try {
			await execute(renameDashboardBranch, contextOf(event), { ...fields, dashboardId: event.params.dashboard });
		} catch (cause) {
			return failed(cause, fields);
		}
		redirect(303, addressOf(event.url.pathname, { branch: String(fields['to']) }));
	},

	delete: async (event) => {
		const fields = Object.fromEntries(await event.request.formData());
		let gone;
		try {
			gone = await execute(deleteBranch, contextOf(event), { ...fields, dashboardId: event.params.dashboard });
		} catch (cause) {
			return failed(cause, fields);
		}
		// The address does not stay at a branch that is gone; its name and head are the way back.
		redirect(303, addressOf(event.url.pathname, { deleted: String(fields['name']), head: gone.head }));
	}
} satisfies Actions;
