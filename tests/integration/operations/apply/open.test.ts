import { expect, test } from 'vitest';
import { assetTreeOf } from '#lib/server/git/asset-trees.ts';
import { readCommit, treeOf } from '#lib/server/git/objects.ts';
import { listSetAside } from '#lib/server/operations/apply/set-aside.ts';
import { bringBackSetAside } from '#lib/server/operations/apply/bring-back.ts';
import { openBranch } from '#lib/server/operations/apply/open.ts';
import { planApply } from '#lib/server/operations/apply/plan.ts';
import { undoApply } from '#lib/server/operations/apply/undo.ts';
import { renameDashboardBranch } from '#lib/server/operations/branch/rename.ts';
import { restoreCommit } from '#lib/server/operations/commit/restore.ts';
import { trackZip } from '#lib/server/operations/dashboard/track-zip.ts';
import { rollBackDeployment } from '#lib/server/operations/deployment/rollback.ts';
import { startDeployment } from '#lib/server/operations/deployment/start.ts';
import { updateEnvironment } from '#lib/server/operations/environment/update.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { actorOf, contextFor } from '#tests/support/app.ts';
import { branchedWorld, commitTo, hasChart, headOf, stopOf } from '#tests/support/operations/branch-steps.ts';
import { lastDeployment, lockOn } from '#tests/support/operations/deployed-world.ts';
import { chartIn, heldBy, renameChart, retitleDashboard } from '#tests/support/operations/edits.ts';
import { OWN_CHART, practiceWorld, recording, SHARED_CHART, SLUG } from '#tests/support/operations/practice-world.ts';
import {
	capture,
	changesOf,
	commit,
	deployedIn,
	liveIn,
	planFor,
	refsIn,
	requestsDuring,
	writesIn
} from '#tests/support/operations/steps.ts';
import { runJob } from '#tests/support/whole-way.ts';

type World = Awaited<ReturnType<typeof branchedWorld>>;

const open = ({ app, dashboardId }: World, branch: string, more: object = {}) =>
	runJob(app, openBranch, { dashboardId, branch, ...more });

async function opened(world: World, branch: string, more: object = {}) {
	const result = await open(world, branch, more);
	if (result.kind !== 'written') throw new Error(`It was ${result.kind}.`);
	return result;
}

test('APPLY-1 an opened branch is what the environment holds, and the stop says so', async () => {
	const world = await branchedWorld();
	const { app, dev, dashboardId, main } = world;
	expect(await stopOf(app, dashboardId)).toMatchObject({ shows: 'main', isInStep: false });
	const result = await opened(world, 'main');
	expect(result).toMatchObject({ state: 'verified', commit: main, kept: null });
	expect(hasChart(dev, OWN_CHART)).toBe(true);
	const repo = app.repoOf(dashboardId);
	expect(await treeOf(repo, (await liveIn(app, dashboardId, 'dev'))!)).toBe(await assetTreeOf(repo, main));
	expect(await stopOf(app, dashboardId)).toMatchObject({ shows: 'main', isInStep: true, standing: 'recognised' });
	await opened(world, 'feature');
	expect(hasChart(dev, 'Channels')).toBe(true);
	expect(await stopOf(app, dashboardId)).toMatchObject({ shows: 'feature', isInStep: true });
	expect(await stopOf(app, dashboardId, 'prod')).toMatchObject({ shows: null, isInStep: null });
});

test('APPLY-1 opening is a write with a way back and a proof, and deploys nothing', async () => {
	const world = await branchedWorld();
	const { app, dashboardId } = world;
	const before = await liveIn(app, dashboardId, 'dev');
	await opened(world, 'main');
	expect(await lastDeployment(app, dashboardId)).toMatchObject({
		...{ kind: 'apply', state: 'verified', safetyCommit: before, proof: { isProven: true } }
	});
	expect(await deployedIn(app, dashboardId, 'dev')).toBeNull();
	expect(Object.values(await refsIn(app, dashboardId))).toContain(before);
	expect(await lockOn(app, 'dev')).toBeUndefined();
});

test('APPLY-2 changes that no commit has are listed, and nothing is written without a choice', async () => {
	const world = await branchedWorld();
	const { app, dev, dashboardId } = world;
	await opened(world, 'feature');
	renameChart(dev, SHARED_CHART, 'Revenue');
	const held = heldBy(dev);
	const refs = async () => {
		const { 'refs/environments/dev/live': _, ...rest } = await refsIn(app, dashboardId);
		return rest;
	};
	const before = await refs();
	const requests = await requestsDuring(dev, async () => {
		expect(await open(world, 'main')).toMatchObject({
			kind: 'uncommitted',
			...{ environment: 'dev', shows: 'feature' },
			assets: [{ name: 'Revenue', sentences: [`renamed “${SHARED_CHART}” → “Revenue”`] }]
		});
	});
	expect(writesIn(requests)).toEqual([]);
	expect(heldBy(dev)).toEqual(held);
	expect(await refs()).toEqual(before);
});

