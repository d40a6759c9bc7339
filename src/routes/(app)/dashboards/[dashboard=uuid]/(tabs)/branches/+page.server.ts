import { fail, redirect } from '@sveltejs/kit';
import { isFinal } from '#lib/domain/job.ts';
import type { Fetched } from '#lib/domain/remote.ts';
import type { SyncOutcome } from '#lib/features/branches/synced.ts';
import type { PublishOutcome } from '#lib/features/branches/published.ts';
import { addressOf } from '#lib/ui/address.ts';
import { dropSetAside } from '#lib/server/operations/apply/drop-set-aside.ts';
import { listDropped } from '#lib/server/operations/apply/dropped.ts';
import { setAsideAgain } from '#lib/server/operations/apply/set-aside-again.ts';
import { listSetAside } from '#lib/server/operations/apply/set-aside.ts';
import { bringBackBranch } from '#lib/server/operations/branch/bring-back.ts';
import { createBranch } from '#lib/server/operations/branch/create.ts';
import { deleteBranch } from '#lib/server/operations/branch/delete.ts';
import { listDeletedBranches } from '#lib/server/operations/branch/deleted.ts';
import { publishBranch } from '#lib/server/operations/branch/publish.ts';
import { renameDashboardBranch } from '#lib/server/operations/branch/rename.ts';
import { previewMerge } from '#lib/server/operations/merge/preview.ts';
import { startMerge } from '#lib/server/operations/merge/start.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { fetchDashboardRemote } from '#lib/server/operations/remote/fetch.ts';
import { previewOf } from '#lib/features/merge/merge-preview.ts';
import { runSync } from '#lib/server/operations/sync/run.ts';
import { bringBackTag } from '#lib/server/operations/tag/bring-back.ts';
import { deleteTag } from '#lib/server/operations/tag/delete.ts';
import { listDashboardTags } from '#lib/server/operations/tag/list.ts';
import { contextOf } from '#lib/server/web/context.ts';
import { failed, raise } from '#lib/server/web/errors.ts';
import { runJob } from '#lib/server/web/run-job.ts';
import type { Actions, PageServerLoad } from './$types';

/** Tags, changes that were set aside, branches that were deleted and are kept; the branches themselves are in the head. */
export const load: PageServerLoad = async (event) => {
	const dashboardId = event.params.dashboard;
	const context = contextOf(event);
	const [tags, gone, asides, dropped] = await Promise.all([
		execute(listDashboardTags, context, { dashboardId }),
		execute(listDeletedBranches, context, { dashboardId }),
		execute(listSetAside, context, { dashboardId }),
		execute(listDropped, context, { dashboardId })
	]).catch(raise);
	return { tags, gone, asides, dropped };
};

export const actions = {
	bringBack: async (event) => {
		const fields = Object.fromEntries(await event.request.formData());
		let made;
		try {
			made = await execute(bringBackBranch, contextOf(event), { ...fields, dashboardId: event.params.dashboard });
		} catch (cause) {
			return failed(cause, fields);
		}
		redirect(303, addressOf(`/dashboards/${event.params.dashboard}`, { branch: made.name }));
	},

	dropAside: async (event) => {
		const fields = Object.fromEntries(await event.request.formData());
		try {
			return {
				dropped: await execute(dropSetAside, contextOf(event), { ...fields, dashboardId: event.params.dashboard })
			};
		} catch (cause) {
			return failed(cause, fields);
		}
	},

	setAsideAgain: async (event) => {
		const fields = Object.fromEntries(await event.request.formData());
		try {
			await execute(setAsideAgain, contextOf(event), { ...fields, dashboardId: event.params.dashboard });
		} catch (cause) {
			return failed(cause, fields);
		}
	},

	deleteTag: async (event) => {
		const fields = Object.fromEntries(await event.request.formData());
		try {
			const gone = await execute(deleteTag, contextOf(event), { ...fields, dashboardId: event.params.dashboard });
			return { deletedTag: { name: gone.name, object: gone.object } };
		} catch (cause) {
			return failed(cause, fields);
		}
	},

	bringBackTag: async (event) => {
		const fields = Object.fromEntries(await event.request.formData());
		try {
			await execute(bringBackTag, contextOf(event), { ...fields, dashboardId: event.params.dashboard });
		} catch (cause) {
			return failed(cause, fields);
		}
	},

	create: async (event) => {
		const fields = Object.fromEntries(await event.request.formData());
		let made;
		try {
			made = await execute(createBranch, contextOf(event), { ...fields, dashboardId: event.params.dashboard });
		} catch (cause) {
			return failed(cause, fields);
		}
		// An uploaded file that is looked at is looked at with the new branch.
		const upload = event.url.searchParams.get('upload');
		redirect(303, addressOf(`/dashboards/${event.params.dashboard}`, { branch: made.name, upload }));
	},

	/** Push a branch to the git remote. */
	publish: async (event) => {
		const fields = Object.fromEntries(await event.request.formData());
		try {
			const job = await runJob(event, publishBranch, { ...fields, dashboardId: event.params.dashboard });
			if (job.error) return fail(502, { error: job.error, fields });
			const outcome = isFinal(job.state) ? (job.result as PublishOutcome) : ({ kind: 'running' } as const);
			return { published: { name: String(fields['name']), outcome } };
		} catch (cause) {
			return failed(cause, fields);
		}
	},

	/** Bring what the git remote has. */
	fetch: async (event) => {
		try {
			const job = await runJob(event, fetchDashboardRemote, { dashboardId: event.params.dashboard });
			if (job.error) return fail(502, { error: job.error, fields: {} });
			return { fetched: isFinal(job.state) ? (job.result as Fetched) : null };
		} catch (cause) {
			return failed(cause, {});
		}
	},

	/** What merging would do; nothing is written. */
	previewMerge: async (event) => {
		const fields = Object.fromEntries(await event.request.formData());
		try {
			const input = { ...fields, dashboardId: event.params.dashboard };
			const { kind, changes, conflicts } = await execute(previewMerge, contextOf(event), input);
			return { preview: previewOf(kind, { changes: changes.assets.length, count: conflicts.length }) };
		} catch (cause) {
			return failed(cause, fields);
		}
	},

	/** Merge a branch, or begin to where somebody has to decide. */
	merge: async (event) => {
		const fields = Object.fromEntries(await event.request.formData());
		let merged;
		try {
			merged = await execute(startMerge, contextOf(event), { ...fields, dashboardId: event.params.dashboard });
		} catch (cause) {
			return failed(cause, fields);
		}
		const base = `/dashboards/${event.params.dashboard}`;
		if (merged.kind === 'conflicts') redirect(303, `${base}/merges/${merged.mergeId}`);
		const committed = merged.kind === 'merged' ? merged.commit : null;
		redirect(303, addressOf(base, { branch: String(fields['branch']), committed }));
	},

	/** Pull and push a branch, as its preview said. */
	sync: async (event) => {
		const { confirmOrphans, ...fields } = Object.fromEntries(await event.request.formData());
		let outcome: SyncOutcome;
		try {
			const job = await runJob(event, runSync, {
				...{ ...fields, dashboardId: event.params.dashboard },
				...(confirmOrphans && { confirm_orphans: true })
			});
			if (job.error) return fail(502, { error: job.error, fields });
			outcome = isFinal(job.state) ? (job.result as SyncOutcome) : { kind: 'running' };
		} catch (cause) {
			return failed(cause, fields);
		}
		if (outcome.kind === 'conflicts') redirect(303, `/dashboards/${event.params.dashboard}/merges/${outcome.mergeId}`);
		return { synced: { branch: String(fields['branch']), outcome } };
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
