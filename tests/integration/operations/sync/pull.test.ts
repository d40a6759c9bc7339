import { listMerges } from '#lib/server/operations/merge/list.ts';
import { expect, test } from 'vitest';
import { EnvironmentName } from '#lib/domain/ids.ts';
import { updateShownBranch } from '#lib/server/db/environment-dashboards.ts';
import { readCommit, readFiles } from '#lib/server/git/objects.ts';
import { planApply } from '#lib/server/operations/apply/plan.ts';
import { createBranch } from '#lib/server/operations/branch/create.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextFor } from '#tests/support/app.ts';
import { chartsAt, commitTo } from '#tests/support/operations/branch-steps.ts';
import { heldBy, renameChart, takeOffDashboard } from '#tests/support/operations/edits.ts';
import { OWN_CHART, SHARED_CHART, SLUG } from '#tests/support/operations/practice-world.ts';
import { capture, liveIn, refsIn } from '#tests/support/operations/steps.ts';
import { deployMain, trackBySlug } from '#tests/support/whole-way.ts';
import { git } from '../../git/repo.ts';
import type { RemoteWorld } from '../remote/remote-world.ts';
import { commitIn, headIn, headsOf, ours, preview, publish, sync, syncWorld } from './sync-world.ts';

const MINE = 'charts/mine-3ebfefa8.yaml';

test('SYNC-10 what only the remote has is pulled by fast-forward, and nothing pushed', async () => {
	const world = await syncWorld();
	const theirs = await commitIn(world.theirs, { [OWN_CHART]: 'Theirs' });
	expect(await sync(world)).toEqual({ kind: 'done', head: theirs, pulled: 'fast_forward', pushed: false });
	expect(await headsOf(world)).toEqual({ here: theirs, there: theirs });
	expect(await sync(world)).toEqual({ kind: 'up_to_date', head: theirs });
	expect(await preview(world)).toMatchObject({ is_empty: true });
});

test('SYNC-11 what both have is merged, with both as parents, and pushed', async () => {
	const world = await syncWorld();
	const { app, dashboardId } = world;
	const theirs = await commitIn(world.theirs, { [OWN_CHART]: 'Theirs' });
	const mine = await commitIn(ours(world), { [SHARED_CHART]: 'Mine' });
	const done = await sync(world);
	const { here, there } = await headsOf(world);
	expect(done).toEqual({ kind: 'done', head: here, pulled: 'merged', pushed: true });
	expect(there).toBe(here);
	expect(await readCommit(ours(world), here)).toMatchObject({
		...{ parents: [mine, theirs], subject: 'Merge origin/main into main', author: { name: 'Ada' } }
	});
	expect(await chartsAt(app, dashboardId, here)).toEqual(['Mine', 'Theirs']);
	expect(await preview(world)).toMatchObject({ is_empty: true, ahead: 0, behind: 0 });
	expect(Object.keys(await refsIn(app, dashboardId)).filter((ref) => ref.startsWith('refs/scratch/'))).toEqual([]);
});

test('SYNC-11 a pull alone merges, and leaves the remote as it is', async () => {
	const world = await syncWorld();
	const theirs = await commitIn(world.theirs, { [OWN_CHART]: 'Theirs' });
	await commitIn(ours(world), { [SHARED_CHART]: 'Mine' });
	expect(await sync(world, { direction: 'pull' })).toMatchObject({ kind: 'done', pulled: 'merged', pushed: false });
	expect(await headIn(world.theirs)).toBe(theirs);
	expect(await preview(world)).toMatchObject({ ahead: 2, behind: 0 });
	expect(await sync(world, { direction: 'push' })).toMatchObject({ kind: 'done', pulled: 'nothing', pushed: true });
	expect(await preview(world)).toMatchObject({ is_empty: true });
});

