import { redirect } from '@sveltejs/kit';
import { availableDashboards } from '#lib/server/operations/dashboard/available.ts';
import { trackZip } from '#lib/server/operations/dashboard/track-zip.ts';
import { trackDashboard } from '#lib/server/operations/dashboard/track.ts';
import { listEnvironments } from '#lib/server/operations/environment/list.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextOf, jobsOf } from '#lib/server/web/context.ts';
import { failed, raise } from '#lib/server/web/errors.ts';
import { fieldsWithBytes } from '#lib/server/web/fields.ts';
import { outcomeOf } from '#lib/server/web/outcome.ts';
import { pageOf } from '#lib/features/dashboards/track-view.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const query = event.url.searchParams;
	const environments = (await execute(listEnvironments, contextOf(event), {}).catch(raise)).map(({ name }) => name);
	const environment = environments.find((name) => name === query.get('environment')) ?? environments[0];
	const view = { search: query.get('q') ?? '', page: pageOf(query) };
	return {
		environments,
		chosen: environment && {
			view: { ...view, environment },
			// Not waited for: Superset may be slow or away, and the rest of the page is there without it.
			answer: outcomeOf(execute(availableDashboards, contextOf(event), { ...view, environment }))
		}
	};
};

export const actions = {
	track: async (event) => {
		const fields = Object.fromEntries(await event.request.formData());
		const { jobs, actor } = jobsOf(event);
		let job;
		try {
			job = await jobs.start(trackDashboard, actor, fields);
		} catch (cause) {
			return failed(cause, fields);
		}
		redirect(303, `/jobs/${job}`);
	},
	zip: async (event) => {
		let dashboardId;
		try {
			const fields = await fieldsWithBytes(event.request, 'zip');
			({ dashboardId } = await execute(trackZip, contextOf(event), fields));
		} catch (cause) {
			return failed(cause, {});
		}
		redirect(303, `/dashboards/${dashboardId}`);
	}
} satisfies Actions;
