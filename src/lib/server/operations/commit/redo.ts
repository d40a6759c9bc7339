import { z } from 'zod';
import { InvalidInput, NotFound, RefMoved } from '#lib/domain/errors.ts';
import { DashboardId, Oid } from '#lib/domain/ids.ts';
import { BranchName, branchRef, undoneRef } from '#lib/domain/refs.ts';
import { readCommit } from '../../git/objects.ts';
import { moveRefs } from '../../git/refs.ts';
import { listKept } from '../branch/kept.ts';
import { headOf, openDashboard } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';

/** Put back a commit that `commit.undo` took, where it was: on top of the commit before it. */
export const redoCommit = defineOperation({
	name: 'commit.redo',
	permission: 'commit:write',
	input: z.object({ dashboardId: DashboardId, branch: BranchName, expectedHead: Oid, commit: Oid }),

	async run({ app }, { dashboardId, branch, expectedHead, commit }) {
		const { repo } = await openDashboard(app, dashboardId);
		if ((await headOf(repo, branch)) !== expectedHead) throw new RefMoved(branchRef(branch));
		const kept = (await listKept(repo, undoneRef)).filter((one) => one.commit === commit && one.branch === branch);
		if (kept.length === 0) {
			throw new NotFound('commit that was taken back', commit.slice(0, 7), {
				hint: 'Commits that were taken back are kept for 90 days.'
			});
		}
		const [parent] = (await readCommit(repo, commit)).parents;
		if (parent !== expectedHead) {
			const message = `does not belong on top of what ${branch} is at now`;
			throw new InvalidInput([{ path: ['commit'], message }], {
				hint: 'Somebody committed meanwhile; restore the assets from it instead.'
			});
		}
		await moveRefs(repo, [
			{ ref: branchRef(branch), from: expectedHead, to: commit },
			...kept.map(({ ref, target }) => ({ ref, from: target, to: null }))
		]);
		return { head: commit };
	}
});
