import { expect, test } from 'vitest';
import { rollBackDeployment } from '#lib/server/operations/deployment/rollback.ts';
import { deployedWorld, lastDeployment, lockOn, type DeployedWorld } from '#tests/support/operations/deployed-world.ts';
import { chartIn, dashboardIn, heldBy, renameChart, retitleDashboard } from '#tests/support/operations/edits.ts';
import { hasChart } from '#tests/support/operations/branch-steps.ts';
import { OWN_CHART, SHARED_CHART, SLUG, TITLE } from '#tests/support/operations/practice-world.ts';
import {
	capture,
	commit,
	deployedIn,
	liveIn,
	refsIn,
	requestsDuring,
	writesIn
} from '#tests/support/operations/steps.ts';
import { deployMain, runJob } from '#tests/support/whole-way.ts';

const rollBack = ({ app }: DeployedWorld, deploymentId: string, more: object = {}) =>
	runJob(app, rollBackDeployment, { deploymentId, ...more });

/** Roll back where it has to ask: it must write nothing and leave everything as it is. */
async function asked(world: DeployedWorld, deploymentId: string) {
	const { app, prod, dashboardId } = world;
	const held = heldBy(prod);
	const before = await deployedIn(app, dashboardId);
	const { id } = await lastDeployment(app, dashboardId);
	const safeties = async () =>
		Object.keys(await refsIn(app, dashboardId)).filter((ref) => ref.startsWith('refs/safety/'));
	const kept = await safeties();
	let result;
	const requests = await requestsDuring(prod, async () => void (result = await rollBack(world, deploymentId)));
	expect(writesIn(requests)).toEqual([]);
	expect(heldBy(prod)).toEqual(held);
	expect(await deployedIn(app, dashboardId)).toBe(before);
	expect((await lastDeployment(app, dashboardId)).id).toBe(id);
	expect(await safeties()).toEqual(kept);
	expect(await lockOn(app)).toBeUndefined();
	return result as unknown as Extract<Awaited<ReturnType<typeof rollBack>>, { kind: 'edited' }>;
}

/** The head of `main` is deployed to prod, over the commit before. */
async function secondDeployed() {
	const world = await deployedWorld();
	const { deployment } = await deployMain(world.app, world.dashboardId, 'prod');
	return { world, deployment };
}

test('DEPLOY-11 what was edited since is told, and nothing is written until that is confirmed', async () => {
	const { world, deployment } = await secondDeployed();
	const { app, prod, dashboardId } = world;
	renameChart(prod, SHARED_CHART, 'By hand');
	const edited = await asked(world, deployment.id);
	expect(edited).toMatchObject({
		...{ kind: 'edited', environment: 'prod', live: await liveIn(app, dashboardId, 'prod') },
		assets: [{ kind: 'chart', name: 'By hand', sentences: [`renamed “${SHARED_CHART}” → “By hand”`] }]
	});
	expect(await rollBack(world, deployment.id, { live: edited.live })).toMatchObject({
		...{ kind: 'rolled-back', state: 'verified' }
	});
	expect(chartIn(prod, SHARED_CHART)).toBeDefined();
	expect(dashboardIn(prod, SLUG).fields['dashboard_title']).toBe(TITLE);
	expect(await lastDeployment(app, dashboardId)).toMatchObject({ kind: 'rollback', safetyCommit: edited.live });
});

test('DEPLOY-11 what was edited after that was told is not written over', async () => {
	const { world, deployment } = await secondDeployed();
	const { prod } = world;
	renameChart(prod, SHARED_CHART, 'By hand');
	const { live } = await asked(world, deployment.id);
	retitleDashboard(prod, SLUG, 'By hand too');
	const held = heldBy(prod);
	await expect(rollBack(world, deployment.id, { live })).rejects.toMatchObject({
		code: 'plan_stale',
		hint: expect.stringMatching(/\w/)
	});
	expect(heldBy(prod)).toEqual(held);
	expect((await asked(world, deployment.id)).assets).toHaveLength(2);
});

test('DEPLOY-11 a dashboard that was deleted there since is told as well, and comes back when that is confirmed', async () => {
	const { world, deployment } = await secondDeployed();
	const { prod } = world;
	prod.state.tables.dashboard = [];
	const edited = await asked(world, deployment.id);
	expect(edited.live).toBeNull();
	expect(edited.assets.map(({ change }) => change)).toContain('removed');
	expect(await rollBack(world, deployment.id, { live: null })).toMatchObject({
		kind: 'rolled-back',
		state: 'verified'
	});
});

test('DEPLOY-11 another deployment since is told', async () => {
	const { world, deployment } = await secondDeployed();
	const { app, dev, dashboardId } = world;
	renameChart(dev, SHARED_CHART, 'Third');
	await capture(app, dashboardId);
	await commit(app, dashboardId);
	await deployMain(app, dashboardId, 'prod');
	expect((await asked(world, deployment.id)).assets.map(({ name }) => name)).toEqual(['Third']);
});

test('DEPLOY-11 where what was there before is there already, nobody is asked', async () => {
	const { world, deployment } = await secondDeployed();
	expect(await rollBack(world, deployment.id)).toMatchObject({ kind: 'rolled-back' });
	expect(await rollBack(world, deployment.id)).toMatchObject({ kind: 'rolled-back', state: 'verified' });
});

test('DEPLOY-32 of a failed deployment only what somebody edited is asked about, not what it left half done', async () => {
	const world = await deployedWorld();
	const { app, prod, dashboardId } = world;
	const fault = { answer: { status: 500, body: { message: 'Oops' } } };
	prod.addFault({ ...fault, match: { method: 'POST', path: '/api/v1/dashboard/import/' } });
	await expect(deployMain(app, dashboardId, 'prod')).rejects.toMatchObject({ code: 'superset_unexpected' });
	expect(hasChart(prod, 'Channels')).toBe(true);
	renameChart(prod, SHARED_CHART, 'By hand');
	const failed = await lastDeployment(app, dashboardId);
	const edited = await asked(world, failed.id);
	expect(edited.assets.map(({ name }) => name)).toEqual(['By hand']);
	expect(await rollBack(world, failed.id, { live: edited.live })).toMatchObject({
		kind: 'rolled-back',
		state: 'verified'
	});
	expect(chartIn(prod, OWN_CHART)).toBeDefined();
	expect(chartIn(prod, SHARED_CHART)).toBeDefined();
});
