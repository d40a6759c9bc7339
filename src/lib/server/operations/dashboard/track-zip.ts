import { z } from 'zod';
import { AssetUuid } from '#lib/domain/ids.ts';
import { BranchName, branchRef } from '#lib/domain/refs.ts';
import { commitEdits } from '../../git/write.ts';
import { readExport, treeOfDashboard } from '../../superset/bundle/export.ts';
import { findingsOf } from '../../superset/bundle/lint.ts';
import { GIT_ATTRIBUTES_FILE } from '../../superset/bundle/git-attributes.ts';
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
		const { dashboard: chosen, tree } = treeOfDashboard(await readExport(zip, app.memory), wanted);
		const dashboardId = await createDashboard(
			context,
			{ title: chosen.name, uuid: chosen.uuid, home: null },
			async (dashboard) => {
				await commitEdits(dashboard.repo, {
					ref: branchRef(BranchName.parse(dashboard.row.default_branch)),
					expected: null,
					base: null,
					edits: new Map([...tree.files, GIT_ATTRIBUTES_FILE]),
					message: `Track “${chosen.name}” from a ZIP\n`,
					author: actor,
					at: app.now()
				});
			}
		);
		const findings = findingsOf(tree).map(({ level, message, hint }) => ({ level, message, hint }));
		return { dashboardId, title: chosen.name, findings };
	}
});
