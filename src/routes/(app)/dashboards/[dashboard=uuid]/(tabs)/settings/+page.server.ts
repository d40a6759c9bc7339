import { redirect } from '@sveltejs/kit';
import { untrackDashboard } from '#lib/server/operations/dashboard/untrack.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { connectRemote } from '#lib/server/operations/remote/connect.ts';
import { disconnectRemote } from '#lib/server/operations/remote/disconnect.ts';
import { fetchDashboardRemote } from '#lib/server/operations/remote/fetch.ts';
import { makeRemoteKey } from '#lib/server/operations/remote/make-key.ts';
import { showRemote } from '#lib/server/operations/remote/show.ts';
import { testDashboardRemote } from '#lib/server/operations/remote/test.ts';
import { contextOf } from '#lib/server/web/context.ts';
import { failed, raise } from '#lib/server/web/errors.ts';
import { runJob } from '#lib/server/web/run-job.ts';
import { addressOf } from '#lib/ui/address.ts';
import type { Actions, PageServerLoad } from './$types';

/** How the git remote is connected, without its secrets. */
export const load: PageServerLoad = async (event) => ({
	remote: await execute(showRemote, contextOf(event), { dashboardId: event.params.dashboard }).catch(raise)
});

export const actions = {
	untrack: async (event) => {
		let gone;
		try {
			gone = await execute(untrackDashboard, contextOf(event), { dashboardId: event.params.dashboard });
		} catch (cause) {
			return failed(cause, {});
		}
		// What the list finds it by, to offer the way back at once.
		redirect(303, addressOf('/dashboards', { untracked: gone.trashed }));
	},

	/** Ask the git server; nothing is kept. */
	test: async (event) => {
		const fields = Object.fromEntries(await event.request.formData());
		const input = { ...fields, dashboardId: event.params.dashboard };
		try {
			return { remote: true, test: await execute(testDashboardRemote, contextOf(event), input) };
		} catch (cause) {
			return failed(cause, { ...fields, remote: 'test' });
		}
	},

	connect: async (event) => {
		const fields = Object.fromEntries(await event.request.formData());
		const dashboardId = event.params.dashboard;
		const input = { ...fields, dashboardId };
		try {
			// A host key that nobody has confirmed is a question, not a refusal.
			const test = fields['kind'] === 'ssh' ? await execute(testDashboardRemote, contextOf(event), input) : null;
			if (test?.kind === 'host_key') return { remote: true, test };
			await execute(connectRemote, contextOf(event), input);
			// What is there is of use at once; that it failed is seen by what is known of it.
			await runJob(event, fetchDashboardRemote, { dashboardId });
		} catch (cause) {
			return failed(cause, { ...fields, remote: 'connect' });
		}
		redirect(303, addressOf(event.url.pathname, { branch: event.url.searchParams.get('branch') }));
	},

	makeKey: async (event) => {
		const fields = Object.fromEntries(await event.request.formData());
		const input = { dashboardId: event.params.dashboard, replace: fields['replace'] };
		try {
			await execute(makeRemoteKey, contextOf(event), input);
			return { remote: true };
		} catch (cause) {
			return failed(cause, { ...fields, remote: 'key' });
		}
	},

	disconnect: async (event) => {
		try {
			await execute(disconnectRemote, contextOf(event), { dashboardId: event.params.dashboard });
		} catch (cause) {
			return failed(cause, { remote: 'disconnect' });
		}
	}
} satisfies Actions;
