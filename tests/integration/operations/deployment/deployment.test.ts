import { expect, test } from 'vitest';
import { DashboardId } from '#lib/domain/ids.ts';
import { planCounts } from '#lib/domain/plan.ts';
import { assetTreeOf } from '#lib/server/git/asset-trees.ts';
import { treeOf } from '#lib/server/git/objects.ts';
import { showDashboard } from '#lib/server/operations/dashboard/show.ts';
import { trackZip } from '#lib/server/operations/dashboard/track-zip.ts';
import { listDashboardDeployments } from '#lib/server/operations/deployment/list.ts';
import { rollBackDeployment } from '#lib/server/operations/deployment/rollback.ts';
import { showDeployment } from '#lib/server/operations/deployment/show.ts';
import { startDeployment } from '#lib/server/operations/deployment/start.ts';
import { verifyDeployment } from '#lib/server/operations/deployment/verify.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { readBundle } from '#lib/server/superset/bundle/zip.ts';
import { contextFor } from '#tests/support/app.ts';
import { deployedWorld, lastDeployment } from '#tests/support/operations/deployed-world.ts';
import {
	chartIn,
	connectionsOf,
	dashboardIn,
	describeDataset,
	heldBy,
	renameChart,
	retitleDashboard,
	takeOffDashboard
} from '#tests/support/operations/edits.ts';
import {
	DATASET,
	OWN_CHART,
	practiceWorld,
	recording,
	SLUG,
	TITLE,
	zipOfTexts
} from '#tests/support/operations/practice-world.ts';
import {
	capture,
	captureAndCommit,
	deployedIn,
	headOfMain,
	liveIn,
	planFor,
	refsIn,
	requestsDuring,
	writesIn
} from '#tests/support/operations/steps.ts';
import { deployMain, runJob, trackBySlug } from '#tests/support/whole-way.ts';

const rollBack = (app: Parameters<typeof planFor>[0], deploymentId: string) =>
	runJob(app, rollBackDeployment, { deploymentId });

/** Where nobody edited anything since. */
async function rolledBack(app: Parameters<typeof planFor>[0], deploymentId: string) {
	const result = await rollBack(app, deploymentId);
	if (result.kind !== 'rolled-back') throw new Error(`It was ${result.kind}.`);
	return result;
}

test('DEPLOY-1 what was deployed is there, and planning again finds nothing to do', async () => {
	const { app, prod } = await practiceWorld();
	const id = await trackBySlug(app, 'dev', SLUG);
	const { plan, deployment, stop } = await deployMain(app, id, 'prod');
	expect(deployment).toMatchObject({ state: 'verified', safetyCommit: null, failure: null, kind: 'deploy' });
	expect(deployment.proof).toMatchObject({ isProven: true, foundTree: plan.commitTree });
	expect(deployment.proof?.items.map(({ standing }) => standing)).toEqual(Array(5).fill('equal'));
	expect(stop).toMatchObject({ standing: 'recognised', commit: plan.commit, labels: ['main'] });
	expect(stop.href).toBe(`${prod.url}/superset/dashboard/${dashboardIn(prod, SLUG).id}/`);
	expect(await deployedIn(app, id)).toBe(plan.commit);
	expect(planCounts(await planFor(app, id))).toEqual({ create: 0, update: 0, unchanged: 4, unlink: 0, blocked: 0 });
	expect((await deployMain(app, id, 'prod')).deployment.state).toBe('verified');
});

test.each(['sales-overview', 'virtual', 'two-schemas', 'ids-everywhere', 'unicode', 'orphan'])(
	'DEPLOY-1 so with %s, which was tracked from a ZIP',
	async (name) => {
		const { app, prod } = await practiceWorld({ inProd: [recording('two-schemas')] });
		const { dashboardId } = await execute(trackZip, contextFor(app), { zip: recording(name) });
		const connections = connectionsOf(prod);
		const { deployment } = await deployMain(app, DashboardId.parse(dashboardId), 'prod');
		expect(deployment.proof?.items.filter(({ standing }) => standing !== 'equal')).toEqual([]);
		expect(deployment.state).toBe('verified');
		expect(connectionsOf(prod)).toBe(connections);
	}
);

