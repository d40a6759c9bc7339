import { redirect } from '@sveltejs/kit';
import { restoreCommit } from '#lib/server/operations/commit/restore.ts';
import { showCommit } from '#lib/server/operations/commit/show.ts';
import { compareTrees } from '#lib/server/operations/compare/trees.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextOf } from '#lib/server/web/context.ts';
import { failed, raise } from '#lib/server/web/errors.ts';
import { addressOf } from '#lib/ui/address.ts';
import type { Actions, PageServerLoad } from './$types';

/** What restoring this commit would do to the branch that is looked at. `?asset`: the paths that are ticked at first. */
export const load: PageServerLoad = async (event) => {
	const { dashboard: dashboardId, commit } = event.params;
	const context = contextOf(event);
	const { view } = await event.parent();
	const [{ entry }, comparison] = await Promise.all([
		execute(showCommit, context, { dashboardId, commit }),
		execute(compareTrees, context, { dashboardId, before: view.branch.name, after: commit })
	]).catch(raise);
	const assets = comparison.changes.assets.filter(({ kind }) => kind !== 'form');
	return { entry, assets, chosen: event.url.searchParams.getAll('asset') };
};

export const actions = {
	default: async (event) => {
		const form = await event.request.formData();
		const { dashboard: dashboardId, commit } = event.params;
		const fields = Object.fromEntries(form);
		let made;
		try {
			const paths = form.has('all') ? 'all' : form.getAll('paths');
			made = await execute(restoreCommit, contextOf(event), { ...fields, dashboardId, commit, paths });
		} catch (cause) {
			return failed(cause, fields);
		}
		const branch = event.url.searchParams.get('branch');
		redirect(303, addressOf(`/dashboards/${dashboardId}`, { branch, committed: made.commit }));
	}
} satisfies Actions;
