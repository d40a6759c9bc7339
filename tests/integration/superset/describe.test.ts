import { expect, test } from 'vitest';
import { SupersetRefused } from '#lib/domain/errors.ts';
import { clientOf, failureOf, jwt, recorded, scripted, type Reply } from './scripted-server.ts';

const ALL: Reply = { body: { permissions: ['can_read', 'can_write', 'can_export'] } };
const infos = (changed: Record<string, Reply> = {}) =>
	Object.fromEntries(
		['dashboard', 'chart', 'dataset', 'database'].map((kind) => [`GET /api/v1/${kind}/_info`, changed[kind] ?? ALL])
	);

test('SUP-20 version and account of 6.1.0', async () => {
	const server = await scripted({
		...infos(),
		'GET /login/': recorded('6.1.0', 'login-page'),
		'GET /api/v1/me/': recorded('6.1.0', 'me'),
		'GET /api/v1/me/roles/': { body: { result: { roles: { Admin: [] } } } }
	});
	const found = await clientOf(server.url).describe();
	expect(found).toEqual({ version: '6.1.0', account: 'admin', latencyMs: expect.any(Number), missing: [] });
	expect(server.requests.find(({ path }) => path === '/login/')?.headers.authorization).toBeUndefined();
});

test('SUP-20 4.1.4 tells a token nothing of its account; nobody is signed in again for that', async () => {
	const server = await scripted({
		...infos(),
		'GET /login/': recorded('4.1.4', 'login-page'),
		'GET /api/v1/me/': recorded('4.1.4', 'me')
	});
	expect(await clientOf(server.url).describe()).toMatchObject({ version: '4.1.4', account: 'ada', missing: [] });
	expect(server.log.filter((key) => key.startsWith('POST'))).toEqual(['POST /api/v1/security/login']);
});

test.each([
	['a redirect', { status: 302, headers: { location: 'https://sso.example/' } }],
	['another page', { headers: { 'content-type': 'text/html' }, body: '<html><title>Welcome</title></html>' }],
	['nothing', { status: 404, body: {} }]
])('SUP-20 with %s for a sign-in page the version is unknown', async (_name, page: Reply) => {
	const server = await scripted({ ...infos(), 'GET /login/': page, 'GET /api/v1/me/': recorded('4.1.4', 'me') });
	const token = jwt(900, 'given');
	const client = clientOf(server.url, { credentials: { kind: 'token', token } });
	expect(await client.describe()).toMatchObject({ version: 'unknown', account: 'owner of the token' });
});

test('SUP-21 what the account may not do, in words', async () => {
	const server = await scripted({
		...infos({
			dashboard: recorded('6.1.0', 'dashboards-info'),
			chart: { body: { permissions: ['can_read'] } },
			dataset: { status: 403, body: { message: 'Forbidden' } }
		}),
		'GET /login/': recorded('6.1.0', 'login-page'),
		'GET /api/v1/me/': recorded('6.1.0', 'me'),
		'GET /api/v1/me/roles/': { body: { result: { roles: { Alpha: [] } } } }
	});
	expect((await clientOf(server.url).describe()).missing).toEqual([
		'cannot write charts',
		'cannot export charts',
		'cannot read datasets',
		'cannot write datasets',
		'cannot export datasets',
		'cannot overwrite what it does not own: it is no Admin'
	]);
});

test('SUP-21 an account that is not let in at all is an error', async () => {
	const server = await scripted({ 'GET /api/v1/dashboard/_info': recorded('6.1.0', 'list-expired-token') });
	expect(await failureOf(clientOf(server.url).describe())).toBeInstanceOf(SupersetRefused);
});
