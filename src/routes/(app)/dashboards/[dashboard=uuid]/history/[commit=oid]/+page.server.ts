import { redirect } from '@sveltejs/kit';
import { revertCommit } from '#lib/server/operations/commit/revert.ts';
import { showCommit } from '#lib/server/operations/commit/show.ts';
import { listSides } from '#lib/server/operations/compare/sides.ts';
import { compareTrees } from '#lib/server/operations/compare/trees.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { createDashboardTag } from '#lib/server/operations/tag/create.ts';
import { listDashboardTags } from '#lib/server/operations/tag/list.ts';
import { contextOf } from '#lib/server/web/context.ts';
import { chosenPaths, loadDiff } from '#lib/server/web/diff-views.ts';
import { failed, raise } from '#lib/server/web/errors.ts';
import { outcomeOf } from '#lib/server/web/outcome.ts';
import { addressOf } from '#lib/ui/address.ts';
import type { Actions, PageServerLoad } from './$types';

/** `?against`: what the commit is compared with, as the page Compare names it; its parent when not said. */
export const load: PageServerLoad = async (event) => {
	const { dashboard: dashboardId, commit } = event.params;
	const context = contextOf(event);
	const before = event.url.searchParams.get('against') || `parent-of:${commit}`;
	const of = { dashboardId, before, after: commit };
	const [{ entry }, comparison, sides, tags, diff] = await Promise.all([
		execute(showCommit, context, { dashboardId, commit }),
		outcomeOf(execute(compareTrees, context, of)),
		execute(listSides, context, { dashboardId }),
		execute(listDashboardTags, context, { dashboardId }),
		loadDiff(event, { ...of, paths: chosenPaths(event.url) })
	]).catch(raise);
	return { entry, comparison, sides, tagNames: tags.map(({ name }) => name), diff };
};

export const actions = {
	revert: async (event) => {
		const { dashboard: dashboardId, commit } = event.params;
		const fields = Object.fromEntries(await event.request.formData());
		let made;
		try {
			made = await execute(revertCommit, contextOf(event), { ...fields, dashboardId, commit });
		} catch (cause) {
			return failed(cause, fields);
		}
		if (made.kind === 'conflict') return { conflict: made.assets };
		const branch = event.url.searchParams.get('branch');
		redirect(303, addressOf(`/dashboards/${dashboardId}`, { branch, committed: made.commit }));
	},

	tag: async (event) => {
		const { dashboard: dashboardId, commit } = event.params;
		const fields = Object.fromEntries(await event.request.formData());
		try {
			await execute(createDashboardTag, contextOf(event), { ...fields, dashboardId, commit });
		} catch (cause) {
			return failed(cause, fields);
		}
		return { tagged: String(fields['name']) };
	}
} satisfies Actions;
