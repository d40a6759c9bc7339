import { expect, test } from 'vitest';
import type { Fetched } from '#lib/domain/remote.ts';
import { listDashboardBranches } from '#lib/server/operations/branch/list.ts';
import { createBranch } from '#lib/server/operations/branch/create.ts';
import { publishBranch } from '#lib/server/operations/branch/publish.ts';
import { createCommit } from '#lib/server/operations/commit/create.ts';
import { openBranch } from '#lib/server/operations/apply/open.ts';
import { planApply } from '#lib/server/operations/apply/plan.ts';
import { listSides } from '#lib/server/operations/compare/sides.ts';
import { compareTrees } from '#lib/server/operations/compare/trees.ts';
import { dashboardChanges } from '#lib/server/operations/dashboard/changes.ts';
import { showDashboard } from '#lib/server/operations/dashboard/show.ts';
import { listHistory } from '#lib/server/operations/history/list.ts';
import { startMerge } from '#lib/server/operations/merge/start.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { checkRemote } from '#lib/server/operations/remote/check.ts';
import { fetchDashboardRemote } from '#lib/server/operations/remote/fetch.ts';
import { showRemote } from '#lib/server/operations/remote/show.ts';
import { contextFor } from '#tests/support/app.ts';
import { headOf } from '#tests/support/operations/branch-steps.ts';
import { refsIn } from '#tests/support/operations/steps.ts';
import { runJob } from '#tests/support/whole-way.ts';
import { commitThere, connect, remoteWorld, type RemoteWorld } from './remote-world.ts';

const fetched = ({ app, dashboardId }: RemoteWorld) =>
	runJob(app, fetchDashboardRemote, { dashboardId }) as Promise<Fetched>;
const publish = ({ app, dashboardId }: RemoteWorld, name: string) =>
	execute(publishBranch, contextFor(app), { dashboardId, name });

test('REMOTE-10 a fetch brings what is new, notes when, and moves no branch of ours', async () => {
	const world = await remoteWorld();
	const { app, dashboardId, main } = world;
	await connect(world);
	await publish(world, 'main');
	const theirs = await commitThere(world, 'main');
	const other = await commitThere(world, 'release/1.4', main);
	const before = await refsIn(app, dashboardId);
	const found = await fetched(world);
	expect(found).toMatchObject({ moved: 2, gone: 0, tags: 0, passedOver: [] });
	expect(await refsIn(app, dashboardId)).toEqual({
		...before,
		'refs/remotes/origin/main': theirs,
		'refs/remotes/origin/release/1.4': other
	});
	const { connection } = await execute(showRemote, contextFor(app), { dashboardId });
	expect(connection?.lastFetchedAt).toBe(found.fetchedAt);
	expect(await fetched(world)).toMatchObject({ moved: 0, gone: 0 });
});

test('REMOTE-10 without a remote it is refused with the next step', async () => {
	const { app, dashboardId } = await remoteWorld();
	await expect(execute(fetchDashboardRemote, contextFor(app), { dashboardId })).rejects.toMatchObject({
		code: 'invalid_input',
		hint: expect.stringContaining('settings of the dashboard')
	});
});

test('REMOTE-11 a check asks nobody when somebody fetched just now, and is shared', async () => {
	const world = await remoteWorld();
	const { app, dashboardId, host } = world;
	const check = (more: object = {}) => execute(checkRemote, contextFor(app), { dashboardId, ...more });
	expect(await check()).toEqual({ how: 'nowhere', changed: false, fetchedAt: null });
	await connect(world);
	await commitThere(world, 'main');
	const asked = host.requests.length;
	const both = await Promise.all([check(), check()]);
	expect(both[0]).toMatchObject({ how: 'fetched', changed: true });
	expect(both[1]).toEqual(both[0]);
	const alone = host.requests.length - asked;
	expect(await check()).toMatchObject({ how: 'fresh', changed: false, fetchedAt: both[0].fetchedAt });
	expect(host.requests.length - asked).toBe(alone);
	expect(await check({ maxAgeMs: 0 })).toMatchObject({ how: 'fetched', changed: false });
});

