import { rename } from 'node:fs/promises';
import type { Insertable } from 'kysely';
import { z } from 'zod';
import { NotFound } from '#lib/domain/errors.ts';
import type { Db } from '../../db/database.ts';
import { insertDashboard } from '../../db/dashboards.ts';
import { listEnvironments } from '../../db/environments.ts';
import type { Schema } from '../../db/schema.ts';
import { defineOperation } from '../operation.ts';
import { refuseTwin } from './create.ts';
import { listTrash, removeFromTrash, trashedRepo, type TrashedContent } from './trash.ts';

const TRACKED_ANEW = 'It was tracked anew meanwhile. To have this one back, stop tracking the new one first.';

/** Track a dashboard again as it was, with its whole history. */
export const bringBackDashboard = defineOperation({
	name: 'dashboard.bring-back',
	permission: 'dashboard:untrack',
	input: z.object({
		/** As `dashboard.deleted` lists it, or `dashboard.untrack` gave it. */
		id: z.string().max(60)
	}),

	async run({ app }, { id }) {
		const found = (await listTrash(app)).find((one) => one.id === id);
		if (!found) {
			throw new NotFound('deleted dashboard', id, {
				hint: 'It was brought back already, or deleted over 30 days ago.'
			});
		}
		const { dashboardId, content } = found;
		await refuseTwin(app, content.dashboard.dashboard_uuid, TRACKED_ANEW);
		const { gitDir } = app.repoOf(dashboardId);
		// The repository first: a dashboard that is listed is whole. Without its row it goes back into the trash at a start.
		await rename(trashedRepo(app, id), gitDir);
		try {
			const environments = new Set<unknown>((await listEnvironments(app.db)).map(({ name }) => name));
			await app.db.transaction().execute((trx) => insertAll(trx, content, environments));
		} catch (cause) {
			await rename(gitDir, trashedRepo(app, id));
			await refuseTwin(app, content.dashboard.dashboard_uuid, TRACKED_ANEW);
			throw cause;
		}
		await removeFromTrash(app, id);
		return { dashboardId, title: content.dashboard.title };
	}
});

/** Environments may have gone meanwhile: then it is without its home, and what was known of them is not needed. */
async function insertAll(db: Db, content: TrashedContent, environments: ReadonlySet<unknown>): Promise<void> {
	const { dashboard, remote } = content;
	const home = dashboard.home_environment;
	await insertDashboard(db, { ...dashboard, home_environment: home && environments.has(home) ? home : null });
	for (const row of content.environments.filter(({ environment }) => environments.has(environment))) {
		await db
			.insertInto('environment_dashboard')
			.values(row as Insertable<Schema['environment_dashboard']>)
			.execute();
	}
	for (const row of content.deployments) {
		await db
			.insertInto('deployment')
			.values(row as Insertable<Schema['deployment']>)
			.execute();
	}
	for (const row of content.merges) {
		await db
			.insertInto('open_merge')
			.values(row as Insertable<Schema['open_merge']>)
			.execute();
	}
	if (remote)
		await db
			.insertInto('remote')
			.values(remote as Insertable<Schema['remote']>)
			.execute();
}
