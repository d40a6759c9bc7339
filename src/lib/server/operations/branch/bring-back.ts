import { z } from 'zod';
import { AlreadyExists, NotFound } from '#lib/domain/errors.ts';
import { DashboardId } from '#lib/domain/ids.ts';
import { BranchName, branchRef, deletedRef } from '#lib/domain/refs.ts';
import { moveRefs, resolveRef } from '../../git/refs.ts';
import { openDashboard } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';
import { listKept } from './kept.ts';

/** Put back a branch that was deleted, where it was. */
export const bringBackBranch = defineOperation({
	name: 'branch.bring-back',
	permission: 'branch:write',
	input: z.object({
		dashboardId: DashboardId,
		/** As `branch.deleted` lists it, or `branch.delete` gave it. */
		id: z.string().regex(/^\d{1,16}$/, 'is no deleted branch'),
		/** Default: the name that it had. */
		name: BranchName.optional()
	}),

	async run({ app }, { dashboardId, id, name: wanted }) {
		const { repo } = await openDashboard(app, dashboardId);
		const kept = (await listKept(repo, deletedRef)).find((one) => one.id === id);
		if (!kept) {
			throw new NotFound('deleted branch', id, { hint: 'It was brought back already, or deleted over 90 days ago.' });
		}
		const name = wanted ?? BranchName.parse(kept.branch);
		if (await resolveRef(repo, branchRef(name))) {
			throw new AlreadyExists(`There is a branch “${name}” already.`, { hint: 'Bring it back under another name.' });
		}
		await moveRefs(repo, [
			{ ref: branchRef(name), from: null, to: kept.commit },
			{ ref: kept.ref, from: kept.target, to: null }
		]);
		return { name, head: kept.commit };
	}
});