test.each(['6.1.0', '4.1.4'] as const)(
	'DEPLOY-2 connections of a %s stay as they are, byte for byte',
	async (version) => {
		const { app, dev, prod } = await practiceWorld({ prodVersion: version });
		const id = await trackBySlug(app, 'dev', SLUG);
		const before = connectionsOf(prod);
		await deployMain(app, id, 'prod');
		expect(connectionsOf(prod)).toBe(before);
		describeDataset(dev, DATASET, 'Orders by day');
		takeOffDashboard(dev, SLUG, OWN_CHART);
		await captureAndCommit(app, id);
		const { deployment } = await deployMain(app, id, 'prod');
		expect(deployment.state).toBe('verified');
		await rollBack(app, deployment.id);
		expect(connectionsOf(prod)).toBe(before);
	}
);

test('DEPLOY-3 one changed chart is one import of charts', async () => {
	const { app, dev, prod } = await practiceWorld();
	const id = await trackBySlug(app, 'dev', SLUG);
	await deployMain(app, id, 'prod');
	renameChart(dev, OWN_CHART, 'Channels');
	await captureAndCommit(app, id);
	const requests = await requestsDuring(prod, () => deployMain(app, id, 'prod'));
	expect(writesIn(requests)).toEqual(['POST /api/v1/chart/import/']);
	expect(writesIn(await requestsDuring(prod, () => deployMain(app, id, 'prod')))).toEqual([]);
});

test('DEPLOY-4 what is edited there by hand is told by the stop, the plan and the proof', async () => {
	const { app, prod } = await practiceWorld();
	const dashboardId = await trackBySlug(app, 'dev', SLUG);
	await deployMain(app, dashboardId, 'prod');
	renameChart(prod, OWN_CHART, 'By hand');
	await capture(app, dashboardId, 'prod');
	const { stops } = await execute(showDashboard, contextFor(app), { dashboardId });
	expect(stops.find(({ environment }) => environment === 'prod')).toMatchObject({ standing: 'edited', commit: null });
	const plan = await planFor(app, dashboardId);
	expect(plan.items.find(({ editedThere }) => editedThere)?.name).toBe(OWN_CHART);
	const { proof } = await runJob(app, verifyDeployment, { dashboardId, environment: 'prod' });
	expect(proof.isProven).toBe(false);
	expect(proof.items.filter(({ standing }) => standing !== 'equal')).toEqual([
		expect.objectContaining({
			name: OWN_CHART,
			standing: 'different',
			sentences: [`renamed “${OWN_CHART}” → “By hand”`]
		})
	]);
});

test('DEPLOY-5 a rollback puts back what was live, edits by hand included, and proves it', async () => {
	const { app, dev, prod } = await practiceWorld();
	const id = await trackBySlug(app, 'dev', SLUG);
	await deployMain(app, id, 'prod');
	renameChart(prod, OWN_CHART, 'By hand');
	retitleDashboard(dev, SLUG, 'Second');
	await captureAndCommit(app, id);
	const { deployment } = await deployMain(app, id, 'prod');
	expect(chartIn(prod, OWN_CHART)).toBeDefined();
	const safety = deployment.safetyCommit!;

	const { deploymentId } = await rolledBack(app, deployment.id);
	const back = await execute(showDeployment, contextFor(app), { deploymentId });
	expect(back).toMatchObject({ kind: 'rollback', state: 'verified', commit: safety });
	expect(chartIn(prod, 'By hand')).toBeDefined();
	expect(dashboardIn(prod, SLUG).fields['dashboard_title']).toBe(TITLE);
	const repo = app.repoOf(id);
	expect(await treeOf(repo, (await liveIn(app, id, 'prod'))!)).toBe(await treeOf(repo, safety));
	expect(await deployedIn(app, id)).toBe(safety);
	const safeties = Object.entries(await refsIn(app, id)).filter(([ref]) => ref.startsWith('refs/safety/prod/'));
	expect(safeties.map(([, oid]) => oid)).toContain(safety);
	expect(back.safetyCommit).not.toBeNull();
	const listed = await execute(listDashboardDeployments, contextFor(app), { dashboardId: id });
	expect(listed.map(({ kind }) => kind)).toEqual(['rollback', 'deploy', 'deploy']);
});

