import { z } from 'zod';
import type { DashboardChanges } from '#lib/domain/dashboard.ts';
import { BundleRejected } from '#lib/domain/errors.ts';
import { DashboardId, type AssetUuid } from '#lib/domain/ids.ts';
import { BranchName } from '#lib/domain/refs.ts';
import { readExport, treeOfDashboard, type Export } from '../../superset/bundle/export.ts';
import { findingsOf } from '../../superset/bundle/lint.ts';
import { dashboardsIn } from '../../superset/bundle/tree.ts';
import { scratchCommit } from '../apply/scratch.ts';
import { dashboardChanges } from '../dashboard/changes.ts';
import { openDashboard } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';
import { uploadMessage } from './upload.ts';

/**
 * Take an export of a dashboard as changes of a branch; no Superset is asked. `live` of the answer is what was uploaded,
 * for `commit.create`, and for `dashboard.changes` to show it again; nothing is committed yet.
 */
export const changesFromZip = defineOperation({
	name: 'changes.from-zip',
	permission: 'commit:write',
	input: z.object({
		dashboardId: DashboardId,
		branch: BranchName.optional(),
		zip: z.instanceof(Uint8Array, { error: 'is missing or empty' }),
		/** What the file is called, for those who look at it later. */
		name: z.string().max(1000).default('')
	}),

	async run(context, { dashboardId, branch, zip, name }): Promise<DashboardChanges> {
		const { app } = context;
		const dashboard = await openDashboard(app, dashboardId);
		const { row } = dashboard;
		const found = await readExport(zip, app.memory);
		refuseOther(found, { uuid: row.dashboard_uuid, title: row.title });
		const { tree } = treeOfDashboard(found, row.dashboard_uuid);
		const live = await scratchCommit(context, dashboard, { base: null, tree, message: uploadMessage(name) });
		const changes = await dashboardChanges.run(context, { dashboardId, branch, upload: live });
		return { ...changes, findings: findingsOf(tree).map(({ level, message, hint }) => ({ level, message, hint })) };
	}
});

/** @throws {BundleRejected} that names the dashboards that the file holds, where this one is not among them. */
function refuseOther({ found }: Export, wanted: { uuid: AssetUuid; title: string }): void {
	const dashboards = dashboardsIn(found);
	if (dashboards.length === 0 || dashboards.some(({ uuid }) => uuid === wanted.uuid)) return;
	const [first, ...others] = dashboards;
	const titles = others.length ? `${dashboards.length} other dashboards` : `“${first!.name}”`;
	throw new BundleRejected(`The file holds ${titles}, not “${wanted.title}”.`, {
		hint: 'Export this dashboard, or add the other one as a dashboard of its own.',
		findings: dashboards.map(({ uuid, name }) => ({ path: uuid, message: name }))
	});
}
