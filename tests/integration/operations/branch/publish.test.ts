import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { upsertRemote } from '#lib/server/db/remotes.ts';
import { listRefs } from '#lib/server/git/refs.ts';
import { initRepo } from '#lib/server/git/write.ts';
import { undoCommit } from '#lib/server/operations/commit/undo.ts';
import { publishBranch } from '#lib/server/operations/branch/publish.ts';
import { sealRemoteAccess } from '#lib/server/operations/dashboard/remote-access.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextFor } from '#tests/support/app.ts';
import { branchedWorld, type BranchedWorld } from '#tests/support/operations/branch-steps.ts';
import { refsIn } from '#tests/support/operations/steps.ts';

/** A git host in a folder. */
async function connected({ app, world, dashboardId }: BranchedWorld) {
	const root = join(world.dir, 'hosts');
	await mkdir(root);
	const host = await initRepo(join(root, 'dashboard.git'));
	const sealedAccess = sealRemoteAccess(app.secrets, dashboardId, { kind: 'folder', path: host.gitDir, root });
	await upsertRemote(app.db, { dashboardId, sealedAccess, url: 'practice', lastFetchedAt: null });
	return host;
}

test('BRANCH-9 a branch is published to the git host, and then counts as pushed', async () => {
	const world = await branchedWorld();
	const { app, dashboardId, feature } = world;
	const host = await connected(world);
	const publish = () => execute(publishBranch, contextFor(app), { dashboardId, name: 'feature' });
	expect(await publish()).toEqual({ kind: 'pushed', head: feature });
	expect((await listRefs(host, 'refs/')).map(({ ref, oid }) => [ref, oid])).toEqual([['refs/heads/feature', feature]]);
	expect(await refsIn(app, dashboardId)).toMatchObject({ 'refs/remotes/origin/feature': feature });
	expect(await publish()).toMatchObject({ kind: 'up_to_date' });
	const undo = { dashboardId, branch: 'feature', expectedHead: feature };
	await expect(execute(undoCommit, contextFor(app), undo)).rejects.toMatchObject({
		message: expect.stringContaining('git host')
	});
});

test('BRANCH-9 without a git host, and for a branch that moved, it is refused with the next step', async () => {
	const { app, dashboardId, main } = await branchedWorld();
	const publish = (more: object = {}) =>
		execute(publishBranch, contextFor(app), { dashboardId, name: 'feature', ...more });
	await expect(publish()).rejects.toMatchObject({
		code: 'invalid_input',
		message: expect.stringContaining('no git host'),
		hint: expect.stringMatching(/\w/)
	});
	await expect(publish({ expected: main })).rejects.toMatchObject({ code: 'ref_moved' });
	await expect(publish({ name: 'gone' })).rejects.toMatchObject({ code: 'not_found' });
});
