import { expect, test } from 'vitest';
import type { DashboardId } from '#lib/domain/ids.ts';
import type { App } from '#lib/server/app.ts';
import { treeOf } from '#lib/server/git/objects.ts';
import { undoApply } from '#lib/server/operations/apply/undo.ts';
import { discardChanges } from '#lib/server/operations/changes/discard.ts';
import { planDiscard } from '#lib/server/operations/changes/plan-discard.ts';
import { actorOf } from '#tests/support/app.ts';
import { hasChart } from '#tests/support/operations/branch-steps.ts';
import { lastDeployment } from '#tests/support/operations/deployed-world.ts';
import {
	connectionsOf,
	dashboardIn,
	describeDataset,
	heldBy,
	renameChart,
	takeOffDashboard
} from '#tests/support/operations/edits.ts';
import {
	DATASET,
	OWN_CHART,
	practiceWorld,
	recording,
	SHARED_CHART,
	SLUG
} from '#tests/support/operations/practice-world.ts';
import {
	capture,
	changesOf,
	deployedIn,
	headOfMain,
	liveIn,
	planFor,
	requestsDuring,
	writesIn
} from '#tests/support/operations/steps.ts';
import { putChartOn } from '#tests/support/operations/edits.ts';
import { seedFrom } from '#tests/support/practice-superset/seed.ts';
import { runJob, trackBySlug } from '#tests/support/whole-way.ts';

type World = Awaited<ReturnType<typeof practiceWorld>>;

/** A tracked dashboard that somebody edited in dev; captured. */
async function edited(edit: (world: World) => unknown, options: Parameters<typeof practiceWorld>[0] = {}) {
	const world = await practiceWorld(options);
	const id = await trackBySlug(world.app, 'dev', SLUG);
	await edit(world);
	await capture(world.app, id);
	return { ...world, id };
}

async function planOf(app: App, id: DashboardId, names: readonly string[], more: object = {}) {
	const { head, live, assets } = await changesOf(app, id);
	const paths = names.map((name) => assets.find((one) => one.name === name)?.path ?? name);
	const input = { dashboardId: id, branch: 'main', expectedHead: head, live, paths };
	return runJob(app, planDiscard, { ...input, ...more }, actorOf('analyst'));
}

async function discard(app: App, id: DashboardId, names: readonly string[]) {
	const { plan } = await planOf(app, id, names);
	return runJob(app, discardChanges, { dashboardId: id, planHash: plan.hash }, actorOf('analyst'));
}

test('DISCARD-1 a chosen change is put back in the environment, and the others stay', async () => {
	const { app, dev, id } = await edited(({ dev: superset }) => {
		renameChart(superset, OWN_CHART, 'Channels');
		renameChart(superset, SHARED_CHART, 'Revenue');
	});
	const connections = connectionsOf(dev);
	const { plan } = await planOf(app, id, ['Channels']);
	expect(plan.items.filter(({ action }) => action !== 'unchanged')).toMatchObject([
		{ action: 'update', name: OWN_CHART, sentences: [`renamed “Channels” → “${OWN_CHART}”`] }
	]);
	const requests = await requestsDuring(dev, async () => {
		expect(await runJob(app, discardChanges, { dashboardId: id, planHash: plan.hash })).toMatchObject({
			state: 'verified'
		});
	});
	expect(writesIn(requests)).toEqual(['POST /api/v1/chart/import/']);
	expect([hasChart(dev, OWN_CHART), hasChart(dev, 'Revenue')]).toEqual([true, true]);
	expect((await changesOf(app, id)).assets).toMatchObject([{ name: 'Revenue' }]);
	expect(connectionsOf(dev)).toBe(connections);
	expect(await deployedIn(app, id, 'dev')).toBeNull();
});

test('DISCARD-2 discarding is undone', async () => {
	const { app, dev, id } = await edited(({ dev: superset }) => {
		renameChart(superset, OWN_CHART, 'Channels');
		describeDataset(superset, DATASET, 'Orders by day');
	});
	const before = (await liveIn(app, id, 'dev'))!;
	await discard(app, id, ['Channels']);
	const { id: deploymentId, kind, safetyCommit } = await lastDeployment(app, id);
	expect([kind, safetyCommit]).toEqual(['discard', before]);
	expect(await runJob(app, undoApply, { deploymentId })).toMatchObject({ kind: 'written', state: 'verified' });
	expect(hasChart(dev, 'Channels')).toBe(true);
	const repo = app.repoOf(id);
	expect(await treeOf(repo, (await liveIn(app, id, 'dev'))!)).toBe(await treeOf(repo, before));
});