test('APPLY-3 changes are committed to the branch that is shown', async () => {
	const world = await branchedWorld();
	const { app, dev, dashboardId, feature } = world;
	await opened(world, 'feature');
	renameChart(dev, SHARED_CHART, 'Revenue');
	const uncommitted = { kind: 'commit-here', message: 'Shorter' };
	const { kept } = await opened(world, 'main', { uncommitted });
	const head = await headOf(app, dashboardId, 'feature');
	expect(kept).toEqual({ kind: 'committed', branch: 'feature', commit: head });
	expect(head).not.toBe(feature);
	expect(hasChart(dev, SHARED_CHART)).toBe(true);
	await opened(world, 'feature');
	expect([hasChart(dev, 'Revenue'), hasChart(dev, 'Channels')]).toEqual([true, true]);
});

test('APPLY-3 committing to the branch that is opened leaves everything as it is there', async () => {
	const world = await branchedWorld();
	const { app, dev, dashboardId } = world;
	await opened(world, 'feature');
	renameChart(dev, SHARED_CHART, 'Revenue');
	const requests = await requestsDuring(dev, async () => {
		const { state, commit } = await opened(world, 'feature', {
			uncommitted: { kind: 'commit-here', message: 'Shorter' }
		});
		expect([state, commit]).toEqual(['verified', await headOf(app, dashboardId, 'feature')]);
	});
	expect(writesIn(requests)).toEqual([]);
	expect(hasChart(dev, 'Revenue')).toBe(true);
});

test('APPLY-4 changes are committed to a new branch that starts where the one shown is', async () => {
	const world = await branchedWorld();
	const { app, dev, dashboardId, feature } = world;
	await opened(world, 'feature');
	renameChart(dev, SHARED_CHART, 'Revenue');
	const uncommitted = { kind: 'commit-to-new-branch', name: 'shorter', message: 'Shorter' };
	await expect(open(world, 'main', { uncommitted: { ...uncommitted, name: 'feature' } })).rejects.toMatchObject({
		code: 'already_exists'
	});
	expect(hasChart(dev, 'Revenue')).toBe(true);
	const { kept } = await opened(world, 'main', { uncommitted });
	expect(kept).toMatchObject({ kind: 'committed', branch: 'shorter' });
	expect(await headOf(app, dashboardId, 'feature')).toBe(feature);
	await opened(world, 'shorter');
	expect([hasChart(dev, 'Revenue'), hasChart(dev, 'Channels')]).toEqual([true, true]);
});

test('APPLY-4 with a name that is taken no job starts: to open, to bring back and to undo', async () => {
	const world = await branchedWorld();
	const { app, dev, dashboardId } = world;
	await opened(world, 'feature');
	renameChart(dev, SHARED_CHART, 'Revenue');
	const { deploymentId } = await opened(world, 'main', { uncommitted: { kind: 'set-aside' } });
	const [aside] = await execute(listSetAside, contextFor(app), { dashboardId });
	const uncommitted = { kind: 'commit-to-new-branch', name: 'feature', message: 'Shorter' };
	for (const start of [
		() => app.jobs.start(openBranch, actorOf('analyst'), { dashboardId, branch: 'feature', uncommitted }),
		() => app.jobs.start(bringBackSetAside, actorOf('analyst'), { dashboardId, id: aside!.id, uncommitted }),
		() => app.jobs.start(undoApply, actorOf('analyst'), { deploymentId, uncommitted })
	]) {
		await expect(start()).rejects.toMatchObject({ code: 'already_exists', hint: 'Choose another name.' });
	}
});

