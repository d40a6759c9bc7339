import { z } from 'zod';
import type { Person } from '#lib/domain/commit.ts';
import { DashboardId, type Oid } from '#lib/domain/ids.ts';
import { deletedRef } from '#lib/domain/refs.ts';
import { openDashboard } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';
import { KEPT_MS, listKept } from './kept.ts';

export interface DeletedBranch {
	/** For `branch.bring-back`. */
	readonly id: string;
	readonly name: string;
	readonly head: Oid;
	readonly deletedBy: Person;
	readonly deletedAt: number;
	/** First line of its last commit's message. */
	readonly subject: string;
}

/** Branches that were deleted in the last 90 days, the newest first. */
export const listDeletedBranches = defineOperation({
	name: 'branch.deleted',
	permission: 'dashboard:read',
	input: z.object({ dashboardId: DashboardId }),

	async run({ app }, { dashboardId }): Promise<DeletedBranch[]> {
		const { repo } = await openDashboard(app, dashboardId);
		const kept = (await listKept(repo, deletedRef)).filter(({ at }) => at >= app.now() - KEPT_MS);
		return kept.map(({ id, branch, commit, by, at, note }) => ({
			...{ id, name: branch, head: commit, deletedBy: by, deletedAt: at, subject: note }
		}));
	}
});
