import type { ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { isAncestor } from '#lib/server/git/ancestry.ts';
import { cancelJob } from '#lib/server/operations/job/cancel.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { runSync } from '#lib/server/operations/sync/run.ts';
import { actorOf, contextFor } from '#tests/support/app.ts';
import { chartsAt } from '#tests/support/operations/branch-steps.ts';
import { OWN_CHART, SHARED_CHART } from '#tests/support/operations/practice-world.ts';
import { serve } from '#tests/support/git-host.ts';
import { refsIn } from '#tests/support/operations/steps.ts';
import { git } from '../../git/repo.ts';
import {
	beforePushes,
	commitIn,
	headIn,
	headsOf,
	ours,
	preview,
	publish,
	refusing,
	sync,
	syncWorld
} from './sync-world.ts';

/** The same chart gets another name each time. */
const round = (push: number) => ({ [push === 1 ? OWN_CHART : `Round ${push - 1}`]: `Round ${push}` });

test('SYNC-20 what only we have is pushed, also as a branch that the remote has not', async () => {
	const world = await syncWorld();
	const mine = await commitIn(ours(world), { [OWN_CHART]: 'Mine' });
	expect(await sync(world)).toEqual({ kind: 'done', head: mine, pulled: 'nothing', pushed: true });
	expect(await headIn(world.theirs)).toBe(mine);
	expect(await sync(world, { branch: 'feature' })).toMatchObject({ kind: 'done', head: world.feature, pushed: true });
	expect(await headIn(world.theirs, 'feature')).toBe(world.feature);
});

test('SYNC-20 a push alone is refused where the remote has more, with the ways on', async () => {
	const world = await syncWorld();
	const theirs = await commitIn(world.theirs, { [OWN_CHART]: 'Theirs' });
	const mine = await commitIn(ours(world), { [SHARED_CHART]: 'Mine' });
	await publish(world, 'feature');
	const offers = [{ kind: 'pull_then_push' }, { kind: 'new_branch', name: 'main-2' }];
	const rejected = { kind: 'rejected', head: mine, reason: 'not_fast_forward' };
	const force = { kind: 'force', lease: theirs, overwrites: 1 };
	const push = { direction: 'push' };
	expect(await sync(world, push)).toMatchObject({ ...rejected, offers: [...offers, force] });
	expect(await sync(world, push, actorOf('analyst'))).toEqual({
		...{ ...rejected, offers, message: 'origin/main has 1 commit that main lacks' }
	});
	expect(await headsOf(world)).toEqual({ here: mine, there: theirs });
});

test('SYNC-20 a push alone that the remote overtakes is refused with the ways on', async () => {
	const world = await syncWorld();
	const mine = await commitIn(ours(world), { [SHARED_CHART]: 'Mine' });
	beforePushes(world, 1, () => commitIn(world.theirs, { [OWN_CHART]: 'Theirs' }));
	const rejected = { kind: 'rejected', head: mine, reason: 'not_fast_forward' };
	const force = { kind: 'force', lease: expect.any(String), overwrites: 1 };
	expect(await sync(world, { direction: 'push' })).toMatchObject({
		...rejected,
		offers: expect.arrayContaining([force])
	});
});

test('SYNC-21 a remote that moves before the push is merged again', async () => {
	const world = await syncWorld();
	await commitIn(ours(world), { [SHARED_CHART]: 'Mine' });
	beforePushes(world, 2, (push) => commitIn(world.theirs, round(push)));
	expect(await sync(world)).toMatchObject({ kind: 'done', pulled: 'merged', pushed: true });
	const { here, there } = await headsOf(world);
	expect(there).toBe(here);
	expect(await chartsAt(world.app, world.dashboardId, here)).toEqual(['Mine', 'Round 2']);
});

test('SYNC-21 one that always moves is said after three times, and what was pulled stays', async () => {
	const world = await syncWorld();
	const mine = await commitIn(ours(world), { [SHARED_CHART]: 'Mine' });
	let pushes = 0;
	beforePushes(world, 9, async (push) => {
		pushes = push;
		await commitIn(world.theirs, round(push));
	});
	const found = await sync(world);
	const { here, there } = await headsOf(world);
	expect(found).toMatchObject({
		...{ kind: 'rejected', reason: 'moved', head: here, message: expect.stringContaining('moves faster') },
		offers: [{ kind: 'pull_then_push' }, { kind: 'new_branch' }, { kind: 'force', lease: there, overwrites: 1 }]
	});
	expect(pushes).toBe(3);
	expect(await isAncestor(ours(world), { ancestor: mine, descendant: here })).toBe(true);
	expect(await chartsAt(world.app, world.dashboardId, here)).toEqual(['Mine', 'Round 2']);
});

test('SYNC-22 a hook that refuses is told in its own words, and what was pulled stays', async () => {
	const world = await syncWorld();
	const theirs = await commitIn(world.theirs, { [OWN_CHART]: 'Theirs' });
	await commitIn(ours(world), { [SHARED_CHART]: 'Mine' });
	await refusing(world, 'main is protected: open a pull request.');
	const found = await sync(world);
	const { here, there } = await headsOf(world);
	expect(found).toEqual({
		...{ kind: 'rejected', reason: 'refused', head: here },
		message: 'pre-receive hook declined: main is protected: open a pull request.',
		offers: [{ kind: 'new_branch', name: 'main-2' }]
	});
	expect(there).toBe(theirs);
	expect(await chartsAt(world.app, world.dashboardId, here)).toEqual(['Mine', 'Theirs']);
});

test('SYNC-23 a network that breaks off leaves both as they were', async () => {
	const world = await syncWorld();
	await commitIn(world.theirs, { [OWN_CHART]: 'Theirs' });
	await commitIn(ours(world), { [SHARED_CHART]: 'Mine' });
	const before = await headsOf(world);
	const { host, folder } = world;
	const failed = { code: 'remote_failed', message: expect.stringContaining('127.0.0.1') };
	for (const cut of [/^\/sales.git\/info\/refs/, /service=git-receive-pack/, /^\/sales.git\/git-receive-pack/]) {
		host.answer = (request, response) =>
			cut.test(request.url!) ? void response.destroy() : serve(folder, request, response);
		await expect(sync(world)).rejects.toMatchObject(failed);
		expect(await headsOf(world)).toEqual(before);
	}
	host.answer = undefined;
	expect(await sync(world)).toMatchObject({ kind: 'done', pulled: 'merged', pushed: true });
});

test('SYNC-23 where only the answer was lost, doing it again ends in step', async () => {
	const world = await syncWorld();
	await commitIn(world.theirs, { [OWN_CHART]: 'Theirs' });
	const mine = await commitIn(ours(world), { [SHARED_CHART]: 'Mine' });
	const { host, folder } = world;
	host.answer = (request, response) => {
		if (request.method !== 'POST' || !request.url!.includes('receive-pack')) return serve(folder, request, response);
		const unheard = Object.assign(new PassThrough(), { headersSent: true });
		unheard.resume().on('end', () => response.destroy());
		return serve(folder, request, unheard as unknown as ServerResponse);
	};
	await expect(sync(world)).rejects.toMatchObject({ code: 'remote_failed' });
	const { here, there } = await headsOf(world);
	expect(here).toBe(mine);
	host.answer = undefined;
	expect(await sync(world)).toEqual({ kind: 'done', head: there, pulled: 'fast_forward', pushed: false });
	expect(await chartsAt(world.app, world.dashboardId, there)).toEqual(['Mine', 'Theirs']);
});

test('SYNC-24 a branch that the remote deleted is not made again by itself', async () => {
	const world = await syncWorld();
	git(world.theirs, ['update-ref', '-d', 'refs/heads/main']);
	for (const direction of ['both', 'push', 'pull']) {
		const gone = { kind: 'remote_gone', head: world.main, offers: [{ kind: 'publish' }] };
		expect(await sync(world, { direction })).toEqual(gone);
	}
	expect(git(world.theirs, ['for-each-ref'])).toBe('');
	await publish(world, 'main');
	expect(await sync(world)).toEqual({ kind: 'up_to_date', head: world.main });
});

test('SYNC-25 a commit that comes onto our branch meanwhile is merged as well', async () => {
	const world = await syncWorld();
	await commitIn(world.theirs, { [OWN_CHART]: 'Theirs' });
	await commitIn(ours(world), { [SHARED_CHART]: 'Mine' });
	beforePushes(world, 1, () => commitIn(ours(world), { Mine: 'Mine, again' }));
	expect(await sync(world)).toMatchObject({ kind: 'done', pulled: 'merged', pushed: true });
	const { here, there } = await headsOf(world);
	expect(there).toBe(here);
	expect(await chartsAt(world.app, world.dashboardId, here)).toEqual(['Mine, again', 'Theirs']);
});

test('SYNC-26 a job that is cancelled before it pushed changes nothing', async () => {
	const world = await syncWorld();
	const { app, dashboardId, host, folder } = world;
	await commitIn(world.theirs, { [OWN_CHART]: 'Theirs' });
	await commitIn(ours(world), { [SHARED_CHART]: 'Mine' });
	const before = await headsOf(world);
	let reached = () => {};
	const isPushing = new Promise<void>((resolve) => (reached = resolve));
	host.answer = (request, response) =>
		request.url!.includes('receive-pack') ? reached() : serve(folder, request, response);
	const jobId = await app.jobs.start(runSync, actorOf('admin'), { dashboardId, branch: 'main' });
	await isPushing;
	await execute(cancelJob, contextFor(app), { jobId });
	await app.jobs.finished(jobId);
	expect(await headsOf(world)).toEqual(before);
	expect(Object.keys(await refsIn(app, dashboardId)).filter((ref) => ref.startsWith('refs/scratch/'))).toEqual([]);
	host.answer = undefined;
	expect(await sync(world)).toMatchObject({ kind: 'done', pushed: true });
	expect(await preview(world)).toMatchObject({ is_empty: true });
});

test('SYNC-27 each step is reported, with a line for each file', async () => {
	const world = await syncWorld();
	const { app, dashboardId } = world;
	await commitIn(world.theirs, { [OWN_CHART]: 'Theirs' });
	await commitIn(ours(world), { [SHARED_CHART]: 'Mine' });
	const jobId = await app.jobs.start(runSync, actorOf('admin'), { dashboardId, branch: 'main' });
	const said: string[] = [];
	for await (const { kind, message } of app.jobs.follow(jobId, 0, AbortSignal.timeout(300_000))) {
		if (kind === 'step' || kind === 'log') said.push(message);
	}
	expect(said).toEqual([
		'Asking the git remote what it has of main',
		'Pulling 1 file from origin/main',
		'Pull: chart “Theirs” (charts/theirs-3ebfefa8.yaml): renamed “Own chart a” → “Theirs”',
		'Pushing 1 file to origin/main',
		'Push: chart “Mine” (charts/mine-de600a36.yaml): renamed “Revenue, shared” → “Mine”',
		'Both have the same'
	]);
});

test('SYNC-28 a head that is not the one that somebody saw does nothing', async () => {
	const world = await syncWorld();
	const theirs = await commitIn(world.theirs, { [OWN_CHART]: 'Theirs' });
	const moved = { code: 'ref_moved' };
	await expect(sync(world, { expectedHead: theirs })).rejects.toMatchObject(moved);
	await expect(sync(world, { expectedHead: world.main, expectedRemote: world.main })).rejects.toMatchObject(moved);
	await expect(sync(world, { branch: 'feature', expectedRemote: theirs })).rejects.toMatchObject(moved);
	expect(await headIn(ours(world))).toBe(world.main);
	const seen = { expectedHead: world.main, expectedRemote: theirs };
	expect(await sync(world, seen)).toMatchObject({ kind: 'done', head: theirs });
	const unseen = { branch: 'feature', expectedHead: world.feature, expectedRemote: null };
	expect(await sync(world, unseen)).toMatchObject({ kind: 'done', pushed: true });
});
