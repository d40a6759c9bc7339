import { readdirSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import type { DashboardId } from '#lib/domain/ids.ts';
import { JobId } from '#lib/domain/ids.ts';
import type { App } from '#lib/server/app.ts';
import { listDeployments } from '#lib/server/db/deployments.ts';
import { getJob } from '#lib/server/db/jobs.ts';
import { startDeployment } from '#lib/server/operations/deployment/start.ts';
import { breakEnvironmentLock } from '#lib/server/operations/environment/break-lock.ts';
import { updateEnvironment } from '#lib/server/operations/environment/update.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextFor, actorOf } from '#tests/support/app.ts';
import { deployedWorld, lastDeployment, lockOn } from '#tests/support/operations/deployed-world.ts';
import { describeDataset, heldBy, renameChart } from '#tests/support/operations/edits.ts';
import {
	DATASET,
	OWN_CHART,
	portsWith,
	practiceWorld,
	recording,
	SHARED_CHART,
	SLUG,
	TITLE
} from '#tests/support/operations/practice-world.ts';
import { deployedIn, planFor, refsIn, requestsDuring, writesIn } from '#tests/support/operations/steps.ts';
import type { PracticeSuperset } from '#tests/support/practice-superset/server.ts';
import { deployMain, runJob, trackBySlug } from '#tests/support/whole-way.ts';

/** Deploy a plan that something happened to since: it must be refused, and prod must be as it was. */
async function expectStale(
	{ app, prod, dashboardId }: { app: App; prod: PracticeSuperset; dashboardId: DashboardId },
	meanwhile: () => unknown,
	says: RegExp
): Promise<void> {
	const { hash } = await planFor(app, dashboardId);
	await meanwhile();
	const held = heldBy(prod);
	const deployments = await listDeployments(app.db, { dashboardId });
	const deployed = await deployedIn(app, dashboardId);
	const requests = await requestsDuring(prod, () =>
		expect(runJob(app, startDeployment, { dashboardId, planHash: hash })).rejects.toMatchObject({
			code: 'plan_stale',
			message: expect.stringMatching(says),
			hint: expect.stringContaining('Plan again')
		})
	);
	expect(writesIn(requests)).toEqual([]);
	expect(heldBy(prod)).toEqual(held);
	expect(await listDeployments(app.db, { dashboardId })).toEqual(deployments);
	expect(await deployedIn(app, dashboardId)).toBe(deployed);
	expect(await lockOn(app)).toBeUndefined();
	expect((await deployMain(app, dashboardId, 'prod')).deployment.state).toBe('verified');
}

test('DEPLOY-10 the dashboard there was edited since the plan', async () => {
	const world = await deployedWorld();
	await expectStale(world, () => renameChart(world.prod, OWN_CHART, 'By hand'), /the dashboard there was edited/);
});

test('DEPLOY-10 the mapping changed since the plan', async () => {
	const world = await deployedWorld();
	const uuid = 'cccccccc-2222-4333-8444-555555555555';
	const mapping = { databases: [{ from: uuid, to: uuid }], datasets: [] };
	await expectStale(
		world,
		() => execute(updateEnvironment, contextFor(world.app), { name: 'prod', mapping }),
		/the mapping/
	);
});

test('DEPLOY-10 Superset has another version than at the plan', async () => {
	const world = await deployedWorld();
	const page = Buffer.from('<script>{"version_string": "6.0.0"}</script>');
	await expectStale(
		world,
		() => world.prod.addFault({ match: { path: '/login/' }, answer: { status: 200, body: page } }),
		/from 6\.1\.0 to 6\.0\.0/
	);
});

test('DEPLOY-10 a dataset that other dashboards share was changed since the plan', async () => {
	const { app, prod } = await practiceWorld({ inProd: [recording('shared-chart-b')] });
	const dashboardId = await trackBySlug(app, 'dev', SLUG);
	const world = { app, prod, dashboardId };
	await expectStale(world, () => describeDataset(prod, DATASET, 'By somebody'), /that other dashboards share/);
});

test('DEPLOY-10 a chart that other dashboards share was changed since the plan', async () => {
	const { app, prod } = await practiceWorld({ inProd: [recording('shared-chart-b')] });
	const dashboardId = await trackBySlug(app, 'dev', SLUG);
	const world = { app, prod, dashboardId };
	await expectStale(world, () => renameChart(prod, SHARED_CHART, 'By somebody'), /that other dashboards share/);
});

/** Lets go when a request comes that the pattern fits; the Superset waits with it until `resume`. */
function heldAt(superset: PracticeSuperset, pattern: RegExp): { reached: Promise<void>; resume: () => void } {
	let resume = () => {};
	const gate = new Promise<void>((resolve) => (resume = resolve));
	const reached = new Promise<void>((resolve) => {
		superset.onRequest = (request) => {
			if (!pattern.test(request)) return undefined;
			superset.onRequest = undefined;
			resolve();
			return gate;
		};
	});
	return { reached, resume };
}

const CHART_IMPORT = /^POST \/api\/v1\/chart\/import/;

test.each(['in one process', 'in two processes'])(
	'DEPLOY-20 of two deployments at once one writes: %s',
	async (how) => {
		const { app, world, prod, dashboardId } = await deployedWorld();
		const other = how === 'in one process' ? app : await world.startAnother({}, portsWith());
		const { hash: planHash } = await planFor(app, dashboardId);
		const { reached, resume } = heldAt(prod, CHART_IMPORT);
		const first = runJob(app, startDeployment, { dashboardId, planHash }, actorOf('engineer'));
		await reached;
		await expect(runJob(other, startDeployment, { dashboardId, planHash })).rejects.toMatchObject({
			code: 'environment_locked',
			message: expect.stringMatching(new RegExp(`Emil is writing into prod.*Deploy “${TITLE}”`)),
			hint: expect.stringMatching(/\w/)
		});
		resume();
		await first;
		expect((await listDeployments(app.db, { dashboardId })).map(({ state }) => state)).toEqual([
			'verified',
			'verified'
		]);
		expect(await lockOn(app)).toBeUndefined();
	}
);

test.each([
	['while it looks', /^GET \/api\/v1\/dataset\//],
	['at the datasets', /^POST \/api\/v1\/dataset\/import/],
	['at the charts', CHART_IMPORT],
	['at the dashboard', /^POST \/api\/v1\/dashboard\/import/]
])('DEPLOY-21 cancelled in the middle, %s: nothing is held, and the next attempt works', async (_where, pattern) => {
	const { app, prod, dashboardId, first, second } = await deployedWorld();
	const { hash: planHash } = await planFor(app, dashboardId);
	const { reached, resume } = heldAt(prod, pattern);
	const jobId = await app.jobs.start(startDeployment, actorOf('admin'), { dashboardId, planHash });
	await reached;
	await app.jobs.cancel(JobId.parse(jobId));
	await app.jobs.finished(jobId);
	resume();
	await prod.settled();
	expect(await getJob(app.db, jobId)).toMatchObject({ state: 'cancelled', error: { code: 'cancelled' } });
	expect(await lockOn(app)).toBeUndefined();
	expect(await deployedIn(app, dashboardId)).toBe(first);
	const deployments = await listDeployments(app.db, { dashboardId });
	expect(deployments.map(({ state }) => state)).toEqual(
		_where === 'while it looks' ? ['verified'] : ['cancelled', 'verified']
	);
	expect((await deployMain(app, dashboardId, 'prod')).deployment.state).toBe('verified');
	expect(await deployedIn(app, dashboardId)).toBe(second);
});

test('DEPLOY-22 a deployment whose lock an admin broke stops, and says so', async () => {
	const { app, prod, dashboardId, first } = await deployedWorld();
	const { hash: planHash } = await planFor(app, dashboardId);
	const { reached, resume } = heldAt(prod, CHART_IMPORT);
	vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
	const running = runJob(app, startDeployment, { dashboardId, planHash });
	running.catch(() => undefined);
	await reached;
	await execute(breakEnvironmentLock, contextFor(app), { name: 'prod' });
	vi.advanceTimersByTime(5_000);
	vi.useRealTimers();
	await expect(running).rejects.toMatchObject({
		code: 'environment_locked',
		message: expect.stringContaining('taken away'),
		hint: expect.stringMatching(/\w/)
	});
	resume();
	await prod.settled();
	expect(await lastDeployment(app, dashboardId)).toMatchObject({
		state: 'failed',
		failure: expect.stringContaining('taken away')
	});
	expect(await deployedIn(app, dashboardId)).toBe(first);
	expect((await deployMain(app, dashboardId, 'prod')).deployment.state).toBe('verified');
});

test('DEPLOY-20 nothing of a refused one is left in git', async () => {
	const { app, prod, dashboardId } = await deployedWorld();
	const { hash: planHash } = await planFor(app, dashboardId);
	const { reached, resume } = heldAt(prod, /^GET \/login\//);
	const first = runJob(app, startDeployment, { dashboardId, planHash });
	await reached;
	const refs = await refsIn(app, dashboardId);
	await expect(runJob(app, startDeployment, { dashboardId, planHash })).rejects.toMatchObject({
		code: 'environment_locked'
	});
	expect(await refsIn(app, dashboardId)).toEqual(refs);
	expect(readdirSync(app.repoOf(dashboardId).gitDir)).not.toContain('index');
	resume();
	await first;
});
