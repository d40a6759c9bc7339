import { rename } from 'node:fs/promises';
import { z } from 'zod';
import { DashboardId } from '#lib/domain/ids.ts';
import { deleteDashboard } from '../../db/dashboards.ts';
import { closeRepo } from '../../git/objects.ts';
import { defineOperation } from '../operation.ts';
import { openDashboard } from './repository.ts';
import { trashedRepo, TrashedContent, writeTrash } from './trash.ts';

/** Of the writes into environments so many are kept on record; the last ones. */
const MOST_DEPLOYMENTS = 1000;

/**
 * Forget a dashboard here. Its repository is kept for 30 days, and `dashboard.bring-back` undoes this. No Superset and no
 * git host is touched.
 */
export const untrackDashboard = defineOperation({
	name: 'dashboard.untrack',
	permission: 'dashboard:untrack',
	input: z.object({ dashboardId: DashboardId }),

	/** `trashed`: for `dashboard.bring-back`. */
	async run({ app, actor }, { dashboardId }) {
		const { row, repo } = await openDashboard(app, dashboardId);
		const of = <Table extends 'environment_dashboard' | 'deployment' | 'remote' | 'open_merge'>(table: Table) =>
			app.db.selectFrom(table as 'deployment').where('dashboard_id', '=', dashboardId);
		const content = TrashedContent.parse({
			dashboard: row,
			environments: await of('environment_dashboard').selectAll().execute(),
			deployments: await of('deployment').selectAll().orderBy('started_at', 'desc').limit(MOST_DEPLOYMENTS).execute(),
			remote: (await of('remote').selectAll().executeTakeFirst()) ?? null,
			merges: await of('open_merge').selectAll().execute(),
			deletedBy: actor.name
		});
		const trashed = await writeTrash(app, content, app.now());
		await deleteDashboard(app.db, dashboardId);
		await closeRepo(repo);
		await rename(repo.gitDir, trashedRepo(app, trashed));
		return { title: row.title, trashed };
	}
});