test('APPLY-5 changes that were set aside are listed and brought back', async () => {
	const world = await branchedWorld();
	const { app, dev, dashboardId } = world;
	await opened(world, 'feature');
	renameChart(dev, SHARED_CHART, 'Revenue');
	const { kept } = await opened(world, 'main', { uncommitted: { kind: 'set-aside', note: 'Half done' } });
	expect(hasChart(dev, 'Revenue')).toBe(false);
	const listed = () => execute(listSetAside, contextFor(app), { dashboardId });
	const [aside] = await listed();
	expect(aside).toMatchObject({ environment: 'dev', branch: 'feature', note: 'Half done', by: { name: 'Ada' } });
	expect(aside!.changes).toMatchObject({
		count: 1,
		first: [{ name: 'Revenue', change: 'modified', sentence: `renamed “${SHARED_CHART}” → “Revenue”` }]
	});
	expect(await execute(listSetAside, contextFor(app), { dashboardId, told: 0 })).toMatchObject([{ changes: null }]);
	expect(await execute(listSetAside, contextFor(app), { dashboardId, id: '7' })).toEqual([]);
	expect(kept).toEqual({ kind: 'set-aside', id: aside!.id });
	const back = await runJob(app, bringBackSetAside, { dashboardId, id: aside!.id });
	expect(back).toMatchObject({ kind: 'written', state: 'verified' });
	expect([hasChart(dev, 'Revenue'), hasChart(dev, 'Channels')]).toEqual([true, true]);
	expect(await stopOf(app, dashboardId)).toMatchObject({ shows: 'feature', isInStep: false });
	expect(await listed()).toEqual([]);
	await expect(runJob(app, bringBackSetAside, { dashboardId, id: aside!.id })).rejects.toMatchObject({
		code: 'not_found'
	});
});

test('APPLY-6 they come back on top of what their branch got since', async () => {
	const world = await branchedWorld();
	const { app, dev, dashboardId } = world;
	await opened(world, 'feature');
	renameChart(dev, SHARED_CHART, 'Revenue');
	await opened(world, 'feature', { uncommitted: { kind: 'set-aside' } });
	renameChart(dev, 'Channels', 'Ways');
	await commitTo(app, dashboardId, 'feature', 'Ways');
	const [aside] = await execute(listSetAside, contextFor(app), { dashboardId });
	expect(await runJob(app, bringBackSetAside, { dashboardId, id: aside!.id })).toMatchObject({ kind: 'written' });
	expect([hasChart(dev, 'Revenue'), hasChart(dev, 'Ways')]).toEqual([true, true]);
});

test('APPLY-6 where the branch changed the same, it is a conflict, and they can come back exactly', async () => {
	const world = await branchedWorld();
	const { app, dev, dashboardId } = world;
	await opened(world, 'feature');
	renameChart(dev, SHARED_CHART, 'Revenue');
	await opened(world, 'feature', { uncommitted: { kind: 'set-aside' } });
	renameChart(dev, SHARED_CHART, 'Income');
	await commitTo(app, dashboardId, 'feature', 'Income');
	const [aside] = await execute(listSetAside, contextFor(app), { dashboardId });
	const input = { dashboardId, id: aside!.id };
	const requests = await requestsDuring(dev, async () => {
		expect(await runJob(app, bringBackSetAside, input)).toMatchObject({
			kind: 'conflict',
			assets: [{ name: 'Income', reason: 'was changed again since' }]
		});
	});
	expect(writesIn(requests)).toEqual([]);
	await runJob(app, bringBackSetAside, { ...input, exactly: true });
	expect(hasChart(dev, 'Revenue')).toBe(true);
});

test('APPLY-7 what was opened is undone, and the branch shown before is shown again', async () => {
	const world = await branchedWorld();
	const { app, dev, dashboardId } = world;
	await opened(world, 'feature');
	const { deploymentId } = await opened(world, 'main');
	expect(hasChart(dev, 'Channels')).toBe(false);
	expect(await runJob(app, undoApply, { deploymentId })).toMatchObject({ kind: 'written', state: 'verified' });
	expect(hasChart(dev, 'Channels')).toBe(true);
	expect(await stopOf(app, dashboardId)).toMatchObject({ shows: 'feature', isInStep: true });
	expect(await deployedIn(app, dashboardId, 'dev')).toBeNull();
	const undo = await lastDeployment(app, dashboardId);
	expect(undo.kind).toBe('rollback');
	await runJob(app, rollBackDeployment, { deploymentId: undo.id });
	expect(await stopOf(app, dashboardId)).toMatchObject({ shows: 'main', isInStep: true });
	expect(await deployedIn(app, dashboardId, 'dev')).toBeNull();
});

test('APPLY-7 what was edited since is not undone without a choice', async () => {
	const world = await branchedWorld();
	const { app, dev } = world;
	await opened(world, 'feature');
	const { deploymentId } = await opened(world, 'main');
	retitleDashboard(dev, SLUG, 'By hand');
	expect(await runJob(app, undoApply, { deploymentId })).toMatchObject({ kind: 'uncommitted', shows: 'main' });
	const uncommitted = { kind: 'set-aside' };
	expect(await runJob(app, undoApply, { deploymentId, uncommitted })).toMatchObject({ kind: 'written' });
	expect(hasChart(dev, 'Channels')).toBe(true);
});

