import { expect, test } from 'vitest';
import type { DashboardChanges, DashboardSummary, DashboardView } from '#lib/domain/dashboard.ts';
import type { Deployment } from '#lib/domain/deployment.ts';
import type { JobSummary } from '#lib/domain/job.ts';
import type { Plan } from '#lib/domain/plan.ts';
import type { App } from '#lib/server/app.ts';
import { serveApi } from '#tests/support/api-server.ts';
import { renameChart } from '#tests/support/operations/edits.ts';
import { OWN_CHART, practiceWorld, SLUG, TITLE } from '#tests/support/operations/practice-world.ts';
import { trackBySlug } from '#tests/support/whole-way.ts';

/** Asks the API by token; a job is followed to its end. */
async function client(app: App) {
	const { url } = await serveApi(app);
	const ada = { name: 'Ada', email: 'ada@example.org', password: 'correct horse', role: 'admin' } as const;
	const { personId } = await app.auth.createPerson(ada);
	const { token } = await app.auth.createApiToken(personId, { name: 'test', expiresAt: Date.now() + 3_600_000 });
	const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
	const ask = async (path: string, body?: unknown, status = 200) => {
		const init = body === undefined ? { headers } : { headers, method: 'POST', body: JSON.stringify(body) };
		const answer = await fetch(url + path, init);
		expect([path, answer.status]).toEqual([path, status]);
		return (await answer.json()) as unknown;
	};
	const runJob = async (path: string, body: unknown) => {
		const { href } = (await ask(path, body, 202)) as { href: string };
		await (await fetch(`${url}${href}/events`, { headers })).text();
		const { job } = (await ask(href)) as { job: JobSummary };
		expect([path, job.state]).toEqual([path, 'succeeded']);
		return job.result;
	};
	return { url, ask, runJob };
}

test('API-2 a dashboard is captured, committed, planned and deployed over HTTP alone', async () => {
	const { app, dev } = await practiceWorld();
	const id = await trackBySlug(app, 'dev', SLUG);
	const { ask, runJob } = await client(app);
	const [summary] = (await ask('/api/v1/dashboards')) as DashboardSummary[];
	expect(summary).toMatchObject({ id, title: TITLE, home: 'dev' });
	const at = `/api/v1/dashboards/${id}`;

	renameChart(dev, OWN_CHART, 'Channels');
	await runJob(`${at}/captures`, { environment: 'dev' });
	const changes = (await ask(`${at}/changes?environment=dev`)) as DashboardChanges;
	expect(changes.assets).toMatchObject([{ name: 'Channels', change: 'modified' }]);
	const body = { branch: 'main', message: 'Channels', paths: 'all', expectedHead: changes.head, live: changes.live };
	const { commit } = (await ask(`${at}/commits`, body, 201)) as { commit: string };
	expect(await ask(`${at}/commits?limit=1`)).toMatchObject({ entries: [{ oid: commit }], more: true });
	expect(await ask(`${at}/commits/${commit}`)).toMatchObject({ changes: { assets: [{ name: 'Channels' }] } });
	await ask(`${at}/commits`, body, 409);

	const plan = (await runJob(`${at}/plans`, { commit, environment: 'prod' })) as Plan;
	expect(await ask(`${at}/plans/${plan.hash}`)).toEqual(plan);
	const { deploymentId } = (await runJob(`${at}/deployments`, { planHash: plan.hash })) as { deploymentId: string };
	const deployment = (await ask(`/api/v1/deployments/${deploymentId}`)) as Deployment;
	expect(deployment).toMatchObject({ commit, state: 'verified', startedBy: 'Ada' });
	expect(await ask(`${at}/deployments`)).toEqual([deployment]);
	const view = (await ask(`${at}?branch=main`)) as DashboardView;
	expect(view.stops).toMatchObject([{ environment: 'dev' }, { environment: 'prod', commit, standing: 'recognised' }]);
});

test('API-2 nothing is told or done without a token', async () => {
	const { app } = await practiceWorld();
	const id = await trackBySlug(app, 'dev', SLUG);
	const { url } = await client(app);
	for (const [path, method, status] of [
		['dashboards', 'GET', 401],
		[`dashboards/${id}/changes`, 'GET', 401],
		[`dashboards/${id}/deployments`, 'POST', 403]
	] as const)
		expect((await fetch(`${url}/api/v1/${path}`, { method })).status).toBe(status);
});
