import { z } from 'zod';
import { RefMoved } from '#lib/domain/errors.ts';
import { DashboardId, Oid } from '#lib/domain/ids.ts';
import { BranchName, branchRef } from '#lib/domain/refs.ts';
import { getDashboard } from '../../db/dashboards.ts';
import { pushRefs } from '../../git/push.ts';
import { remoteAccessOf } from '../dashboard/remote-access.ts';
import { headOf, openDashboard } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';

/**
 * `rejected`: the host did not take it; `reason` as git tells it (`not_fast_forward`: it has commits that we lack), with
 * its own words.
 */
export type Published =
	| { readonly kind: 'pushed' | 'up_to_date'; readonly head: Oid }
	| {
			readonly kind: 'rejected';
			readonly head: Oid;
			readonly reason: 'not_fast_forward' | 'moved' | 'refused';
			readonly message: string;
	  };

/** Push a branch to the git host of its dashboard; forward only. */
export const publishBranch = defineOperation({
	name: 'branch.publish',
	permission: 'remote:use',
	input: z.object({ dashboardId: DashboardId, name: BranchName, expected: Oid.optional() }),
	title: async ({ dashboardId, name }, app) =>
		`Publish ${name} of “${(await getDashboard(app.db, dashboardId)).title}”`,
	href: ({ dashboardId }) => `/dashboards/${dashboardId}/branches`,

	async run({ app, signal }, { dashboardId, name, expected }): Promise<Published> {
		const { repo } = await openDashboard(app, dashboardId);
		const head = await headOf(repo, name);
		if (expected && head !== expected) throw new RefMoved(branchRef(name));
		const access = await remoteAccessOf(app, dashboardId);
		const [result] = await pushRefs(repo, access, { pushes: [{ ref: branchRef(name), oid: head }], signal });
		if (result?.kind === 'rejected') {
			return { kind: 'rejected', head, reason: result.reason, message: result.message };
		}
		return { kind: result?.kind ?? 'up_to_date', head };
	}
});
