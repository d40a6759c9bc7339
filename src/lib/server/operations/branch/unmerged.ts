import { z } from 'zod';
import type { CommitSummary } from '#lib/domain/commit.ts';
import { DashboardId, type Oid } from '#lib/domain/ids.ts';
import { BranchName, branchRef } from '#lib/domain/refs.ts';
import type { Repo } from '../../git/exec.ts';
import { listCommits } from '../../git/history.ts';
import { listRefs } from '../../git/refs.ts';
import { headOf, openDashboard } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';

/** More than so many are not counted. */
const MOST = 1000;
const SHOWN = 20;

/** What only one branch has: no other branch, tag, environment or git host would keep it if the branch went. */
export const unmergedCommits = defineOperation({
	name: 'branch.unmerged',
	permission: 'dashboard:read',
	input: z.object({ dashboardId: DashboardId, name: BranchName }),

	/** `count` is at most 1000; `commits` the newest 20 of them. */
	async run({ app }, { dashboardId, name }) {
		const { repo } = await openDashboard(app, dashboardId);
		const head = await headOf(repo, name);
		const commits = await unmergedOf(repo, { name, head });
		return { head, count: commits.length, commits: commits.slice(0, SHOWN) };
	}
});

export async function unmergedOf(
	repo: Repo,
	{ name, head }: { name: BranchName; head: Oid }
): Promise<CommitSummary[]> {
	const kept = (await listRefs(repo, 'refs/')).filter(
		({ ref }) =>
			ref !== branchRef(name) && /^refs\/(?:heads|tags|remotes\/origin|environments\/[^/]+\/deployed)(?:\/|$)/.test(ref)
	);
	return listCommits(repo, { from: head, without: [...new Set(kept.map(({ oid }) => oid))], limit: MOST });
}
