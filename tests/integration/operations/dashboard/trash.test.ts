import { mkdir, readdir, rename, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listDashboards } from '#lib/server/db/dashboards.ts';
import { listDeployments } from '#lib/server/db/deployments.ts';
import { bringBackDashboard } from '#lib/server/operations/dashboard/bring-back.ts';
import { listDeletedDashboards } from '#lib/server/operations/dashboard/deleted.ts';
import { listTrackedDashboards } from '#lib/server/operations/dashboard/list.ts';
import { showDashboard } from '#lib/server/operations/dashboard/show.ts';
import { removeStrayRepositories } from '#lib/server/operations/dashboard/stray-repositories.ts';
import { trackZip } from '#lib/server/operations/dashboard/track-zip.ts';
import { untrackDashboard } from '#lib/server/operations/dashboard/untrack.ts';
import { deleteEnvironment } from '#lib/server/operations/environment/delete.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextFor } from '#tests/support/app.ts';
import { branchedWorld } from '#tests/support/operations/branch-steps.ts';
import { recording, SLUG, TITLE } from '#tests/support/operations/practice-world.ts';
import { changesOf, refsIn } from '#tests/support/operations/steps.ts';
import { deployMain, trackBySlug } from '#tests/support/whole-way.ts';

type World = Awaited<ReturnType<typeof branchedWorld>>;
const untrack = ({ app, dashboardId }: World) => execute(untrackDashboard, contextFor(app), { dashboardId });
const listed = ({ app }: World) => execute(listDeletedDashboards, contextFor(app), {});
const bringBack = ({ app }: World, id: string) => execute(bringBackDashboard, contextFor(app), { id });

test('TRASH-1 an untracked dashboard is listed, and comes back with all that it had', async () => {
	const world = await branchedWorld();
	const { app, dashboardId } = world;
	await deployMain(app, dashboardId, 'prod');
	const [refs, changes] = [await refsIn(app, dashboardId), await changesOf(app, dashboardId)];
	const shown = await execute(showDashboard, contextFor(app), { dashboardId });
	const deployments = await listDeployments(app.db, { dashboardId });
	const { trashed } = await untrack(world);
	expect(await listed(world)).toMatchObject([
		{ id: trashed, dashboardId, title: TITLE, deletedBy: 'Ada', trackedAs: null }
	]);
	expect(await listDashboards(app.db)).toEqual([]);
	expect(await bringBack(world, trashed)).toEqual({ dashboardId, title: TITLE });
	expect(await refsIn(app, dashboardId)).toEqual(refs);
	expect(await changesOf(app, dashboardId)).toEqual(changes);
	expect(await execute(showDashboard, contextFor(app), { dashboardId })).toEqual(shown);
	expect(await listDeployments(app.db, { dashboardId })).toEqual(deployments);
	expect(await listed(world)).toEqual([]);
	expect(await readdir(join(app.config.dataDir, 'trash'))).toEqual([]);
});

test('TRASH-2 one that was tracked again meanwhile stays where it is', async () => {
	const world = await branchedWorld();
	const { trashed } = await untrack(world);
	const again = await trackBySlug(world.app, 'dev', SLUG);
	expect(await listed(world)).toMatchObject([{ id: trashed, trackedAs: again }]);
	await expect(bringBack(world, trashed)).rejects.toMatchObject({
		code: 'already_exists',
		hint: expect.stringContaining('stop tracking the new one')
	});
	expect((await listDashboards(world.app.db)).map(({ id }) => id)).toEqual([again]);
	expect(await listed(world)).toHaveLength(1);
	await expect(bringBack(world, '../../etc')).rejects.toMatchObject({ code: 'not_found', hint: expect.any(String) });
});

test('TRASH-2 one whose environment is gone comes back without a home', async () => {
	const world = await branchedWorld();
	const { trashed } = await untrack(world);
	await execute(deleteEnvironment, contextFor(world.app), { name: 'dev' });
	await bringBack(world, trashed);
	expect((await listDashboards(world.app.db)).map(({ home_environment }) => home_environment)).toEqual([null]);
});

test('TRASH-3 after 30 days it goes for good, and not before', async () => {
	const world = await branchedWorld();
	const { app } = world;
	await untrack(world);
	await mkdir(join(app.config.dataDir, 'trash', 'notes of an admin'));
	await removeStrayRepositories(app, app.now() + 29 * 86_400_000);
	expect(await listed(world)).toHaveLength(1);
	await removeStrayRepositories(app, app.now() + 31 * 86_400_000);
	expect(await listed(world)).toEqual([]);
	expect(await readdir(join(app.config.dataDir, 'trash'))).toEqual(['notes of an admin']);
});

test('TRASH-4 one whose process died on its way gets there at the next start', async () => {
	const world = await branchedWorld();
	const { app, dashboardId } = world;
	const { trashed } = await untrack(world);
	// As it is when the process dies after the row went and before the repository moved.
	const { gitDir } = app.repoOf(dashboardId);
	await rename(join(app.config.dataDir, 'trash', trashed, 'repository.git'), gitDir);
	expect(await listed(world)).toEqual([]);
	await utimes(gitDir, 0, 0);
	await removeStrayRepositories(app, app.now());
	expect(await listed(world)).toMatchObject([{ id: trashed }]);
	await bringBack(world, trashed);
	expect(await listDashboards(app.db)).toHaveLength(1);
});

test('TRASH-5 a list that is read while a dashboard goes has the others', async () => {
	const world = await branchedWorld();
	const { app } = world;
	const { dashboardId: other } = await execute(trackZip, contextFor(app), { zip: recording('virtual') });
	const reading = execute(listTrackedDashboards, contextFor(app), {});
	await untrack(world);
	const ids = (await reading).map(({ id }) => id);
	expect(ids).toContain(other);
	expect((await execute(listTrackedDashboards, contextFor(app), {})).map(({ id }) => id)).toEqual([other]);
});
