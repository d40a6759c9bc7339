import { expect, test } from 'vitest';
import { serveApi } from '#tests/support/api-server.ts';
import { TOKEN } from '#tests/support/git-host.ts';
import { remoteWorld } from '../operations/remote/remote-world.ts';

test('REMOTE-15 a remote is tested, connected, fetched, published to and disconnected over HTTP', async () => {
	const { app, dashboardId, host, main } = await remoteWorld();
	const { url } = await serveApi(app);
	const ada = { name: 'Ada', email: 'ada@example.org', password: 'correct horse', role: 'admin' } as const;
	const { personId } = await app.auth.createPerson(ada);
	const { token } = await app.auth.createApiToken(personId, { name: 'test', expiresAt: Date.now() + 3_600_000 });
	const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
	const texts: string[] = [];
	const ask = async (method: string, path: string, body?: object) => {
		const to = `${url}/api/v1/dashboards/${dashboardId}${path}`;
		const answer = await fetch(to, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
		texts.push(await answer.clone().text());
		return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
	};
	const runJob = async (path: string, body: object) => {
		const { href } = (await ask('POST', path, body)).body as { href: string };
		await (await fetch(`${url}${href}/events`, { headers })).text();
		const shown = await (await fetch(`${url}${href}`, { headers })).json();
		return (shown as { job: { result: Record<string, unknown> } }).job.result;
	};
	const fields = { kind: 'token', url: host.url, username: 'ada', token: TOKEN };

	expect((await ask('POST', '/remote/tests', fields)).body).toMatchObject({ kind: 'ok', branchCount: 0 });
	expect(await ask('PUT', '/remote', { ...fields, token: 'wrong' })).toMatchObject({
		status: 502,
		body: { error: { code: 'remote_failed', message: '127.0.0.1 does not let us in.' } }
	});
	expect((await ask('PUT', '/remote', fields)).status).toBe(200);
	expect((await ask('GET', '/remote')).body).toMatchObject({ connection: { url: host.url } });
	expect((await ask('POST', '/remote/key')).status).toBe(201);
	expect((await ask('POST', '/remote/key')).status).toBe(409);
	expect(await runJob('/branches/published', { name: 'main' })).toEqual({ kind: 'pushed', head: main });
	expect(await runJob('/remote/fetches', {})).toMatchObject({ moved: 0, gone: 0, tags: 0 });
	expect((await ask('POST', '/remote/checks', {})).body).toMatchObject({ how: 'fresh' });
	expect((await ask('DELETE', '/remote')).body).toEqual({ url: host.url });
	expect((await ask('GET', '/remote')).body).toEqual({ connection: null, key: null });
	expect(texts.join('')).not.toContain(TOKEN);
});
