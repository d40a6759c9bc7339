import { expect, test } from 'vitest';
import { bringBackSetAside } from '#lib/server/operations/apply/bring-back.ts';
import { openBranch } from '#lib/server/operations/apply/open.ts';
import { planBringBack } from '#lib/server/operations/apply/plan-bring-back.ts';
import { listSetAside } from '#lib/server/operations/apply/set-aside.ts';
import { undoApply } from '#lib/server/operations/apply/undo.ts';
import { renameDashboardBranch } from '#lib/server/operations/branch/rename.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextFor } from '#tests/support/app.ts';
import { branchedWorld, commitTo, hasChart, headOf, stopOf } from '#tests/support/operations/branch-steps.ts';
import { heldBy, renameChart, retitleDashboard } from '#tests/support/operations/edits.ts';
import { SHARED_CHART, SLUG } from '#tests/support/operations/practice-world.ts';
import { liveIn, requestsDuring, writesIn } from '#tests/support/operations/steps.ts';
import { runJob } from '#tests/support/whole-way.ts';

type World = Awaited<ReturnType<typeof branchedWorld>>;

const listed = ({ app, dashboardId }: World) => execute(listSetAside, contextFor(app), { dashboardId });
const plan = ({ app, dashboardId }: World, id: string, more: object = {}) =>
	runJob(app, planBringBack, { dashboardId, id, ...more });
const bringBack = ({ app, dashboardId }: World, id: string, more: object = {}) =>
	runJob(app, bringBackSetAside, { dashboardId, id, ...more });

async function planned(world: World, id: string, more: object = {}) {
	const made = await plan(world, id, more);
	if (made.kind !== 'plan') throw new Error(`It was ${made.kind}.`);
	return made;
}

/** `feature` is open in dev; there a chart was called “Revenue”, which was set aside. */
async function asideWorld(): Promise<World & { readonly id: string }> {
	const world = await branchedWorld();
	const { app, dev, dashboardId } = world;
	await runJob(app, openBranch, { dashboardId, branch: 'feature' });
	renameChart(dev, SHARED_CHART, 'Revenue');
	await runJob(app, openBranch, { dashboardId, branch: 'feature', uncommitted: { kind: 'set-aside' } });
	const [aside] = await listed(world);
	return { ...world, id: aside!.id };
}

test('APPLY-15 a plan says what bringing back would write, and writes nothing', async () => {
	const world = await asideWorld();
	const { dev, app, dashboardId, id } = world;
	retitleDashboard(dev, SLUG, 'By hand');
	const requests = await requestsDuring(dev, async () => {
		const made = await planned(world, id);
		expect(made).toMatchObject({ environment: 'dev', shows: 'feature', exactly: false });
		expect(made.uncommitted).toMatchObject([{ kind: 'dashboard', name: 'By hand' }]);
		expect(made.live).toBe(await liveIn(app, dashboardId, 'dev'));
		const written = made.plan.items.filter(({ action }) => action === 'update');
		expect(written.map(({ kind }) => kind).sort()).toEqual(['chart', 'dashboard']);
	});
	expect(writesIn(requests)).toEqual([]);
	expect(await listed(world)).toHaveLength(1);
});

test('APPLY-15 a plan is carried out also where its branch has moved since they were set aside', async () => {
	const world = await asideWorld();
	const { app, dev, dashboardId, id } = world;
	renameChart(dev, 'Channels', 'Ways');
	await commitTo(app, dashboardId, 'feature', 'Ways');
	const made = await planned(world, id);
	const seen = { planHash: made.plan.hash, live: made.live };
	expect(await bringBack(world, id, seen)).toMatchObject({ kind: 'written', state: 'verified' });
	expect([hasChart(dev, 'Revenue'), hasChart(dev, 'Ways')]).toEqual([true, true]);
});

test('APPLY-15 where the branch or the environment moved after the plan, nothing is written', async () => {
	const world = await asideWorld();
	const { app, dev, dashboardId, id } = world;
	const made = await planned(world, id);
	renameChart(dev, 'Channels', 'Ways');
	const held = heldBy(dev);
	const seen = { planHash: made.plan.hash, live: made.live };
	await expect(bringBack(world, id, seen)).rejects.toMatchObject({ code: 'plan_stale' });
	await commitTo(app, dashboardId, 'feature', 'Ways');
	await expect(bringBack(world, id, { planHash: made.plan.hash })).rejects.toMatchObject({ code: 'plan_stale' });
	expect(heldBy(dev)).toEqual(held);
	expect(await listed(world)).toHaveLength(1);
});