test('DEPLOY-5 a rollback is itself rolled back', async () => {
	const { app, prod, dashboardId } = await deployedWorld();
	const { deployment } = await deployMain(app, dashboardId, 'prod');
	const back = await rolledBack(app, deployment.id);
	expect(dashboardIn(prod, SLUG).fields['dashboard_title']).toBe(TITLE);
	await rolledBack(app, back.deploymentId);
	expect(dashboardIn(prod, SLUG).fields['dashboard_title']).toBe('Shared, second');
});

test('DEPLOY-5 where nothing was there before, a rollback is refused with the next step', async () => {
	const { app, prod } = await practiceWorld();
	const id = await trackBySlug(app, 'dev', SLUG);
	const { deployment } = await deployMain(app, id, 'prod');
	const before = heldBy(prod);
	await expect(rollBack(app, deployment.id)).rejects.toMatchObject({
		code: 'invalid_input',
		message: expect.stringContaining('nothing was there'),
		hint: expect.stringMatching(/\w/)
	});
	expect(heldBy(prod)).toEqual(before);
});

test('DEPLOY-6 verifying proves what was deployed, and writes nothing', async () => {
	const { app, prod } = await practiceWorld();
	const dashboardId = await trackBySlug(app, 'dev', SLUG);
	const verify = () => runJob(app, verifyDeployment, { dashboardId, environment: 'prod' });
	await expect(verify()).rejects.toMatchObject({
		code: 'not_found',
		message: expect.stringContaining('prod'),
		hint: expect.stringMatching(/\w/)
	});
	await deployMain(app, dashboardId, 'prod');
	const before = heldBy(prod);
	expect((await verify()).proof.isProven).toBe(true);
	expect(heldBy(prod)).toEqual(before);
	prod.state.tables.dashboard = [];
	const { proof } = await verify();
	expect(proof.isProven).toBe(false);
	expect(new Set(proof.items.map(({ standing }) => standing))).toEqual(new Set(['missing']));
});

test('DEPLOY-7 on 4.1.4 a chart that left is unlinked too, and one that came is linked', async () => {
	const { app, dev, prod } = await practiceWorld({ prodVersion: '4.1.4' });
	const id = await trackBySlug(app, 'dev', SLUG);
	const first = await deployMain(app, id, 'prod');
	expect(first.deployment.state).toBe('verified');
	takeOffDashboard(dev, SLUG, OWN_CHART);
	await captureAndCommit(app, id);
	const { deployment } = await deployMain(app, id, 'prod');
	expect(deployment.state).toBe('verified');
	expect(dashboardIn(prod, SLUG).charts).toHaveLength(1);
	await rollBack(app, deployment.id);
	expect(dashboardIn(prod, SLUG).charts).toHaveLength(2);
	expect((await lastDeployment(app, id)).state).toBe('verified');
});

test('DEPLOY-7 what 4.1.4 holds goes into 6.1.0 as it is', async () => {
	const { app } = await practiceWorld({ devVersion: '4.1.4' });
	const id = await trackBySlug(app, 'dev', SLUG);
	const { deployment, plan } = await deployMain(app, id, 'prod');
	expect(deployment).toMatchObject({ state: 'verified', proof: { foundTree: plan.commitTree } });
});

test('DEPLOY-8 an import that was taken and not carried out is told by the proof', async () => {
	const { app, prod, dashboardId, first } = await deployedWorld();
	prod.addFault({ match: { path: '/api/v1/chart/import/' }, answer: { status: 200, body: { message: 'OK' } } });
	const { deployment } = await deployMain(app, dashboardId, 'prod');
	expect(deployment).toMatchObject({ state: 'differs', proof: { isProven: false } });
	expect(deployment.proof?.items.filter(({ standing }) => standing !== 'equal')).toEqual([
		expect.objectContaining({ name: 'Channels', standing: 'different' })
	]);
	expect(await deployedIn(app, dashboardId)).toBe(first);
	expect((await deployMain(app, dashboardId, 'prod')).deployment.state).toBe('verified');
});

