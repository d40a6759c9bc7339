import { expect, test } from 'vitest';
import type { DashboardView } from '#lib/domain/dashboard.ts';
import type { JobSummary } from '#lib/domain/job.ts';
import type { App } from '#lib/server/app.ts';
import { serveApi } from '#tests/support/api-server.ts';
import { branchedWorld, hasChart } from '#tests/support/operations/branch-steps.ts';
import { deployedWorld } from '#tests/support/operations/deployed-world.ts';
import { renameChart } from '#tests/support/operations/edits.ts';
import { recording, SHARED_CHART, SLUG, TITLE } from '#tests/support/operations/practice-world.ts';
import { changesOf } from '#tests/support/operations/steps.ts';
import { deployMain } from '#tests/support/whole-way.ts';

/** Asks the API by token. */
async function client(app: App) {
	const { url } = await serveApi(app);
	const ada = { name: 'Ada', email: 'ada@example.org', password: 'correct horse', role: 'admin' } as const;
	const { personId } = await app.auth.createPerson(ada);
	const { token } = await app.auth.createApiToken(personId, { name: 'test', expiresAt: Date.now() + 3_600_000 });
	const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
	const ask = async (method: string, path: string, body?: unknown): Promise<Record<string, unknown>> => {
		const answer = await fetch(`${url}/api/v1${path}`, {
			headers,
			method,
			...(body ? { body: JSON.stringify(body) } : {})
		});
		expect([method, path, answer.ok]).toEqual([method, path, true]);
		return (await answer.json()) as Record<string, unknown>;
	};
	const runJob = async (path: string, body: unknown) => {
		const { href } = (await ask('POST', path, body)) as { href: string };
		await (await fetch(`${url}${href}/events`, { headers })).text();
		const { job } = (await ask('GET', href.replace('/api/v1', ''))) as unknown as { job: JobSummary };
		expect([path, job.state]).toEqual([path, 'succeeded']);
		return job.result as Record<string, unknown>;
	};
	const upload = (path: string, bytes: Uint8Array) =>
		fetch(`${url}/api/v1${path}`, {
			headers: { ...headers, 'content-type': 'application/zip' },
			method: 'POST',
			body: new Blob([new Uint8Array(bytes)])
		});
	return { ask, runJob, upload };
}

test('API-3 a branch is opened, changes are set aside, brought back and discarded over HTTP', async () => {
	const { app, dev, dashboardId, feature } = await branchedWorld();
	const { ask, runJob } = await client(app);
	const at = `/dashboards/${dashboardId}`;
	expect(await runJob(`${at}/applies/plans`, { branch: 'feature' })).toMatchObject({ uncommitted: [], shows: 'main' });
	await runJob(`${at}/applies`, { branch: 'feature' });
	renameChart(dev, SHARED_CHART, 'Revenue');
	expect(await runJob(`${at}/applies`, { branch: 'main' })).toMatchObject({ kind: 'uncommitted' });
	const { deploymentId } = await runJob(`${at}/applies`, { branch: 'main', uncommitted: { kind: 'set-aside' } });
	const [aside] = (await ask('GET', `${at}/set-aside`)) as unknown as { id: string }[];
	const gone = await ask('DELETE', `${at}/set-aside`, { id: aside!.id });
	expect(await ask('GET', `${at}/set-aside/dropped`)).toMatchObject([{ id: gone['id'], branch: 'feature' }]);
	await ask('POST', `${at}/set-aside/dropped`, { id: gone['id'] });
	await runJob(`/deployments/${String(deploymentId)}/undo`, {});
	expect(hasChart(dev, 'Revenue')).toBe(true);
	await runJob(`${at}/set-aside`, { id: aside!.id });
	const { live, assets } = await changesOf(app, dashboardId);
	const { path } = assets.find(({ name }) => name === 'Revenue')!;
	const plan = await runJob(`${at}/discards/plans`, { branch: 'feature', expectedHead: feature, live, paths: [path] });
	await runJob(`${at}/discards`, { planHash: (plan['plan'] as { hash: string }).hash });
	const view = (await ask('GET', at)) as unknown as DashboardView;
	expect(view.stops[0]).toMatchObject({ shows: 'feature', isInStep: true });
});

test('API-5 a deployment is rolled back over HTTP, after what was edited since was told', async () => {
	const { app, prod, dashboardId } = await deployedWorld();
	const { runJob } = await client(app);
	const { deployment } = await deployMain(app, dashboardId, 'prod');
	renameChart(prod, SHARED_CHART, 'By hand');
	const at = `/deployments/${deployment.id}/rollback`;
	const asked = await runJob(at, {});
	expect(asked).toMatchObject({ kind: 'edited', assets: [{ name: 'By hand' }] });
	expect(hasChart(prod, 'By hand')).toBe(true);
	expect(await runJob(at, { live: asked['live'] })).toMatchObject({ kind: 'rolled-back', state: 'verified' });
	expect(hasChart(prod, 'By hand')).toBe(false);
});

test('API-3 commits are restored, reverted and taken back, and what was deleted comes back over HTTP', async () => {
	const { app, dashboardId, main, feature } = await branchedWorld();
	const { ask, upload } = await client(app);
	const at = `/dashboards/${dashboardId}`;
	const branch = { branch: 'feature' };
	const restored = await ask('POST', `${at}/restorations`, {
		...branch,
		expectedHead: feature,
		commit: main,
		paths: 'all'
	});
	const expectedHead = restored['commit'];
	const { undone } = await ask('POST', `${at}/undos`, { ...branch, expectedHead });
	expect(undone).toBe(expectedHead);
	await ask('POST', `${at}/redos`, { ...branch, expectedHead: feature, commit: undone });
	await ask('POST', `${at}/reverts`, { ...branch, expectedHead, commit: expectedHead });
	expect(await ask('GET', `${at}/branches/unmerged?name=feature`)).toMatchObject({ count: 3 });
	const { id } = await ask('DELETE', `${at}/branches`, { name: 'feature' });
	await ask('POST', `${at}/branches/deleted`, { id });
	await ask('PATCH', `${at}/branches`, { name: 'feature', to: 'channels' });
	await ask('POST', `${at}/tags`, { name: 'v1', commit: 'channels' });
	const { object } = await ask('DELETE', `${at}/tags`, { name: 'v1' });
	await ask('POST', `${at}/tags/deleted`, { name: 'v1', object });
	expect(await ask('GET', `${at}/tags`)).toMatchObject([{ name: 'v1' }]);
	expect(await (await upload(`${at}/uploads`, recording(SLUG))).json()).toMatchObject({ assets: [] });
	const { trashed } = await ask('DELETE', at);
	expect(await ask('GET', '/dashboards/deleted')).toMatchObject([{ title: TITLE }]);
	await ask('POST', '/dashboards/deleted', { id: trashed });
	expect(await ask('GET', at)).toMatchObject({ title: TITLE });
});
