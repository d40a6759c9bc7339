import { z } from 'zod';
import type { DashboardView } from '#lib/domain/dashboard.ts';
import { NotFound } from '#lib/domain/errors.ts';
import { DashboardId } from '#lib/domain/ids.ts';
import { tileOf } from '#lib/domain/layout-tile.ts';
import { BranchName } from '#lib/domain/refs.ts';
import { findRemote } from '../../db/remotes.ts';
import { listBranches } from '../../git/branches.ts';
import type { Repo } from '../../git/exec.ts';
import { findTracked, listRemoteOnly } from '../../git/remote-branches.ts';
import { mappingIn, onlyDashboard } from '../../superset/bundle/tree.ts';
import { defineOperation } from '../operation.ts';
import { openDashboard, readCanonicalTree, trackedName } from './repository.ts';
import { standsInOf } from './stands-in.ts';
import { refsOf, stopsOf } from './stops.ts';

/** The head of a dashboard's page. `branch`: which one is looked at, or `origin/<name>`; default: the default branch. */
export const showDashboard = defineOperation({
	name: 'dashboard.show',
	permission: 'dashboard:read',
	input: z.object({ dashboardId: DashboardId, branch: BranchName.optional() }),

	async run({ app }, { dashboardId, branch: wanted }): Promise<DashboardView> {
		const dashboard = await openDashboard(app, dashboardId);
		const { row, repo } = dashboard;
		// Both at once: they share one listing of the refs.
		const [refs, listed, remote] = await Promise.all([
			refsOf(dashboard),
			listBranches(repo),
			findRemote(app.db, dashboardId)
		]);
		const branches = [...listed].sort((a, b) => Number(b.isDefault) - Number(a.isDefault));
		const name = wanted ?? row.default_branch;
		const branch =
			branches.find((one) => one.name === name) ?? (wanted ? await trackedBranch(repo, wanted) : branches[0]);
		if (!branch) throw new NotFound('branch', name, { hint: 'It was renamed or deleted; choose another one.' });
		const tree = await readCanonicalTree(app, repo, branch.head);
		const stops = await stopsOf(app, dashboard, refs);
		const kinds = [...tree.assets.values()].map(({ kind }) => kind);
		return {
			id: row.id,
			title: onlyDashboard(tree).name || row.title,
			home: row.home_environment,
			defaultBranch: row.default_branch,
			branch,
			branches,
			remoteBranches: await listRemoteOnly(repo, new Set(branches.map((one) => one.name))),
			standsIn: await standsInOf(repo, [...branches, branch], stops),
			stops,
			tile: tileOf(mappingIn(onlyDashboard(tree), 'position')),
			counts: {
				charts: kinds.filter((kind) => kind === 'chart').length,
				datasets: kinds.filter((kind) => kind === 'dataset').length
			},
			remoteUrl: remote?.url ?? null,
			remoteFetchedAt: remote?.lastFetchedAt ?? null
		};
	}
});

/** `origin/<name>`, as the git remote had it. */
async function trackedBranch(repo: Repo, name: string) {
	const of = trackedName(name);
	return of && findTracked(repo, of);
}