test('DEPLOY-8 so are tags, which belong to no one object', async () => {
	const { app } = await practiceWorld();
	// A practice Superset keeps the names of tags and loses what they mean.
	const { dashboardId } = await execute(trackZip, contextFor(app), { zip: recording('theme') });
	const { deployment } = await deployMain(app, DashboardId.parse(dashboardId), 'prod');
	expect(deployment.state).toBe('differs');
	expect(deployment.proof?.items.filter(({ standing }) => standing !== 'equal')).toEqual([
		expect.objectContaining({ kind: 'tags', name: 'Tags', standing: 'different' })
	]);
});

test('DEPLOY-8 a dashboard that is not there after its import is named', async () => {
	const { app, prod } = await practiceWorld();
	const id = await trackBySlug(app, 'dev', SLUG);
	prod.addFault({ match: { path: '/api/v1/dashboard/import/' }, answer: { status: 200, body: { message: 'OK' } } });
	await expect(deployMain(app, id, 'prod')).rejects.toMatchObject({
		code: 'superset_unexpected',
		message: expect.stringContaining(TITLE),
		hint: expect.stringMatching(/\w/)
	});
	expect((await lastDeployment(app, id)).state).toBe('failed');
	expect((await deployMain(app, id, 'prod')).deployment.state).toBe('verified');
});

test('DEPLOY-9 a plan that nobody made is not deployed, nor one outside of a job', async () => {
	const { app } = await practiceWorld();
	const dashboardId = await trackBySlug(app, 'dev', SLUG);
	const unknown = { dashboardId, planHash: '0'.repeat(64) };
	await expect(runJob(app, startDeployment, unknown)).rejects.toMatchObject({
		code: 'not_found',
		hint: expect.stringMatching(/\w/)
	});
	const { hash } = await planFor(app, dashboardId);
	await expect(execute(startDeployment, contextFor(app), { dashboardId, planHash: hash })).rejects.toMatchObject({
		code: 'invalid_input'
	});
	const other = await execute(trackZip, contextFor(app), { zip: recording('virtual') });
	await expect(runJob(app, startDeployment, { dashboardId: other.dashboardId, planHash: hash })).rejects.toMatchObject({
		code: 'not_found'
	});
});

test('CAPTURE-16 the same under another connection and another dataset is captured as the same tree', async () => {
	const { files } = await readBundle(recording(SLUG));
	const renamed = Object.fromEntries(
		[...files].map(([path, bytes]) => [
			path,
			new TextDecoder()
				.decode(bytes)
				.replaceAll('d5887b6a-7662-554b-92a8-b15c19e2b660', 'aaaaaaaa-2222-4333-8444-555555555555')
				.replaceAll('28b095b5-35e5-5559-9b04-c17982791767', 'bbbbbbbb-2222-4333-8444-555555555555')
		])
	);
	const { app, prod } = await practiceWorld({ inProd: [await zipOfTexts(renamed)] });
	const id = await trackBySlug(app, 'dev', SLUG);
	expect(await capture(app, id, 'prod')).toMatchObject({ how: 'whole' });
	const repo = app.repoOf(id);
	const tree = await assetTreeOf(repo, (await headOfMain(app, id))!);
	expect(await treeOf(repo, (await liveIn(app, id, 'prod'))!)).toBe(tree);
	renameChart(prod, OWN_CHART, 'By hand');
	await capture(app, id, 'prod');
	expect((await deployMain(app, id, 'prod')).deployment).toMatchObject({ state: 'verified' });
	expect(prod.state.tables.dataset.map(({ uuid }) => uuid)).toEqual(['bbbbbbbb-2222-4333-8444-555555555555']);
	expect(prod.state.tables.database.map(({ uuid }) => uuid)).toEqual(['aaaaaaaa-2222-4333-8444-555555555555']);
});
