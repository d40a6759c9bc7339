import { z } from 'zod';
import { DashboardId } from '#lib/domain/ids.ts';
import { slugOf } from '../../superset/bundle/ids.ts';
import { holdableBy } from '../../superset/bundle/held-back.ts';
import { anyTarget } from '../../superset/bundle/target.ts';
import { bundleFor, everythingIn } from '../../superset/bundle/write.ts';
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
		version: z
			.string()
			.regex(/^\d+\.\d+(\.\d+)?$/, 'must be a version of Superset like 6.1.0')
			.default('6.1.0')
	}),

	async run({ app }, { dashboardId, commit, version }) {
		const { row, repo } = await openDashboard(app, dashboardId);
		const oid = await commitNamed(repo, commit);
		const target = anyTarget(version);
		const { tree } = holdableBy(await readCanonicalTree(app, repo, oid), target.capabilities);
		const bytes = await bundleFor('whole', tree, { full: everythingIn(tree), target });
		return { name: `${slugOf(row.title, 'dashboard')}-${oid.slice(0, 7)}.zip`, bytes };
	}
});
