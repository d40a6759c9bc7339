import { z } from 'zod';
import { changesBetween, suggestedMessage } from '#lib/domain/compare/changes.ts';
import type { DashboardChanges } from '#lib/domain/dashboard.ts';
import { DashboardId } from '#lib/domain/ids.ts';
import { BranchName } from '#lib/domain/refs.ts';
import { comparedAssets } from '../../superset/bundle/compared.ts';
import { readExport, treeOfDashboard } from '../../superset/bundle/export.ts';
import { findingsOf } from '../../superset/bundle/lint.ts';
import { scratchCommit } from '../apply/scratch.ts';
import { headOf, openDashboard, readCanonicalTree } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';

/**
 * Take an export of a dashboard as changes of a branch; no Superset is asked. `live` of the answer is what was uploaded,
 * for `commit.create`; nothing is committed yet.
 */
export const changesFromZip = defineOperation({
	name: 'changes.from-zip',
	permission: 'commit:write',
	input: z.object({ dashboardId: DashboardId, branch: BranchName.optional(), zip: z.instanceof(Uint8Array) }),

	async run(context, { dashboardId, branch: wanted, zip }): Promise<DashboardChanges> {
		const { app } = context;
		const dashboard = await openDashboard(app, dashboardId);
		const { row, repo } = dashboard;
		const branch = wanted ?? row.default_branch;
		const head = await headOf(repo, branch);
		const found = await readExport(zip, app.memory);
		const { tree } = treeOfDashboard(found, row.dashboard_uuid, 'Export this dashboard, or track the other one.');
		const live = await scratchCommit(context, dashboard, { base: null, tree, message: `Upload of “${row.title}”` });
		const changes = changesBetween(comparedAssets(await readCanonicalTree(app, repo, head)), comparedAssets(tree));
		return {
			...{ environment: null, branch, head, live, capturedAt: app.now() },
			...changes,
			suggestedMessage: suggestedMessage(changes.assets),
			findings: findingsOf(tree).map(({ level, message, hint }) => ({ level, message, hint }))
		};
	}
});
