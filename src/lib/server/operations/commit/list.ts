import { z } from 'zod';
import type { HistoryEntry } from '#lib/domain/commit.ts';
import { DashboardId } from '#lib/domain/ids.ts';
import { listCommits } from '../../git/history.ts';
import { commitNamed, openDashboard } from '../dashboard/repository.ts';
import { environmentsWith, refsOf } from '../dashboard/stops.ts';
import { defineOperation } from '../operation.ts';

/** Commits that a branch or commit reaches, the newest first. `more`: whether there are others after these. */
export const listHistory = defineOperation({
	name: 'commit.list',
	permission: 'dashboard:read',
	input: z.object({
		dashboardId: DashboardId,
		/** A branch's name or a commit's id; default: the default branch. */
		from: z.string().min(1).max(244).optional(),
		skip: z.coerce.number().int().nonnegative().max(1_000_000).default(0),
		limit: z.coerce.number().int().positive().max(200).default(50),
		/** Letters of message or author, or the start of an id. */
		search: z.string().trim().max(200).optional()
	}),

	async run({ app }, { dashboardId, from, skip, limit, search }) {
		const dashboard = await openDashboard(app, dashboardId);
		const refs = await refsOf(dashboard);
		const name = from ?? dashboard.row.default_branch;
		const start =
			refs.branches.find((branch) => branch.name === name)?.oid ?? (await commitNamed(dashboard.repo, name));
		const found = await listCommits(dashboard.repo, { from: start, skip, limit: limit + 1, ...(search && { search }) });
		const entries: HistoryEntry[] = found.slice(0, limit).map((commit) => ({
			...commit,
			branches: refs.branches.filter(({ oid }) => oid === commit.oid).map(({ name }) => name),
			tags: refs.tags.filter(({ oid }) => oid === commit.oid).map(({ name }) => name),
			deployedTo: environmentsWith(refs.deployed, commit.oid)
		}));
		return { entries, more: found.length > limit };
	}
});
