import { z } from 'zod';
import { DashboardId } from '#lib/domain/ids.ts';
import { slugOf } from '../../superset/bundle/ids.ts';
import { NEWEST_VERSION, SupersetVersion, zipFor } from '../../superset/bundle/zip-for.ts';
import { defineOperation } from '../operation.ts';
import { commitNamed, openDashboard, readCanonicalTree } from './repository.ts';

/** A commit as a ZIP that Superset's own import takes. `version`: the Superset that it is for, e.g. `4.1.4`. */
export const zipDashboard = defineOperation({
	name: 'dashboard.zip',
	permission: 'dashboard:read',
	input: z.object({
		dashboardId: DashboardId,
		/** A commit's id or a branch's name. */
		commit: z.string().min(1).max(244),
		version: SupersetVersion.default(NEWEST_VERSION)
	}),

	async run({ app }, { dashboardId, commit, version }) {
		const { row, repo } = await openDashboard(app, dashboardId);
		const oid = await commitNamed(repo, commit);
		const { bytes } = await zipFor(version, await readCanonicalTree(app, repo, oid));
		return { name: `${slugOf(row.title, 'dashboard')}-${oid.slice(0, 7)}.zip`, bytes };
	}
});