test('DISCARD-3 a chart that was taken off comes back to its place', async () => {
	const { app, dev, id } = await edited(({ dev: superset }) => takeOffDashboard(superset, SLUG, OWN_CHART));
	const { assets } = await changesOf(app, id);
	const gone = assets.find(({ change }) => change === 'removed')!;
	expect(await discard(app, id, [gone.path])).toMatchObject({ state: 'verified' });
	expect(dashboardIn(dev, SLUG).charts).toHaveLength(2);
	expect((await changesOf(app, id)).assets).toEqual([]);
});

test.each(['6.1.0', '4.1.4'] as const)(
	'DISCARD-4 in a %s a new chart is taken off the dashboard and is not deleted',
	async (devVersion) => {
		const { app, dev, id } = await edited(
			async ({ dev: superset }) => {
				await seedFrom([recording('virtual', devVersion)], superset.state);
				putChartOn(superset, SLUG, 'Net by month');
			},
			{ devVersion }
		);
		const { plan } = await planOf(app, id, ['Net by month']);
		expect(plan.items.find(({ name }) => name === 'Net by month')).toMatchObject({ action: 'unlink' });
		expect(await discard(app, id, ['Net by month'])).toMatchObject({ state: 'verified' });
		expect(hasChart(dev, 'Net by month')).toBe(true);
		expect(dashboardIn(dev, SLUG).charts).toHaveLength(2);
		expect((await changesOf(app, id)).assets).toEqual([]);
	}
);

test('DISCARD-4 discarding the layout alone takes its new charts off too', async () => {
	const { app, id } = await edited(async ({ dev }) => {
		await seedFrom([recording('virtual')], dev.state);
		putChartOn(dev, SLUG, 'Net by month');
	});
	const { assets } = await changesOf(app, id);
	expect(await discard(app, id, [assets.find(({ kind }) => kind === 'dashboard')!.path])).toMatchObject({
		state: 'verified'
	});
	expect((await changesOf(app, id)).assets).toEqual([]);
});

test('DISCARD-5 what was edited since the plan is not written over', async () => {
	const { app, dev, id } = await edited(({ dev: superset }) => renameChart(superset, OWN_CHART, 'Channels'));
	const { plan } = await planOf(app, id, ['Channels']);
	renameChart(dev, SHARED_CHART, 'Revenue');
	const held = heldBy(dev);
	const input = { dashboardId: id, planHash: plan.hash };
	await expect(planOf(app, id, ['Channels'])).rejects.toMatchObject({ code: 'ref_moved' });
	await expect(runJob(app, discardChanges, input)).rejects.toMatchObject({ code: 'plan_stale' });
	expect(heldBy(dev)).toEqual(held);
	await discard(app, id, ['Channels']);
	expect([hasChart(dev, OWN_CHART), hasChart(dev, 'Revenue')]).toEqual([true, true]);
});

test('DISCARD-6 nothing to discard, strangers, and plans of another kind are refused', async () => {
	const { app, id } = await edited(({ dev }) => renameChart(dev, OWN_CHART, 'Channels'));
	const hint = expect.stringMatching(/\w/);
	await expect(planOf(app, id, ['charts/nobody.yaml'])).rejects.toMatchObject({ code: 'invalid_input', hint });
	const head = await headOfMain(app, id);
	await expect(planOf(app, id, ['Channels'], { live: head })).rejects.toMatchObject({ code: 'ref_moved' });
	await expect(planOf(app, id, ['Channels'], { environment: 'prod' })).rejects.toMatchObject({ hint });
	const [unchanged] = (await planFor(app, id)).items.filter(({ name }) => name === SHARED_CHART);
	await expect(planOf(app, id, [unchanged!.path])).rejects.toMatchObject({
		message: expect.stringContaining('nothing of this differs'),
		hint
	});
	for (const environment of ['dev', 'prod']) {
		const { hash } = await planFor(app, id, environment);
		await expect(runJob(app, discardChanges, { dashboardId: id, planHash: hash })).rejects.toMatchObject({
			code: 'not_found',
			hint
		});
	}
});

test('DISCARD-6 a dataset that a chart there needs is not taken from it: the plan says so, and is refused', async () => {
	const { app, dev, id } = await edited(async ({ dev: superset }) => {
		await seedFrom([recording('virtual')], superset.state);
		putChartOn(superset, SLUG, 'Net by month');
	});
	const { plan } = await planOf(app, id, ['sales_joined']);
	expect(plan.items.find(({ name }) => name === 'Net by month')).toMatchObject({ action: 'blocked' });
	const held = heldBy(dev);
	const input = { dashboardId: id, planHash: plan.hash };
	await expect(runJob(app, discardChanges, input)).rejects.toMatchObject({ code: 'invalid_input' });
	expect(heldBy(dev)).toEqual(held);
});
