import { z } from 'zod';
import { changesBetween, suggestedMessage } from '#lib/domain/compare/changes.ts';
import type { DashboardChanges } from '#lib/domain/dashboard.ts';
import { DashboardId, EnvironmentName, Oid } from '#lib/domain/ids.ts';
import { BranchName, liveRef } from '#lib/domain/refs.ts';
import { findEnvironmentDashboard } from '../../db/environment-dashboards.ts';
import { resolveRef } from '../../git/refs.ts';
import { comparedAssets } from '../../superset/bundle/compared.ts';
import { lintTree } from '../../superset/bundle/lint.ts';
import { liveOnHead } from '../changes/on-head.ts';
import { getUpload } from '../changes/upload.ts';
import { defineOperation } from '../operation.ts';
import { openDashboard, readCanonicalTree, shownHeadOf } from './repository.ts';

/**
 * What people changed in an environment since a branch: head → live, at home on top of what the branch got since. Defaults: the default branch, its home.
 * @throws {NotFound} when there is no such branch, or no such upload any more
 */
export const dashboardChanges = defineOperation({
	name: 'dashboard.changes',
	permission: 'dashboard:read',
	input: z.object({
		dashboardId: DashboardId,
		branch: BranchName.optional(),
		environment: EnvironmentName.optional(),
		/** `live` of an uploaded file (`changes.from-zip`), to be compared instead of an environment. */
		upload: Oid.optional()
	}),

	async run({ app }, input): Promise<DashboardChanges> {
		const dashboard = await openDashboard(app, input.dashboardId);
		const { row, repo } = dashboard;
		const branch = input.branch ?? BranchName.parse(row.default_branch);
		const uploaded = input.upload ? await getUpload(repo, input.upload) : null;
		const environment = uploaded ? null : (input.environment ?? row.home_environment);
		const head = await shownHeadOf(repo, branch);
		const live = uploaded ? uploaded.live : environment && (await resolveRef(repo, liveRef(environment)));
		const known = environment && (await findEnvironmentDashboard(app.db, { dashboardId: row.id, environment }));
		const capturedAt = (uploaded ? uploaded.at : known && known.capturedAt) ?? null;
		const nothing = {
			environment,
			upload: uploaded?.file ?? null,
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

		const isHome = environment !== null && environment === row.home_environment;
		const tree = isHome
			? await liveOnHead(app, dashboard, { branch, head, live })
			: await readCanonicalTree(app, repo, live);
		const changes = changesBetween(comparedAssets(await readCanonicalTree(app, repo, head)), comparedAssets(tree));
		return {
			...nothing,
			...changes,
			suggestedMessage: suggestedMessage(changes.assets),
			findings: lintTree(tree).map(({ level, message, hint }) => ({ level, message, hint }))
		};
	}
});
