import { z } from 'zod';
import type { Proof } from '#lib/domain/deployment.ts';
import { NotFound } from '#lib/domain/errors.ts';
import { DashboardId, EnvironmentName } from '#lib/domain/ids.ts';
import { deployedRef } from '#lib/domain/refs.ts';
import { getDashboard } from '../../db/dashboards.ts';
import { getEnvironment } from '../../db/environments.ts';
import { assetTreeOf } from '../../git/asset-trees.ts';
import { treeOf } from '../../git/objects.ts';
import { resolveRef } from '../../git/refs.ts';
import { writeTree } from '../../git/write.ts';
import { holdableBy } from '../../superset/bundle/held-back.ts';
import { capabilitiesOf } from '../../superset/capabilities.ts';
import { captureSurely } from '../capture/capture-surely.ts';
import { editsTowards, openDashboard, readCanonicalTree } from '../dashboard/repository.ts';
import { defineOperation } from '../operation.ts';
import { proofOf } from './proof.ts';

/** Look whether an environment still holds what was deployed there last. Writes nothing there. */
export const verifyDeployment = defineOperation({
	name: 'deployment.verify',
	permission: 'dashboard:capture',
	input: z.object({ dashboardId: DashboardId, environment: EnvironmentName }),
	resumable: true,
	title: async ({ dashboardId, environment }, app) =>
		`Verify “${(await getDashboard(app.db, dashboardId)).title}” in ${environment}`,
	href: ({ dashboardId }) => `/dashboards/${dashboardId}/deployments`,

	async run(context, { dashboardId, environment: name }): Promise<{ proof: Proof }> {
		const { app, signal } = context;
		const dashboard = await openDashboard(app, dashboardId);
		const { repo } = dashboard;
		const environment = await getEnvironment(app.db, name);
		const commit = await resolveRef(repo, deployedRef(name));
		if (!commit) {
			throw new NotFound('deployment in', environment.title, {
				hint: 'Deploy it there first; then it can be verified.'
			});
		}
		await context.report(`Looking at what ${environment.title} holds`, 0.2);
		const capabilities = capabilitiesOf(await (await app.superset(name)).version({ signal }));
		const holdable = holdableBy(await readCanonicalTree(app, repo, commit), capabilities);
		const after = await captureSurely(context, dashboard, { environment, terms: commit });
		const edits = await editsTowards(repo, commit, holdable.tree);
		const trees = {
			deployed: await assetTreeOf(repo, commit),
			expected: await writeTree(repo, { base: commit, edits }),
			found: after.live ? await treeOf(repo, after.live) : await writeTree(repo, { base: null, edits: new Map() })
		};
		const proof = proofOf({ holdable, found: after.tree, trees, provenAt: app.now() });
		const right = proof.items.filter(({ standing }) => standing === 'equal' || standing === 'held-back').length;
		await context.report(`${right} of ${proof.items.length} objects match`, 1);
		return { proof };
	}
});
