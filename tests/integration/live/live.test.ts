import { expect, test } from 'vitest';
import { TooManyAttempts } from '#lib/domain/errors.ts';
import { createBranch } from '#lib/server/operations/branch/create.ts';
import { createCommit } from '#lib/server/operations/commit/create.ts';
import { untrackDashboard } from '#lib/server/operations/dashboard/untrack.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { createDashboardTag } from '#lib/server/operations/tag/create.ts';
import { actorOf, contextFor } from '#tests/support/app.ts';
import { renameChart } from '#tests/support/operations/edits.ts';
import { CHART, mergeWorld } from '#tests/support/operations/merge-world.ts';
import { OWN_CHART, portsWith, practiceWorld, SLUG } from '#tests/support/operations/practice-world.ts';
import { capture, changesOf, headOfMain } from '#tests/support/operations/steps.ts';
import { deployMain, trackBySlug } from '#tests/support/whole-way.ts';
import { kindsOf, listen } from './reading.ts';

/** So seldom that only what is told at once is heard. */
const NEVER = { liveEveryMs: 3_600_000 };
const OFTEN = { liveEveryMs: 20 };

async function tracked(ports = NEVER) {
	const practice = await practiceWorld({ ports: { ...portsWith(), ...ports } });
	const id = await trackBySlug(practice.app, 'dev', SLUG);
	return { ...practice, id, topic: `dashboard:${id}` };
}

test('LIVE-1 a commit of one person arrives at the page of another, with the name', async () => {
	const { app, dev, id, topic } = await tracked();
	renameChart(dev, OWN_CHART, 'Channels');
	await capture(app, id);
	const { head, live } = await changesOf(app, id);
	const page = await listen(app, [topic], { actor: actorOf('engineer') });
	expect(page.ready).toEqual({ seq: 1, topic: null, kind: 'ready', actor: null });
	await capture(app, id); // nothing has moved: nothing is said
	const input = { dashboardId: id, branch: 'main', message: 'x', paths: 'all', expectedHead: head, live };
	await execute(createCommit, contextFor(app, actorOf('analyst')), input);
	expect(await page.next()).toEqual({ seq: 2, topic, kind: 'commit', actor: 'Ana' });
});

test('LIVE-2 what another process did arrives, without a name', async () => {
	const { app, world, id, topic } = await tracked(OFTEN);
	const other = await world.startAnother({}, portsWith());
	const page = await listen(app, [topic]);
	await execute(createBranch, contextFor(other), { dashboardId: id, name: 'elsewhere', from: 'main' });
	expect(await page.next()).toEqual({ seq: 2, topic, kind: 'branch', actor: null });
});

test('LIVE-3 branch and tag are heard by their kind', async () => {
	const { app, id, topic } = await tracked();
	const page = await listen(app, [topic]);
	await execute(createBranch, contextFor(app), { dashboardId: id, name: 'a', from: 'main' });
	expect(await kindsOf(page, 1)).toEqual(['branch']);
	const commit = await headOfMain(app, id);
	await execute(createDashboardTag, contextFor(app), { dashboardId: id, name: 'v1', commit, message: 'First' });
	expect(await kindsOf(page, 1)).toEqual(['tag']);
});

test('LIVE-3 a merge that waits is heard when it begins, is decided and ends', async () => {
	const world = await mergeWorld(NEVER);
	const { app, dashboardId, decide, finish, show, start, set } = world;
	await set('main', CHART, 'cache_timeout', '10');
	await set('side', CHART, 'cache_timeout', '20');
	const topic = `dashboard:${dashboardId}`;
	const page = await listen(app, [topic]);
	const started = await start('side');
	if (started.kind !== 'conflicts') throw new Error(started.kind);
	expect(await page.next()).toEqual({ seq: 2, topic, kind: 'merge', actor: 'Ana' });
	const decisions = (await show(started.mergeId)).conflicts.map(({ id }) => ({ id, keep: 'mine' }));
	await decide(started.mergeId, decisions);
	expect(await page.next()).toMatchObject({ kind: 'merge', actor: 'Ada' });
	await finish(started.mergeId);
	expect((await kindsOf(page, 2)).sort()).toEqual(['commit', 'merge']);
});

test('LIVE-3 capture, deployment and lock are heard by their kind', async () => {
	const { app, id, topic } = await tracked(OFTEN);
	const page = await listen(app, [topic]);
	const place = await listen(app, ['environment:prod']);
	await deployMain(app, id, 'prod');
	const heard = new Set<string>();
	while (!(heard.has('capture') && heard.has('deployment'))) heard.add((await page.next())!.kind);
	expect([...heard].sort()).toEqual(['capture', 'deployment']);
	expect(await place.next()).toMatchObject({ topic: 'environment:prod', kind: 'lock' });
});

test('LIVE-3 the list and the end of a dashboard are heard', async () => {
	const { app, id, topic } = await tracked();
	const page = await listen(app, ['dashboards', topic]);
	await execute(untrackDashboard, contextFor(app), { dashboardId: id });
	expect((await kindsOf(page, 2)).sort()).toEqual(['gone', 'list']);
});

test('LIVE-4 a resumed stream says what may have been missed, and counts on', async () => {
	const { app, topic } = await tracked();
	const page = await listen(app, ['dashboards', topic], { after: 7 });
	expect(page.ready.seq).toBe(8);
	expect(await page.next()).toEqual({ seq: 9, topic: 'dashboards', kind: 'missed', actor: null });
	expect(await page.next()).toEqual({ seq: 10, topic, kind: 'missed', actor: null });
});

test('LIVE-4 a page whose data is older than what was done hears so', async () => {
	const { app, id, topic } = await tracked();
	await execute(createBranch, contextFor(app), { dashboardId: id, name: 'a', from: 'main' });
	const page = await listen(app, [topic], { ageMs: 60_000 });
	expect(await page.next()).toMatchObject({ topic, kind: 'missed' });
});

test('LIVE-5 a person listens on twenty pages; each that is closed makes room', async () => {
	const { app, topic } = await tracked();
	const pages = await Promise.all(Array.from({ length: 20 }, () => listen(app, [topic])));
	await expect(listen(app, [topic])).rejects.toThrow(TooManyAttempts);
	await listen(app, [topic], { actor: actorOf('admin') });
	pages[0]!.leave();
	expect((await listen(app, [topic])).ready.kind).toBe('ready');
});

test('LIVE-6 topics that are none, and too many, are refused', async () => {
	const { app } = await tracked();
	const none = ['', 'dashboard:1', 'constructor', 'dashboards:x', 'environment:A B', 'job:', 'people'];
	for (const topic of none) await expect(listen(app, [topic]), topic).rejects.toThrow('is no topic');
	await expect(listen(app, [])).rejects.toThrow('at least one');
	await expect(listen(app, Array(51).fill('dashboards'))).rejects.toThrow('at most 50');
});

test('LIVE-8 nothing is looked at when nobody listens', async () => {
	const { app, topic } = await tracked();
	const pages = [await listen(app, [topic]), await listen(app, [topic])];
	expect(app.live.readerCount).toBe(2);
	for (const page of pages) page.leave();
	expect(await pages[0]!.next()).toBeUndefined();
	expect([app.live.readerCount, app.live.watchedTopics]).toEqual([0, []]);
});
