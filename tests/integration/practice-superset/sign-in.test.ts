import { expect, test } from 'vitest';
import { PracticeClient } from '#tests/support/practice-superset/practice-client.ts';
import { body, practice, recording, VERSIONS } from './practice.ts';

const LOGIN = '/api/v1/security/login';

test.each(VERSIONS)('PRAC-1 %s tells health and version on 127.0.0.1', async (version) => {
	const { superset } = await practice({ version });
	const anybody = new PracticeClient(superset.url).without('accept');
	expect(new URL(superset.url).hostname).toBe('127.0.0.1');
	expect(Buffer.from((await anybody.get('/health')).bytes).toString()).toBe('OK');
	const page = Buffer.from((await anybody.get('/login/')).bytes).toString();
	const bootstrap = /data-bootstrap="([^"]*)"/.exec(page)?.[1]?.replaceAll('&#34;', '"') ?? '';
	expect(JSON.parse(bootstrap)).toMatchObject({ common: { menu_data: { navbar_right: { version_string: version } } } });
});

test('PRAC-2 sign-in gives tokens that refresh, and refuses as recorded', async () => {
	const { superset } = await practice({ version: '6.1.0' });
	const anybody = new PracticeClient(superset.url);
	const good = { username: 'admin', password: 'admin12345', provider: 'db', refresh: true };
	const tokens = body(await anybody.send('POST', LOGIN, good));
	const refreshed = await anybody.request('POST', '/api/v1/security/refresh', {
		body: '{}',
		headers: { 'content-type': 'application/json', authorization: `Bearer ${String(tokens['refresh_token'])}` }
	});
	expect(Object.keys(body(refreshed))).toEqual(['access_token']);
	const wrong = await anybody.send('POST', LOGIN, { ...good, password: 'wrong' });
	expect([wrong.status, wrong.json]).toEqual([401, { message: 'Not authorized' }]);
	const missing = await anybody.send('POST', LOGIN, { username: 'admin', provider: 'db' });
	expect([missing.status, missing.json]).toEqual([
		400,
		{ message: { password: ['Missing data for required field.'] } }
	]);
	expect((await anybody.send('POST', LOGIN, { ...good, provider: 'oauth' })).status).toBe(400);
});

test.each(VERSIONS)('PRAC-3 %s takes no write without CSRF token and session', async (version) => {
	const { admin } = await practice({ version }, 'shared-chart-a');
	const place = version === '4.1.4' ? '/login/' : '/login/?next=%2Fapi%2Fv1%2Fdashboard%2Fimport%2F';
	for (const missing of ['x-csrftoken', 'cookie']) {
		const reply = await admin.without(missing).import('dashboard', recording(version, 'shared-chart-a'));
		expect([reply.status, reply.headers.get('location')]).toEqual([302, place]);
		expect((await admin.without(missing).send('PUT', '/api/v1/dashboard/1', { css: 'x' })).status).toBe(400);
	}
	expect((await admin.without('authorization').send('PUT', '/api/v1/dashboard/1', { css: 'x' })).status).toBe(401);
	expect((await admin.result('/api/v1/dashboard/1'))['css']).toBeNull();
});

test('PRAC-4 tokens that are missing, broken or old are told apart, and API keys work', async () => {
	let now = Date.UTC(2026, 0, 1);
	const { superset, admin } = await practice({ version: '6.1.0', now: () => now, apiKeys: { sst_practice: 'editor' } });
	const ask = async (authorization?: string) => {
		const reply = await new PracticeClient(superset.url).get(
			'/api/v1/dashboard/',
			authorization === undefined ? {} : { authorization }
		);
		return [reply.status, body(reply)['msg']];
	};
	expect(await ask()).toEqual([401, 'Missing Authorization Header']);
	expect(await ask('Bearer not-a-token')).toEqual([422, 'Not enough segments']);
	expect(await ask('Bearer sst_practice')).toEqual([200, undefined]);
	now += 16 * 60_000;
	const old = await admin.get('/api/v1/dashboard/');
	expect([old.status, old.json]).toEqual([401, { msg: 'Token has expired' }]);
});
