import { z } from 'zod';
import type { HistoryEntry } from '#lib/domain/commit.ts';
import { changesBetween } from '#lib/domain/compare/changes.ts';
import { DashboardId, Oid } from '#lib/domain/ids.ts';
import { readCommit } from '../../git/objects.ts';
import { comparedAssets } from '../../superset/bundle/compared.ts';
import { openDashboard, readCanonicalTree } from '../dashboard/repository.ts';
import { environmentsWith, refsOf } from '../dashboard/stops.ts';
import { defineOperation } from '../operation.ts';

/** One commit, and what it changed against its first parent. */
export const showCommit = defineOperation({
	name: 'commit.show',
	permission: 'dashboard:read',
	input: z.object({ dashboardId: DashboardId, commit: Oid }),

	async run({ app }, { dashboardId, commit: oid }) {
		const dashboard = await openDashboard(app, dashboardId);
		const { repo } = dashboard;
		const commit = await readCommit(repo, oid);
		const refs = await refsOf(dashboard);
		const [parent] = commit.parents;
		const before = parent ? await readCanonicalTree(app, repo, parent) : null;
		const entry: HistoryEntry = {
			...commit,
			branches: refs.branches.filter((one) => one.oid === oid).map(({ name }) => name),
			tags: refs.tags.filter((one) => one.oid === oid).map(({ name }) => name),
			deployedTo: environmentsWith(refs.deployed, oid)
		};
		return {
			entry,
			changes: changesBetween(comparedAssets(before), comparedAssets(await readCanonicalTree(app, repo, oid)))
		};
	}
});
