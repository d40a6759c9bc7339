import { z } from 'zod';
import { NotFound } from '#lib/domain/errors.ts';
import { EnvironmentName } from '#lib/domain/ids.ts';
import { BranchName, branchRef } from '#lib/domain/refs.ts';
import type { Db } from '../../db/database.ts';
import {
	updateShownBranch,
	upsertEnvironmentDashboard,
	type EnvironmentDashboard
} from '../../db/environment-dashboards.ts';
import { getEnvironment } from '../../db/environments.ts';
import { commitEdits } from '../../git/write.ts';
import { captureEnvironment } from '../capture/capture-environment.ts';
import { GIT_ATTRIBUTES_FILE } from '../../superset/bundle/git-attributes.ts';
import { defineOperation } from '../operation.ts';
import { createDashboard } from './create.ts';

/** Give a dashboard of an environment a repository of its own, with what is there now as its first commit. */
export const trackDashboard = defineOperation({
	name: 'dashboard.track',
	permission: 'dashboard:track',
	input: z.object({ environment: EnvironmentName, supersetId: z.coerce.number().int().positive() }),
	title: ({ supersetId, environment }) => `Track dashboard ${supersetId} of ${environment}`,
	href: () => '/dashboards',

	async run(context, { environment, supersetId }) {
		const { app, actor, signal } = context;
		const home = await getEnvironment(app.db, environment);
		await context.report(`Looking it up in ${home.title}`, 0.05);
		const found = await (await app.superset(environment)).findDashboard({ id: supersetId }, { signal });
		if (!found) {
			throw new NotFound(`dashboard in ${home.title}`, String(supersetId), {
				hint: 'Load the list again: it may have been deleted.'
			});
		}
		const dashboardId = await createDashboard(
			context,
			{ title: found.title, uuid: found.uuid, home: environment },
			async (dashboard) => {
				await context.report(`Capturing “${found.title}”`, 0.2);
				const seen: EnvironmentDashboard[] = [];
				const { tree } = await captureEnvironment(context, dashboard, {
					environment: home,
					remember: async (known) => void seen.push(known)
				});
				if (!tree)
					throw new NotFound(`dashboard in ${home.title}`, found.title, { hint: 'It was deleted a moment ago.' });
				await context.report('Making the first commit', 0.9);
				const first = await commitEdits(dashboard.repo, {
					ref: branchRef(BranchName.parse(dashboard.row.default_branch)),
					expected: null,
					base: null,
					edits: new Map([...tree.files, GIT_ATTRIBUTES_FILE]),
					message: `Track “${found.title}” from ${environment}\n`,
					author: actor,
					at: app.now()
				});
				return async (db: Db) => {
					for (const known of seen) await upsertEnvironmentDashboard(db, known);
					const where = { dashboardId: dashboard.row.id, environment };
					await updateShownBranch(db, where, { branch: null, since: first.commit });
				};
			}
		);
		return { dashboardId };
	}
});