test('APPLY-15 the plan names a conflict, and the one for exactly as it was has none', async () => {
	const world = await asideWorld();
	const { app, dev, dashboardId, id } = world;
	renameChart(dev, SHARED_CHART, 'Income');
	await commitTo(app, dashboardId, 'feature', 'Income');
	expect(await plan(world, id)).toEqual({
		kind: 'conflict',
		assets: [expect.objectContaining({ name: 'Income', reason: 'was changed again since' })]
	});
	const made = await planned(world, id, { exactly: true });
	expect(made.exactly).toBe(true);
	await bringBack(world, id, { exactly: true, planHash: made.plan.hash, live: made.live });
	expect(hasChart(dev, 'Revenue')).toBe(true);
});

test('APPLY-15 where all of it is there already, nobody is asked and it is not set aside any more', async () => {
	const world = await asideWorld();
	const { dev, id } = world;
	renameChart(dev, SHARED_CHART, 'Revenue');
	const made = await planned(world, id);
	expect(made.uncommitted).toEqual([]);
	const seen = { planHash: made.plan.hash, live: made.live };
	const requests = await requestsDuring(dev, async () => {
		expect(await bringBack(world, id, seen)).toMatchObject({ kind: 'written', state: 'verified', kept: null });
	});
	expect(writesIn(requests)).toEqual([]);
	expect(await listed(world)).toEqual([]);
});

test('APPLY-16 what is committed to their branch in the same step stays there', async () => {
	const world = await asideWorld();
	const { app, dev, dashboardId, id } = world;
	renameChart(dev, 'Channels', 'Ways');
	const uncommitted = { kind: 'commit-here', message: 'Ways' };
	expect(await bringBack(world, id, { uncommitted })).toMatchObject({ kind: 'written', state: 'verified' });
	expect([hasChart(dev, 'Revenue'), hasChart(dev, 'Ways')]).toEqual([true, true]);
	const head = await headOf(app, dashboardId, 'feature');
	expect(await runJob(app, openBranch, { dashboardId, branch: 'main' })).toMatchObject({
		kind: 'uncommitted',
		assets: [{ name: 'Revenue' }]
	});
	expect(await headOf(app, dashboardId, 'feature')).toBe(head);
});

test('APPLY-16 where both changed the same, the commit is made and nothing is written', async () => {
	const world = await asideWorld();
	const { dev, id } = world;
	renameChart(dev, SHARED_CHART, 'Income');
	const held = heldBy(dev);
	const uncommitted = { kind: 'commit-here', message: 'Income' };
	await expect(bringBack(world, id, { uncommitted })).rejects.toMatchObject({
		code: 'plan_stale',
		message: expect.stringContaining('“Income”')
	});
	expect(heldBy(dev)).toEqual(held);
	expect(await listed(world)).toHaveLength(1);
});

test('APPLY-17 undone, they are set aside again and come back once more', async () => {
	const world = await asideWorld();
	const { app, dev, dashboardId, id } = world;
	const back = await bringBack(world, id);
	if (back.kind !== 'written') throw new Error(`It was ${back.kind}.`);
	expect(await listed(world)).toEqual([]);
	const undone = await runJob(app, undoApply, { deploymentId: back.deploymentId });
	expect(undone).toMatchObject({ kind: 'written', state: 'verified', kept: { kind: 'set-aside' } });
	expect(hasChart(dev, 'Revenue')).toBe(false);
	expect(await stopOf(app, dashboardId)).toMatchObject({ shows: 'feature', isInStep: true });
	const [again] = await listed(world);
	expect(again).toMatchObject({ branch: 'feature', changes: { count: 1, first: [{ name: 'Revenue' }] } });
	await bringBack(world, again!.id);
	expect(hasChart(dev, 'Revenue')).toBe(true);
});

test('APPLY-17 what was edited after they came back is asked about', async () => {
	const world = await asideWorld();
	const { app, dev, id } = world;
	const back = await bringBack(world, id);
	if (back.kind !== 'written') throw new Error(`It was ${back.kind}.`);
	renameChart(dev, 'Channels', 'Ways');
	expect(await runJob(app, undoApply, { deploymentId: back.deploymentId })).toMatchObject({ kind: 'uncommitted' });
	expect(await listed(world)).toEqual([]);
});

test('APPLY-10 what was set aside goes with its branch to another name', async () => {
	const world = await asideWorld();
	const { app, dev, dashboardId, id } = world;
	const [before] = await listed(world);
	await execute(renameDashboardBranch, contextFor(app), { dashboardId, name: 'feature', to: 'channels' });
	expect(await listed(world)).toEqual([{ ...before, branch: 'channels' }]);
	await bringBack(world, id);
	expect(hasChart(dev, 'Revenue')).toBe(true);
	expect(await stopOf(app, dashboardId)).toMatchObject({ shows: 'channels' });
});
