import { expect, test } from 'vitest';
import { serveApi } from '#tests/support/api-server.ts';
import { OWN_CHART, SHARED_CHART } from '#tests/support/operations/practice-world.ts';
import { commitIn, headIn, headsOf, ours, syncWorld } from '../operations/sync/sync-world.ts';

test('SYNC-40 a branch is previewed, synced and pushed by force over HTTP', async () => {
	const world = await syncWorld();
	const { app, dashboardId } = world;
	const { url } = await serveApi(app);
	const ada = { name: 'Ada', email: 'ada@example.org', password: 'correct horse', role: 'admin' } as const;
	const { personId } = await app.auth.createPerson(ada);
	const { token } = await app.auth.createApiToken(personId, { name: 'test', expiresAt: Date.now() + 3_600_000 });
	const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
	const base = `${url}/api/v1/dashboards/${dashboardId}`;
	const preview = async (query = '') =>
		(await (await fetch(`${base}/sync?branch=main${query}`, { headers })).json()) as Record<string, unknown>;
	const runJob = async (path: string, body: object) => {
		const answer = await fetch(`${base}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
		const { href } = (await answer.json()) as { href: string };
		await (await fetch(`${url}${href}/events`, { headers })).text();
		const { job } = (await (await fetch(`${url}${href}`, { headers })).json()) as { job: { result: unknown } };
		return { status: answer.status, result: job.result as Record<string, unknown> };
	};
	const theirs = await commitIn(world.theirs, { [OWN_CHART]: 'Theirs' });
	const mine = await commitIn(ours(world), { [OWN_CHART]: 'Mine' });

	expect(await preview('&fetch=false')).toMatchObject({ behind: 0, ahead: 1, remote_head: world.main });
	const told = await preview();
	expect(Object.keys(told).sort()).toEqual([
		...['ahead', 'behind', 'branch', 'conflicts', 'fetched_at', 'head', 'is_empty'],
		...['remote_head', 'remote_state', 'to_pull', 'to_push', 'will_orphan']
	]);
	expect(told).toMatchObject({ branch: 'main', head: mine, remote_head: theirs, behind: 1, ahead: 1 });
	const [conflict] = told['conflicts'] as { path: string }[];
	const decided = { conflict_resolutions: { [conflict!.path]: 'keep_remote' }, confirm_orphans: false };
	expect(await runJob('/sync', { branch: 'main', direction: 'both', ...decided })).toMatchObject({
		status: 202,
		result: { kind: 'done', pulled: 'merged', pushed: true }
	});
	expect(await preview()).toMatchObject({ is_empty: true, to_pull: [], to_push: [], conflicts: [], will_orphan: [] });

	const wrong = { method: 'POST', headers, body: JSON.stringify({ conflict_resolutions: { a: 'both' } }) };
	expect((await fetch(`${base}/sync`, wrong)).status).toBe(400);
	const lease = await commitIn(world.theirs, { [SHARED_CHART]: 'Newer' });
	const expected = await headIn(ours(world));
	const forced = await runJob('/branches/forced', { name: 'main', expected, lease, confirm: 'main' });
	expect(forced.result).toMatchObject({ kind: 'pushed', overwritten: lease, lost: 1 });
	expect(await headsOf(world)).toEqual({ here: expected, there: expected });
});