test('APPLY-8 what moved since the person looked is refused, and nothing is written', async () => {
	const world = await branchedWorld();
	const { app, dev, dashboardId, main, feature } = world;
	const { plan, live, uncommitted } = await runJob(app, planApply, { dashboardId, branch: 'main' });
	expect(uncommitted).toEqual([]);
	expect(plan.items.filter(({ action }) => action === 'update')).toHaveLength(1);
	await expect(open(world, 'main', { expectedHead: feature })).rejects.toMatchObject({ code: 'ref_moved' });
	renameChart(dev, SHARED_CHART, 'Revenue');
	const held = heldBy(dev);
	const uncommittedChoice = { uncommitted: { kind: 'set-aside' } };
	for (const seen of [{ live }, { planHash: plan.hash }, { live, planHash: plan.hash, expectedHead: main }]) {
		await expect(open(world, 'main', { ...seen, ...uncommittedChoice })).rejects.toMatchObject({
			code: 'plan_stale',
			hint: expect.stringContaining('Nothing was written')
		});
	}
	expect(heldBy(dev)).toEqual(held);
	expect(await execute(listSetAside, contextFor(app), { dashboardId })).toEqual([]);
});

test('APPLY-9 only the home is opened in, and one that is no dev only by who may deploy', async () => {
	const world = await branchedWorld();
	const { app, dev, dashboardId } = world;
	const analyst = actorOf('analyst');
	const input = { dashboardId, branch: 'main' };
	await expect(open(world, 'main', { environment: 'prod' })).rejects.toMatchObject({
		code: 'invalid_input',
		hint: expect.stringContaining('deploy')
	});
	expect(await runJob(app, openBranch, input, analyst)).toMatchObject({ kind: 'written' });
	await execute(updateEnvironment, contextFor(app), { name: 'dev', stage: 'prod' });
	const held = heldBy(dev);
	const feature = { dashboardId, branch: 'feature' };
	await expect(runJob(app, openBranch, feature, analyst)).rejects.toMatchObject({ code: 'not_allowed' });
	expect(heldBy(dev)).toEqual(held);
	expect(await runJob(app, openBranch, feature, actorOf('engineer'))).toMatchObject({ kind: 'written' });
	await expect(execute(openBranch, contextFor(app), input)).rejects.toMatchObject({ code: 'invalid_input' });
});

test('APPLY-9 a dashboard from a ZIP is edited nowhere', async () => {
	const { app } = await practiceWorld();
	const { dashboardId } = await execute(trackZip, contextFor(app), { zip: recording('virtual') });
	await expect(runJob(app, openBranch, { dashboardId, branch: 'main' })).rejects.toMatchObject({
		code: 'invalid_input',
		hint: expect.stringMatching(/\w/)
	});
});

test('APPLY-10 a branch that gets another name is still shown', async () => {
	const world = await branchedWorld();
	const { app, dashboardId } = world;
	await opened(world, 'feature');
	await execute(renameDashboardBranch, contextFor(app), { dashboardId, name: 'feature', to: 'channels' });
	expect(await stopOf(app, dashboardId)).toMatchObject({ shows: 'channels', isInStep: true });
});

test('APPLY-11 a write that fails leaves the way back, and opening again succeeds', async () => {
	const world = await branchedWorld();
	const { app, dev, dashboardId } = world;
	await opened(world, 'feature');
	dev.addFault({ match: { path: '/api/v1/chart/import/' }, answer: { status: 500, body: { message: 'No.' } } });
	await expect(open(world, 'main')).rejects.toMatchObject({ code: expect.stringMatching(/^superset_/) });
	expect(await lastDeployment(app, dashboardId)).toMatchObject({ kind: 'apply', state: 'failed' });
	expect(await stopOf(app, dashboardId)).toMatchObject({ shows: 'feature' });
	expect(await opened(world, 'main')).toMatchObject({ state: 'verified' });
	expect(chartIn(dev, OWN_CHART)).toBeDefined();
});

