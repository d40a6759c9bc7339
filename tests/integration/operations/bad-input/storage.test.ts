import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { createBranch } from '#lib/server/operations/branch/create.ts';
import { trackZip } from '#lib/server/operations/dashboard/track-zip.ts';
import { captureDashboard } from '#lib/server/operations/dashboard/capture.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { actorOf, contextFor, openWorld } from '#tests/support/app.ts';
import { OWN_CHART, practiceWorld, recording, SLUG } from '#tests/support/operations/practice-world.ts';
import { renameChart } from '#tests/support/operations/edits.ts';
import { capture, changesOf, planFor, refsIn } from '#tests/support/operations/steps.ts';
import { trackBySlug } from '#tests/support/whole-way.ts';

const hint = expect.stringMatching(/\w/);

test('BAD-20 a locked database is told, and nothing is lost', async () => {
	const { app, world } = await practiceWorld();
	const dashboardId = await trackBySlug(app, 'dev', SLUG);
	// SQLite waits five seconds for a lock; a test need not.
	await sql`pragma busy_timeout = 0`.execute(app.db);
	const other = new Sqlite(join(world.dir, 'dashbranch.sqlite'));
	other.exec('begin immediate');
	const locked = { code: 'storage_failed', message: expect.stringContaining('locked'), hint };
	await expect(
		app.jobs.start(captureDashboard, actorOf('admin'), { dashboardId, environment: 'dev' })
	).rejects.toMatchObject(locked);
	await expect(execute(trackZip, contextFor(app), { zip: recording('virtual') })).rejects.toMatchObject(locked);
	await expect(planFor(app, dashboardId)).rejects.toMatchObject(locked);
	expect(await changesOf(app, dashboardId)).toMatchObject({ assets: [] });
	other.exec('rollback');
	other.close();
	await execute(trackZip, contextFor(app), { zip: recording('virtual') });
	expect((await planFor(app, dashboardId)).items).toHaveLength(4);
});

test('BAD-20 a full disk is told, and nothing is lost', async () => {
	const { app, close } = await openWorld();
	const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(app.db);
	await sql`pragma max_page_count = ${sql.lit(rows[0]!.page_count)}`.execute(app.db);
	const insert = () =>
		app.db
			.insertInto('throttle' as never)
			.values({ key: 'x'.repeat(100_000), failures: 1, window_ends_at: 0 } as never)
			.execute();
	const failed: unknown = await insert().catch((error: unknown) => error);
	expect(failed).toMatchObject({ code: 'storage_failed', message: expect.stringContaining('full'), hint });
	await close();
});

test('BAD-21 a repository that is missing is told, and put back all is as before', async () => {
	const { app, dev } = await practiceWorld();
	const dashboardId = await trackBySlug(app, 'dev', SLUG);
	const refs = await refsIn(app, dashboardId);
	const { gitDir } = app.repoOf(dashboardId);
	await rename(gitDir, `${gitDir}.away`);
	renameChart(dev, OWN_CHART, 'Channels');
	const missing = { code: 'storage_failed', message: expect.stringContaining('repository'), hint };
	await expect(capture(app, dashboardId)).rejects.toMatchObject(missing);
	await expect(execute(createBranch, contextFor(app), { dashboardId, name: 'feature' })).rejects.toMatchObject(missing);
	await rename(`${gitDir}.away`, gitDir);
	expect(await refsIn(app, dashboardId)).toEqual(refs);
	expect(await capture(app, dashboardId)).toMatchObject({ how: 'moved' });
});
