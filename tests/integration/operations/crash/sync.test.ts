import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { DashboardId } from '#lib/domain/ids.ts';
import type { Synced } from '#lib/domain/sync.ts';
import type { App } from '#lib/server/app.ts';
import { upsertRemote } from '#lib/server/db/remotes.ts';
import { closeRepo } from '#lib/server/git/objects.ts';
import { initRepo } from '#lib/server/git/write.ts';
import { publishBranch } from '#lib/server/operations/branch/publish.ts';
import { sealRemoteAccess } from '#lib/server/operations/dashboard/remote-access.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { runSync } from '#lib/server/operations/sync/run.ts';
import { contextFor } from '#tests/support/app.ts';
import { chartsAt } from '#tests/support/operations/branch-steps.ts';
import { afterDeath, bundleTheDoomed, deathsOf, doomedWorld, run } from '#tests/support/operations/doomed.ts';
import { OWN_CHART, SHARED_CHART, SLUG } from '#tests/support/operations/practice-world.ts';
import { headOfMain } from '#tests/support/operations/steps.ts';
import { runJob, trackBySlug } from '#tests/support/whole-way.ts';
import { commitIn, headIn } from '../sync/sync-world.ts';

bundleTheDoomed();

/** A git remote in a folder, that both sides have worked on; and how it was. */
async function parted(app: App, dashboardId: DashboardId) {
	const root = await mkdtemp(join(tmpdir(), 'dashbranch-remotes-'));
	onTestFinished(() => rm(root, { recursive: true, force: true, maxRetries: 5 }));
	const theirs = await initRepo(join(root, 'sales.git'));
	onTestFinished(() => closeRepo(theirs));
	const sealedAccess = sealRemoteAccess(app.secrets, dashboardId, { kind: 'folder', path: theirs.gitDir, root });
	await upsertRemote(app.db, { dashboardId, sealedAccess, url: 'practice', lastFetchedAt: null });
	await execute(publishBranch, contextFor(app), { dashboardId, name: 'main' });
	const there = await commitIn(theirs, { [OWN_CHART]: 'Theirs' });
	const here = await commitIn(app.repoOf(dashboardId), { [SHARED_CHART]: 'Mine' });
	const pristine = join(root, 'pristine.git');
	await cp(theirs.gitDir, pristine, { recursive: true });
	const again = async () => {
		await closeRepo(theirs);
		await rm(theirs.gitDir, { recursive: true });
		await cp(pristine, theirs.gitDir, { recursive: true });
	};
	return { theirs, here, there, again };
}

test('SYNC-26 killed at each step of a pull and a push', { timeout: 600_000 }, async () => {
	const world = await doomedWorld(async ({ app }) => {
		const dashboardId = await trackBySlug(app, 'dev', SLUG);
		return { dashboardId, ...(await parted(app, dashboardId)) };
	});
	const { dashboardId, theirs, here, there, again } = world.prepared;
	const fate = { operation: 'sync.run', input: { dashboardId, branch: 'main' }, personId: world.personId };
	const deaths = await deathsOf(fate, world);
	expect(deaths.length).toBeGreaterThan(8);
	for (const death of deaths) {
		const dir = await world.again();
		await again();
		await run({ ...fate, dir }, world, death);
		await afterDeath(dir, async (app) => {
			const [mine, other] = [(await headOfMain(app, dashboardId))!, await headIn(theirs)];
			// Only the remote can have the merge alone: a branch of ours moves last.
			if (mine !== here) expect(mine).toBe(other);
			if (other === there) expect(mine).toBe(here);
			const { kind } = (await runJob(app, runSync, { dashboardId })) as Synced;
			expect(kind).toBe(mine === here ? 'done' : 'up_to_date');
			const merged = (await headOfMain(app, dashboardId))!;
			expect(merged).toBe(await headIn(theirs));
			expect(await chartsAt(app, dashboardId, merged)).toEqual(['Mine', 'Theirs']);
		});
	}
});