test('APPLY-12 changes never take back, without a word, what their branch got elsewhere since it was opened', async () => {
	const world = await branchedWorld();
	const { app, dev, dashboardId, main, feature } = world;
	await opened(world, 'feature');
	const restore = { dashboardId, branch: 'feature', expectedHead: feature, commit: main, paths: 'all' };
	const { commit } = await execute(restoreCommit, contextFor(app), restore);
	// What is there is a commit still, so that it may be written over.
	expect(await runJob(app, planApply, { dashboardId, branch: 'feature' })).toMatchObject({ uncommitted: [] });
	renameChart(dev, SHARED_CHART, 'Revenue');
	expect(await open(world, 'feature')).toMatchObject({ kind: 'uncommitted', assets: [{ name: 'Revenue' }] });
	const here = { uncommitted: { kind: 'commit-here', message: 'Shorter' } };
	await expect(open(world, 'feature', here)).rejects.toMatchObject({
		code: 'invalid_input',
		message: expect.stringContaining('feature'),
		hint: expect.stringContaining('set them aside')
	});
	expect(await headOf(app, dashboardId, 'feature')).toBe(commit);
	const { kept } = await opened(world, 'feature', { uncommitted: { kind: 'set-aside' } });
	if (kept?.kind !== 'set-aside') throw new Error('They were not set aside.');
	await runJob(app, bringBackSetAside, { dashboardId, id: kept.id });
	expect([hasChart(dev, 'Revenue'), hasChart(dev, OWN_CHART)]).toEqual([true, true]);
});

test('APPLY-12 what is committed of an environment is what it is edited on top of from then on', async () => {
	const world = await branchedWorld();
	const { app, dev, dashboardId } = world;
	await opened(world, 'main');
	renameChart(dev, SHARED_CHART, 'Revenue');
	retitleDashboard(dev, SLUG, 'Second');
	await capture(app, dashboardId);
	const { assets } = await changesOf(app, dashboardId);
	const { path } = assets.find(({ name }) => name === 'Revenue')!;
	const { commit: made } = await commit(app, dashboardId, [path]);
	expect(await open(world, 'main')).toMatchObject({ kind: 'uncommitted', assets: [{ kind: 'dashboard' }] });
	await opened(world, 'main', { uncommitted: { kind: 'commit-here', message: 'Second' } });
	expect(await readCommit(app.repoOf(dashboardId), await headOf(app, dashboardId, 'main'))).toMatchObject({
		parents: [made]
	});
});

test('APPLY-12 so it is where no branch was opened yet', async () => {
	const { app, dev, dashboardId, main } = await branchedWorld();
	const restore = {
		dashboardId,
		branch: 'feature',
		expectedHead: await headOf(app, dashboardId, 'feature'),
		commit: main
	};
	await execute(restoreCommit, contextFor(app), { ...restore, paths: 'all' });
	renameChart(dev, SHARED_CHART, 'Revenue');
	const plan = await runJob(app, planApply, { dashboardId, branch: 'feature' });
	// Since the first commit, which main has still: what feature did counts, since main never got it.
	expect(plan).toMatchObject({ shows: 'main' });
	expect(plan.uncommitted.map(({ name }) => name).sort()).toEqual(['Channels', 'Revenue']);
});

test('APPLY-13 a commit that is deployed to the home is what is edited there from then on, until it is rolled back', async () => {
	const world = await branchedWorld();
	const { app, dev, dashboardId, feature } = world;
	await opened(world, 'main');
	const { hash } = await planFor(app, dashboardId, 'dev', 'feature');
	const { deploymentId } = await runJob(app, startDeployment, { dashboardId, planHash: hash });
	expect(await stopOf(app, dashboardId)).toMatchObject({ shows: 'feature', isInStep: true, commit: feature });
	renameChart(dev, SHARED_CHART, 'Revenue');
	expect(await open(world, 'main')).toMatchObject({
		...{ kind: 'uncommitted', shows: 'feature' },
		assets: [{ name: 'Revenue' }]
	});
	const asked = await runJob(app, rollBackDeployment, { deploymentId });
	if (asked.kind !== 'edited') throw new Error(`It was ${asked.kind}.`);
	await runJob(app, rollBackDeployment, { deploymentId, live: asked.live });
	expect(await stopOf(app, dashboardId)).toMatchObject({ shows: 'main', isInStep: true });
	await runJob(app, startDeployment, { dashboardId, planHash: (await planFor(app, dashboardId)).hash });
	expect(await stopOf(app, dashboardId, 'prod')).toMatchObject({ shows: null, isInStep: null });
});

test('APPLY-14 of two who open at once one writes, and the environment holds one of the branches', async () => {
	const world = await branchedWorld();
	const { app, dashboardId } = world;
	const both = await Promise.allSettled([open(world, 'main'), open(world, 'feature')]);
	const codes = both.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code: string }).code] : []));
	for (const code of codes) expect(['environment_locked', 'plan_stale', 'ref_moved']).toContain(code);
	expect(codes.length).toBeLessThan(2);
	expect(await stopOf(app, dashboardId)).toMatchObject({ isInStep: true, standing: 'recognised' });
	expect(await lockOn(app, 'dev')).toBeUndefined();
});
