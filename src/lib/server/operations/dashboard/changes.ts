import { z } from 'zod';
import { changesBetween, suggestedMessage } from '#lib/domain/compare/changes.ts';
import type { DashboardChanges } from '#lib/domain/dashboard.ts';
import { DashboardId, EnvironmentName } from '#lib/domain/ids.ts';
import { BranchName, liveRef } from '#lib/domain/refs.ts';
import { findEnvironmentDashboard } from '../../db/environment-dashboards.ts';
import { resolveRef } from '../../git/refs.ts';
import { comparedAssets } from '../../superset/bundle/compared.ts';
import { lintTree } from '../../superset/bundle/lint.ts';
import { defineOperation } from '../operation.ts';
import { openDashboard, readCanonicalTree, shownHeadOf } from './repository.ts';

/** What people changed in an environment since a branch: head → live. Defaults: the default branch, its home. */
export const dashboardChanges = defineOperation({
	name: 'dashboard.changes',
	permission: 'dashboard:read',
	input: z.object({ dashboardId: DashboardId, branch: BranchName.optional(), environment: EnvironmentName.optional() }),

	async run({ app }, input): Promise<DashboardChanges> {
		const { row, repo } = await openDashboard(app, input.dashboardId);
		const branch = input.branch ?? BranchName.parse(row.default_branch);
		const environment = input.environment ?? row.home_environment;
		const head = await shownHeadOf(repo, branch);
		const live = environment && (await resolveRef(repo, liveRef(environment)));
		const known = environment && (await findEnvironmentDashboard(app.db, { dashboardId: row.id, environment }));
		const capturedAt = (known && known.capturedAt) ?? null;
		const nothing = {
			environment,
			branch,
			head,
			live,
			capturedAt,
			assets: [],
			machineMadeOnly: 0,
			suggestedMessage: '',
			findings: []
		};
		if (!live) return nothing;

		const tree = await readCanonicalTree(app, repo, live);
		const changes = changesBetween(comparedAssets(await readCanonicalTree(app, repo, head)), comparedAssets(tree));
		return {
			...nothing,
			...changes,
			suggestedMessage: suggestedMessage(changes.assets),
			findings: lintTree(tree).map(({ level, message, hint }) => ({ level, message, hint }))
		};
	}
});