test('SYNC-12 conflicts that nobody decided change nothing and are named', async () => {
	const world = await syncWorld();
	await commitIn(world.theirs, { [OWN_CHART]: 'Theirs' });
	await commitIn(ours(world), { [OWN_CHART]: 'Mine' });
	const before = await headsOf(world);
	const found = await sync(world, { conflict_resolutions: { 'charts/other.yaml': 'keep_local' } });
	expect(found).toMatchObject({ kind: 'conflicts', count: 1 });
	expect(await headsOf(world)).toEqual(before);
	const waiting = await merges(world);
	expect(waiting).toMatchObject([
		{ id: (found as { mergeId: string }).mergeId, from: 'origin/main', decided: 0, of: 1 }
	]);
	// Once more it is the same merge, and when it is pulled another way it waits no more.
	expect(await sync(world)).toEqual(found);
	await sync(world, { conflict_resolutions: { [MINE]: 'keep_local' } });
	expect(await merges(world)).toEqual([]);
});

const merges = ({ app, dashboardId }: RemoteWorld) => execute(listMerges, contextFor(app), { dashboardId });

test.each([
	['keep_local', 'Mine', 'Kept from main: Mine'],
	['keep_remote', 'Theirs', 'Kept from origin/main: Mine']
])('SYNC-12 with %s the chart is called %s, and the message says so', async (keep, name, says) => {
	const world = await syncWorld();
	await commitIn(world.theirs, { [OWN_CHART]: 'Theirs' });
	await commitIn(ours(world), { [OWN_CHART]: 'Mine' });
	const done = await sync(world, { conflict_resolutions: { [MINE]: keep } });
	expect(done).toMatchObject({ kind: 'done', pulled: 'merged', pushed: true });
	const { here, there } = await headsOf(world);
	expect(there).toBe(here);
	expect(await chartsAt(world.app, world.dashboardId, here)).toEqual([name, SHARED_CHART].sort());
	expect((await readCommit(ours(world), here)).body).toBe(says);
});

test('SYNC-13 files that hold no asset merge by lines, and conflict as a whole', async () => {
	const world = await syncWorld();
	const start = { 'README.md': 'Start\n', 'old.txt': 'Old\n', constructor: 'Start\n' };
	await commitIn(world.theirs, {}, { files: start });
	await sync(world);
	await commitIn(world.theirs, {}, { files: { 'README.md': 'Theirs\n', 'old.txt': null, constructor: 'Theirs\n' } });
	await commitIn(ours(world), {}, { files: { 'README.md': 'Mine\n', 'new.txt': 'New\n', constructor: 'Mine\n' } });
	expect((await preview(world)).conflicts.map(({ path, asset }) => [path, asset.name])).toEqual([
		['README.md', 'README.md'],
		['constructor', 'constructor']
	]);
	const decided = { 'README.md': 'keep_remote' };
	expect(await sync(world, { conflict_resolutions: decided })).toMatchObject({ kind: 'conflicts', count: 2 });
	expect(await merges(world)).toMatchObject([{ decided: 1, of: 2 }]);
	await sync(world, { conflict_resolutions: { ...decided, constructor: 'keep_local' } });
	const files = await readFiles(ours(world), (await headsOf(world)).here);
	const text = (path: string) => files.get(path) && Buffer.from(files.get(path)!).toString();
	expect(['README.md', 'old.txt', 'new.txt', 'constructor'].map(text)).toEqual([
		...['Theirs\n', undefined, 'New\n', 'Mine\n']
	]);
});

/** Prod has a chart that dev's dashboard, on the remote, has no more. */
async function withoutChart(world: RemoteWorld, chart: string) {
	const { app, dev, dashboardId } = world;
	await deployMain(app, dashboardId, 'prod');
	await execute(createBranch, contextFor(app), { dashboardId, name: 'slim' });
	takeOffDashboard(dev, SLUG, chart);
	const slim = await commitTo(app, dashboardId, 'slim', 'Take a chart off');
	await publish(world, 'slim');
	git(world.theirs, ['update-ref', 'refs/heads/main', slim]);
	return slim;
}

