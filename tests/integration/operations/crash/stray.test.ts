import { existsSync } from 'node:fs';
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listDashboards } from '#lib/server/db/dashboards.ts';
import { initRepo } from '#lib/server/git/write.ts';
import { trackZip } from '#lib/server/operations/dashboard/track-zip.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextFor, expect, test } from '#tests/support/app.ts';
import { recording } from '#tests/support/operations/practice-world.ts';
import { startProcess } from '#tests/support/process/start.ts';

test('CRASH-6 of old repositories only those without a dashboard go', async ({ world }) => {
	const { app } = world;
	const { dashboardId } = await execute(trackZip, contextFor(app), { zip: recording('virtual') });
	const folder = join(world.dir, 'repos');
	const stray = 'aaaaaaaa-0000-4000-8000-000000000001.git';
	const young = 'aaaaaaaa-0000-4000-8000-000000000002.git';
	await initRepo(join(folder, stray));
	await initRepo(join(folder, young));
	await mkdir(join(folder, 'notes of an admin'));
	for (const name of [stray, 'notes of an admin', `${dashboardId}.git`]) await utimes(join(folder, name), 0, 0);
	await world.startAnother();
	expect((await readdir(folder)).sort()).toEqual(['notes of an admin', young, `${dashboardId}.git`].sort());
	expect(await listDashboards(app.db)).toHaveLength(1);
});

test('GIT-36 at a start old locks are taken out of the repositories, new ones stay', async ({ world }) => {
	const { dashboardId } = await execute(trackZip, contextFor(world.app), { zip: recording('virtual') });
	const { gitDir } = world.app.repoOf(dashboardId);
	const [old, young] = [join(gitDir, 'refs/heads/main.lock'), join(gitDir, 'packed-refs.lock')];
	for (const lock of [old, young]) await writeFile(lock, '');
	await utimes(old, 0, 0);
	await world.startAnother();
	expect([existsSync(old), existsSync(young)]).toEqual([false, true]);
});

test('CRASH-1 a job of a process that is killed leaves no lock', async ({ world }) => {
	// What is half done is proved by CRASH-2 to 5 for each job; here for one that holds the lock for ever.
	const { addEnvironment } = await import('#tests/support/environment.ts');
	const { lockOn } = await import('#tests/support/operations/deployed-world.ts');
	await addEnvironment(world.app);
	const other = startProcess('tests/support/process/work-forever.ts', [world.dir, 'once', 'person', 'admin']);
	await other.said('working');
	expect(await lockOn(world.app, 'dev')).toBeDefined();
	await other.kill();
	const next = await world.startAnother();
	expect(await lockOn(next, 'dev')).toBeUndefined();
});
