import { expect, test } from 'vitest';
import { treeOf } from '#lib/server/git/objects.ts';
import { rollBackDeployment } from '#lib/server/operations/deployment/rollback.ts';
import { deployedWorld, lastDeployment, lockOn } from '#tests/support/operations/deployed-world.ts';
import { chartIn, connectionsOf, dashboardIn, datasetIn } from '#tests/support/operations/edits.ts';
import { MISHAPS } from '#tests/support/operations/mishaps.ts';
import { DATASET, OWN_CHART, SLUG, TITLE } from '#tests/support/operations/practice-world.ts';
import { deployedIn, liveIn, refsIn } from '#tests/support/operations/steps.ts';
import { deployMain, runJob } from '#tests/support/whole-way.ts';

/** The three imports, and the object that each of them carries. */
const IMPORTS = [
	{ kind: 'dataset', object: DATASET },
	{ kind: 'chart', object: 'Channels' },
	{ kind: 'dashboard', object: 'Shared, second' }
];
const atImports = IMPORTS.flatMap((one) => MISHAPS.map((mishap) => ({ ...one, ...mishap })));

test.each(atImports)('DEPLOY-30 at the import of a $kind, Superset $does', async ({ kind, object, fault, code }) => {
	const { app, prod, dashboardId, first, second } = await deployedWorld();
	const before = await refsIn(app, dashboardId);
	const live = before['refs/environments/prod/live'];
	const connections = connectionsOf(prod);
	const path = `/api/v1/${kind}/import/`;
	prod.addFault({ ...fault, match: { method: 'POST', path } });
	const failed: unknown = await deployMain(app, dashboardId, 'prod').catch((error: unknown) => error);
	expect(failed).toMatchObject({ code, hint: expect.stringMatching(/\w/) });
	const { message } = failed as Error;
	expect(message.includes(`“${object}”`) || message.includes(path) || message.includes(prod.url)).toBe(true);

	const deployment = await lastDeployment(app, dashboardId);
	expect(deployment).toMatchObject({ state: 'failed', safetyCommit: live, proof: null, failure: message });
	expect(await lockOn(app)).toBeUndefined();
	expect(await deployedIn(app, dashboardId)).toBe(first);
	const made = Object.entries(await refsIn(app, dashboardId)).filter(([ref]) => !(ref in before));
	expect(made).toContainEqual([expect.stringMatching(/^refs\/safety\/prod\/\d+$/), live]);

	expect((await deployMain(app, dashboardId, 'prod')).deployment).toMatchObject({ state: 'verified' });
	expect(await deployedIn(app, dashboardId)).toBe(second);
	expect(connectionsOf(prod)).toBe(connections);
});

const LATER = [
	{
		where: 'finding the dashboard after its import',
		path: /^\/api\/v1\/dashboard\/[0-9a-f-]{36}$/,
		after: 'dashboard'
	},
	{ where: 'the proof’s lists', path: /^\/api\/v1\/chart\/\?/, after: 'dashboard' },
	{ where: 'the proof’s export', path: /^\/api\/v1\/dashboard\/export\//, after: 'dashboard' }
];

test.each(LATER)('DEPLOY-30 at $where', async ({ path, after }) => {
	const { app, prod, dashboardId, first, second } = await deployedWorld();
	prod.onRequest = (request) => {
		if (!request.startsWith(`POST /api/v1/${after}/import`)) return;
		prod.addFault({ match: { path }, answer: { status: 500, body: { message: 'Oops' } } });
	};
	await expect(deployMain(app, dashboardId, 'prod')).rejects.toMatchObject({ code: 'superset_unexpected' });
	prod.onRequest = undefined;
	expect(await lastDeployment(app, dashboardId)).toMatchObject({
		state: 'failed',
		failure: expect.stringMatching(/500/)
	});
	expect(await lockOn(app)).toBeUndefined();
	expect(await deployedIn(app, dashboardId)).toBe(first);
	// All was written before the failure: there is nothing left to do but to prove it.
	const { deployment, plan } = await deployMain(app, dashboardId, 'prod');
	expect(deployment.state).toBe('verified');
	expect(new Set(plan.items.map(({ action }) => action))).toEqual(new Set(['unchanged']));
	expect(await deployedIn(app, dashboardId)).toBe(second);
});

test.each(IMPORTS)(
	'DEPLOY-31 the import of a $kind is done and its answer lost: the next attempt finishes the rest',
	async ({ kind }) => {
		const { app, prod, dashboardId, second } = await deployedWorld();
		const path = `/api/v1/${kind}/import/`;
		prod.addFault({ match: { method: 'POST', path }, afterWork: true, close: true });
		await expect(deployMain(app, dashboardId, 'prod')).rejects.toMatchObject({
			code: 'superset_unreachable',
			hint: expect.stringContaining('may have been done all the same')
		});
		const { plan, deployment } = await deployMain(app, dashboardId, 'prod');
		expect(plan.items.find((item) => item.kind === kind && item.action === 'update')).toBeUndefined();
		expect(deployment.state).toBe('verified');
		expect(await deployedIn(app, dashboardId)).toBe(second);
	}
);

test('DEPLOY-31 on 4.1.4 a link that was not put is put by the next attempt', async () => {
	const { app, prod, dashboardId, second } = await deployedWorld({ prodVersion: '4.1.4' });
	const path = '/api/v1/dashboard/import/';
	prod.addFault({ match: { method: 'POST', path }, afterWork: true, close: true });
	await expect(deployMain(app, dashboardId, 'prod')).rejects.toMatchObject({ code: 'superset_unreachable' });
	expect((await deployMain(app, dashboardId, 'prod')).deployment.state).toBe('verified');
	expect(await deployedIn(app, dashboardId)).toBe(second);
});

test('DEPLOY-31 a first deployment whose answer was lost creates nothing twice', async () => {
	const { app, prod, dashboardId } = await deployedWorld();
	const rows = () => Object.entries(prod.state.tables).map(([kind, list]) => [kind, Object.keys(list).length]);
	const before = rows();
	prod.addFault({ match: { method: 'POST', path: '/api/v1/chart/import/' }, afterWork: true, cut: true });
	await deployMain(app, dashboardId, 'prod').catch(() => undefined);
	await deployMain(app, dashboardId, 'prod');
	expect(rows()).toEqual(before);
});

test('DEPLOY-32 a rollback of a failed deployment brings back what was live before it', async () => {
	const { app, prod, dashboardId } = await deployedWorld();
	const fault = { answer: { status: 500, body: { message: 'Oops' } } };
	prod.addFault({ ...fault, match: { method: 'POST', path: '/api/v1/dashboard/import/' } });
	await expect(deployMain(app, dashboardId, 'prod')).rejects.toMatchObject({ code: 'superset_unexpected' });
	expect(chartIn(prod, 'Channels')).toBeDefined();
	const failed = await lastDeployment(app, dashboardId);
	await runJob(app, rollBackDeployment, { deploymentId: failed.id });
	expect(await lastDeployment(app, dashboardId)).toMatchObject({ kind: 'rollback', state: 'verified' });
	expect(chartIn(prod, OWN_CHART)).toBeDefined();
	expect(datasetIn(prod, DATASET).fields['description']).not.toBe('Orders by day');
	expect(dashboardIn(prod, SLUG).fields['dashboard_title']).toBe(TITLE);
	const repo = app.repoOf(dashboardId);
	const live = await liveIn(app, dashboardId, 'prod');
	expect(await treeOf(repo, live!)).toBe(await treeOf(repo, failed.safetyCommit!));
});