test('SYNC-14 what nothing would need any more is told, and a yes is waited for', async () => {
	const world = await syncWorld();
	renameChart(world.dev, 'Channels', OWN_CHART);
	const slim = await withoutChart(world, OWN_CHART);
	const orphan = { environment: 'prod', asset: { kind: 'chart', name: OWN_CHART, uuid: expect.any(String) } };
	expect((await preview(world)).will_orphan).toEqual([orphan]);
	const before = await headsOf(world);
	expect(await sync(world)).toEqual({ kind: 'orphans', will_orphan: [orphan] });
	expect(await headsOf(world)).toEqual(before);
	await commitIn(ours(world), { [SHARED_CHART]: 'Mine' });
	expect(await sync(world)).toEqual({ kind: 'orphans', will_orphan: [orphan] });
	const done = { kind: 'done', pulled: 'merged', pushed: true };
	expect(await sync(world, { confirm_orphans: true })).toMatchObject(done);
	expect(await headIn(world.theirs)).not.toBe(slim);
	expect(await preview(world)).toMatchObject({ is_empty: true, will_orphan: [] });
});

test('SYNC-14 what another dashboard there uses is no orphan', async () => {
	const world = await syncWorld({ inDev: [SLUG, 'shared-chart-b'] });
	const other = await trackBySlug(world.app, 'dev', 'shared-chart-b');
	await deployMain(world.app, other, 'prod');
	const slim = await withoutChart(world, SHARED_CHART);
	expect((await preview(world)).will_orphan).toEqual([]);
	expect(await sync(world)).toEqual({ kind: 'done', head: slim, pulled: 'fast_forward', pushed: false });
});

test.each([
	['where it is known', false],
	['where nobody knows', true]
])('SYNC-15 what somebody changed in dev and did not commit stays, %s on top of what', async (_, isForgotten) => {
	const world = await syncWorld();
	const { app, dashboardId, dev } = world;
	renameChart(dev, SHARED_CHART, 'Not committed');
	await capture(app, dashboardId);
	const environment = EnvironmentName.parse('dev');
	if (isForgotten) await updateShownBranch(app.db, { dashboardId, environment }, null);
	const uncommitted = async () => {
		const planned = await execute(planApply, contextFor(app), { dashboardId, branch: 'main' });
		return planned.uncommitted.flatMap(({ sentences }) => sentences).sort();
	};
	const changed = ['renamed “Own chart a” → “Channels”', 'renamed “Revenue, shared” → “Not committed”'];
	expect(await uncommitted()).toEqual(changed);
	const [held, live] = [structuredClone(heldBy(dev)), await liveIn(app, dashboardId, 'dev')];
	await commitIn(world.theirs, { [OWN_CHART]: 'Theirs' });
	expect(await sync(world)).toMatchObject({ kind: 'done', pulled: 'fast_forward' });
	expect(heldBy(dev)).toEqual(held);
	expect(await liveIn(app, dashboardId, 'dev')).toBe(live);
	expect(await uncommitted()).toEqual(changed);
});

test('SYNC-16 another dashboard, and what is no tree of ours, are not pulled', async () => {
	const world = await syncWorld({ inDev: [SLUG, 'shared-chart-b'] });
	const { app, main, theirs } = world;
	const other = await trackBySlug(app, 'dev', 'shared-chart-b');
	git(theirs, ['fetch', '--quiet', app.repoOf(other).gitDir, '+refs/heads/main:refs/heads/main']);
	await expect(sync(world)).rejects.toMatchObject({ code: 'invalid_input', hint: expect.stringContaining('settings') });
	git(theirs, ['update-ref', 'refs/heads/main', main]);
	await commitIn(theirs, {}, { files: { '.dashbranch.yaml': null } });
	await expect(sync(world)).rejects.toMatchObject({ code: 'bundle_rejected' });
	expect(await headIn(ours(world))).toBe(main);
});
