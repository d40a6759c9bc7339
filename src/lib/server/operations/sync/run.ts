import { z } from 'zod';
import { Cancelled, RefMoved } from '#lib/domain/errors.ts';
import { DashboardId, Oid } from '#lib/domain/ids.ts';
import { BranchName, branchRef, remoteRef } from '#lib/domain/refs.ts';
import type { Synced } from '#lib/domain/sync.ts';
import { getDashboard } from '../../db/dashboards.ts';
import { remoteAccessOf } from '../dashboard/remote-access.ts';
import { openDashboard } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';
import { fetchNow } from '../remote/fetch-now.ts';
import { pullAndPush } from './pull-and-push.ts';
import { isInStep, standingOf } from './standing.ts';

/** The remote, or somebody here, may move a branch between our looking and our writing; then all is done again. */
const ATTEMPTS = 3;

/** Pull a branch from the git remote and push it there: forward only, on both sides. */
export const runSync = defineOperation({
	name: 'sync.run',
	permission: 'remote:use',
	input: z.object({
		dashboardId: DashboardId,
		/** Default: the default branch. */
		branch: BranchName.optional(),
		direction: z.enum(['pull', 'push', 'both']).default('both'),
		/** By path, as a preview names the conflicts. */
		conflict_resolutions: z.record(z.string().max(1000), z.enum(['keep_local', 'keep_remote'])).default({}),
		/** Whether what nothing will need any more is fine. */
		confirm_orphans: z.boolean().default(false),
		/** Where the person saw the branch, here and on the remote. */
		expectedHead: Oid.optional(),
		expectedRemote: Oid.nullable().optional()
	}),
	title: async ({ dashboardId, branch, direction }, app) => {
		const { title, default_branch } = await getDashboard(app.db, dashboardId);
		return `${{ pull: 'Pull', push: 'Push', both: 'Pull and push' }[direction]} ${branch ?? default_branch} of “${title}”`;
	},
	href: ({ dashboardId }) => `/dashboards/${dashboardId}/branches`,

	async run(context, input): Promise<Synced> {
		const { app, signal } = context;
		const dashboard = await openDashboard(app, input.dashboardId);
		const branch = input.branch ?? BranchName.parse(dashboard.row.default_branch);
		const access = await remoteAccessOf(app, input.dashboardId);
		for (let attempt = 1; ; attempt += 1) {
			await context.report(`Asking the git remote what it has of ${branch}`, 0.05);
			await fetchNow(context, input.dashboardId);
			if (signal.aborted) throw new Cancelled();
			const standing = await standingOf(app, dashboard, branch);
			const { head, remoteHead, remoteState } = standing;
			const { expectedHead = head, expectedRemote = remoteHead } = attempt === 1 ? input : {};
			if (expectedHead !== head) throw new RefMoved(branchRef(branch));
			if (expectedRemote !== remoteHead) throw new RefMoved(remoteRef(branch));
			if (remoteState === 'gone') return { kind: 'remote_gone', head, offers: [{ kind: 'publish' }] };
			if (isInStep(standing)) return { kind: 'up_to_date', head };

			const isLast = attempt === ATTEMPTS;
			const done = await pullAndPush(context, dashboard, { standing, access, terms: input, isLast });
			if (done) return done;
			await context.warn(`${branch} moved meanwhile; looking again`);
		}
	}
});
