import { expect, test } from 'vitest';
import type { OpenMerge } from '#lib/domain/merge/session.ts';
import { serveApi } from '#tests/support/api-server.ts';
import { CHART, mergeWorld, OTHER_CHART, type MergeWorld } from '#tests/support/operations/merge-world.ts';

/** Asks the API by token; what fails comes back as it is. */
async function client({ app, dashboardId }: MergeWorld) {
	const { url } = await serveApi(app);
	const person = { password: 'correct horse', role: 'analyst' } as const;
	await app.auth.createPerson({ ...person, name: 'Ada', email: 'ada@example.org', role: 'admin' });
	const { personId } = await app.auth.createPerson({ ...person, name: 'Ana', email: 'ana@example.org' });
	const { token } = await app.auth.createApiToken(personId, { name: 'test', expiresAt: Date.now() + 3_600_000 });
	const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
	return async (method: string, path: string, body?: unknown): Promise<Record<string, unknown>> => {
		const answer = await fetch(`${url}/api/v1/dashboards/${dashboardId}${path}`, {
			...{ headers, method },
			...(body !== undefined && { body: JSON.stringify(body) })
		});
		return { ...((await answer.json()) as object), status: answer.status };
	};
}

test('API-4 a branch is merged, decided and finished over HTTP, and commits are picked', async () => {
	const world = await mergeWorld();
	const { head, set, get } = world;
	await set('main', CHART, 'cache_timeout', '10');
	await set('side', CHART, 'cache_timeout', '20');
	const ask = await client(world);
	const input = async (more: object) => ({ branch: 'main', expectedHead: await head('main'), ...more });

	expect(await ask('POST', '/merges/previews', { branch: 'main', from: 'side' })).toMatchObject({ kind: 'conflicts' });
	const started = await ask('POST', '/merges', await input({ from: 'side' }));
	expect(started).toMatchObject({ status: 200, kind: 'conflicts', count: 1 });
	const at = `/merges/${String(started['mergeId'])}`;
	expect((await ask('GET', '/merges'))[0]).toMatchObject({ id: started['mergeId'], decided: 0, of: 1 });
	const { conflicts } = (await ask('GET', at)) as unknown as OpenMerge;
	expect(await ask('PATCH', at, { decisions: [{ id: conflicts[0]!.id, keep: 'yours' }] })).toMatchObject({
		...{ status: 400, error: { code: 'invalid_input' } }
	});
	expect(await ask('POST', `${at}/finish`, {})).toMatchObject({ kind: 'undecided' });
	const decisions = conflicts.map(({ id }) => ({ id, keep: 'theirs' }));
	expect(await ask('PATCH', at, { decisions })).toMatchObject({ status: 200, decided: 1, of: 1 });
	expect(await ask('POST', `${at}/finish`, {})).toMatchObject({ kind: 'merged', commit: await head('main') });
	expect(await get('main', CHART, 'cache_timeout')).toBe('20');
	expect(await ask('POST', `${at}/finish`, {})).toMatchObject({ status: 404, error: { code: 'not_found' } });

	const picked = await set('side', OTHER_CHART, 'cache_timeout', '30');
	expect(await ask('POST', '/picks', await input({ commits: [picked] }))).toMatchObject({ kind: 'picked' });
	const clashing = await set('side', CHART, 'cache_timeout', '40');
	await set('main', CHART, 'cache_timeout', '50');
	const waiting = await ask('POST', '/picks', await input({ commits: [clashing] }));
	expect(waiting).toMatchObject({ kind: 'conflicts', left: [clashing] });
	expect(await ask('POST', '/merges', await input({ from: 'side' }))).toMatchObject({
		...{ status: 409, error: { code: 'already_exists', hint: expect.stringMatching(/\w/) } }
	});
	expect(await ask('DELETE', `/merges/${String(waiting['mergeId'])}`)).toMatchObject({ status: 200, branch: 'main' });
	expect(await ask('GET', '/merges')).toEqual({ status: 200 });
});