test('BRANCH-10 a branch says how far it is from the remote’s; what only that has is apart', async () => {
	const world = await remoteWorld();
	const { app, dashboardId, main, feature } = world;
	await connect(world);
	await publish(world, 'main');
	const theirs = await commitThere(world, 'main');
	await commitThere(world, 'only/there', main);
	await fetched(world);
	const view = await execute(showDashboard, contextFor(app), { dashboardId });
	expect(view.branches).toMatchObject([
		{ name: 'main', place: 'here', remote: { head: theirs, ahead: 0, behind: 1 } },
		{ name: 'feature', head: feature, remote: null }
	]);
	expect(view.remoteBranches).toMatchObject([
		{ name: 'origin/only/there', place: 'origin', ahead: 1, behind: 0, remote: null, isDefault: false }
	]);
	expect(view).toMatchObject({ remoteUrl: world.host.url, remoteFetchedAt: expect.any(Number) });
	const listed = await execute(listDashboardBranches, contextFor(app), { dashboardId });
	expect(listed.map(({ name }) => name).sort()).toEqual(['feature', 'main']);
});

test('BRANCH-11 what only the remote has is read and started from, and refuses to be written to', async () => {
	const world = await remoteWorld();
	const { app, dashboardId } = world;
	const context = contextFor(app);
	await connect(world);
	await publish(world, 'feature');
	const theirs = await commitThere(world, 'feature');
	await fetched(world);
	const named = { dashboardId, branch: 'origin/feature' };
	expect((await execute(showDashboard, context, named)).branch).toMatchObject({ head: theirs, place: 'origin' });
	const { live } = await execute(dashboardChanges, context, named);
	expect((await execute(listHistory, context, { dashboardId, from: 'origin/feature' })).entries[0]?.oid).toBe(theirs);
	const compared = await execute(compareTrees, context, { dashboardId, before: 'feature', after: 'origin/feature' });
	expect(compared.after).toMatchObject({ kind: 'branch', name: 'origin/feature', commit: theirs });
	expect(await execute(listSides, context, named)).toBeDefined();

	const commit = { ...named, message: 'No', paths: 'all', expectedHead: theirs, live };
	const hint = expect.stringContaining('get it first');
	await expect(execute(createCommit, context, commit)).rejects.toMatchObject({ code: 'not_found', hint });
	await expect(execute(planApply, context, named)).rejects.toMatchObject({ code: 'not_found', hint });
	const got = await execute(createBranch, context, { dashboardId, name: 'mine', from: 'origin/feature' });
	expect(got.head).toBe(theirs);
	const ours = await execute(createBranch, context, { dashboardId, name: 'origin/feature', from: 'main' });
	expect((await execute(showDashboard, context, named)).branch).toMatchObject({ head: ours.head, place: 'here' });
});

test('COMMIT-11 a README that somebody added in a clone of their own leaves the dashboard in step', async () => {
	const world = await remoteWorld();
	const { app, dashboardId } = world;
	await runJob(app, openBranch, { dashboardId, branch: 'main' });
	await connect(world);
	await publish(world, 'main');
	await commitThere(world, 'main');
	await fetched(world);
	const dev = async (branch?: string) => {
		const { stops, standsIn } = await execute(showDashboard, contextFor(app), { dashboardId, branch });
		return { stop: stops.find(({ environment }) => environment === 'dev'), standsIn };
	};
	expect((await dev('origin/main')).standsIn).toMatchObject({ main: ['dev'], 'origin/main': ['dev'] });
	const expectedHead = await headOf(app, dashboardId, 'main');
	const merged = { dashboardId, branch: 'main', from: 'origin/main', expectedHead };
	expect(await execute(startMerge, contextFor(app), merged)).toMatchObject({ kind: 'fast_forward' });
	expect(await dev()).toMatchObject({
		stop: { shows: 'main', isInStep: true, standing: 'recognised' },
		standsIn: { main: ['dev'] }
	});
	expect((await execute(dashboardChanges, contextFor(app), { dashboardId })).assets).toEqual([]);
	const { plan, uncommitted } = await runJob(app, planApply, { dashboardId, branch: 'main' });
	expect(uncommitted).toEqual([]);
	expect(new Set(plan.items.map(({ action }) => action))).toEqual(new Set(['unchanged']));
});
