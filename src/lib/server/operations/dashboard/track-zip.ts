import { z } from 'zod';
import { BundleRejected } from '#lib/domain/errors.ts';
import { AssetUuid } from '#lib/domain/ids.ts';
import { BranchName, branchRef } from '#lib/domain/refs.ts';
import { commitEdits } from '../../git/write.ts';
import type { CanonicalAsset } from '../../superset/bundle/asset.ts';
import { canonicalAssets } from '../../superset/bundle/canonical.ts';
import { bundleTypeOf } from '../../superset/bundle/raw.ts';
import { assetsOfDashboard, dashboardsIn, treeOfAssets } from '../../superset/bundle/tree.ts';
import { readBundle } from '../../superset/bundle/zip.ts';
import { defineOperation } from '../operation.ts';
import { createDashboard } from './create.ts';

/** Give a dashboard that somebody exported as a ZIP a repository of its own; no Superset is asked. */
export const trackZip = defineOperation({
	name: 'dashboard.track-zip',
	permission: 'dashboard:track',
	input: z.object({
		zip: z.instanceof(Uint8Array),
		/** Which one, where the ZIP holds several. */
		dashboard: AssetUuid.optional()
	}),

	async run(context, { zip, dashboard: wanted }) {
		const { app, actor } = context;
		const { files } = await readBundle(zip);
		bundleTypeOf(files);
		const found = canonicalAssets(files, { memory: app.memory });
		const chosen = chosenDashboard(dashboardsIn(found), wanted);
		const tree = treeOfAssets(assetsOfDashboard(found, chosen.uuid));
		const dashboardId = await createDashboard(
			context,
			{ title: chosen.name, uuid: chosen.uuid, home: null },
			async (dashboard) => {
				await commitEdits(dashboard.repo, {
					ref: branchRef(BranchName.parse(dashboard.row.default_branch)),
					expected: null,
					base: null,
					edits: tree.files,
					message: `Track “${chosen.name}” from a ZIP\n`,
					author: actor,
					at: app.now()
				});
			}
		);
		const findings = tree.findings.map(({ level, message, hint }) => ({ level, message, hint }));
		return { dashboardId, title: chosen.name, findings };
	}
});

function chosenDashboard(dashboards: readonly CanonicalAsset[], wanted: AssetUuid | undefined): CanonicalAsset {
	const [first, ...others] = dashboards;
	const chosen = wanted ? dashboards.find(({ uuid }) => uuid === wanted) : others.length === 0 ? first : undefined;
	if (chosen) return chosen;
	if (!first) {
		throw new BundleRejected('The ZIP holds no dashboard.', {
			hint: 'In Superset, export the dashboard itself; its charts and datasets come along.'
		});
	}
	const titles = dashboards.map(({ name, uuid }) => `“${name}” (${uuid})`).join(', ');
	throw new BundleRejected(
		wanted ? `The ZIP has no dashboard ${wanted}.` : `The ZIP holds ${dashboards.length} dashboards: ${titles}.`,
		{
			hint: 'Choose one of them.',
			findings: dashboards.map(({ uuid, name }) => ({ path: uuid, message: name }))
		}
	);
}
