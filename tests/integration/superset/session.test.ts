import { expect, test } from 'vitest';
import { SupersetRefused, SupersetRejected } from '#lib/domain/errors.ts';
import type { RequestRecord } from '#lib/server/superset/options.ts';
import { clientOf, failureOf, jwt, recorded, scripted, type Rule } from './scripted-server.ts';

const LOGIN = 'POST /api/v1/security/login';
const REFRESH = 'POST /api/v1/security/refresh';
const CSRF = 'GET /api/v1/security/csrf_token/';
const LIST = 'GET /api/v1/dashboard/';
const IMPORT = 'POST /api/v1/dashboard/import/';
const page = recorded('6.1.0', 'dashboards-page-0');
const bundle = Buffer.from('PK\x03\x04 a bundle');

test('SUP-10 requests at the same time share one sign-in and one CSRF token', async () => {
	const server = await scripted({ [LIST]: page, [IMPORT]: recorded('6.1.0', 'import-ok') });
	const client = clientOf(server.url);
	await Promise.all([
		...Array.from({ length: 6 }, () => client.listDashboards({ page: 0 })),
		...Array.from({ length: 3 }, () => client.importBundle('dashboard', bundle))
	]);
	const count = (key: string) => server.log.filter((one) => one === key).length;
	expect([count(LOGIN), count(CSRF), count(LIST), count(IMPORT)]).toEqual([1, 1, 6, 3]);
});

test.each(['4.1.4', '6.1.0'] as const)(
	'SUP-11 a wrong password names the account, not the password (%s)',
	async (version) => {
		const server = await scripted({ [LOGIN]: recorded(version, 'login-wrong-password') });
		const failure = await failureOf(clientOf(server.url).listCharts());
		expect(failure).toBeInstanceOf(SupersetRefused);
		expect(failure.message).toContain('“ada”');
		expect(JSON.stringify([failure.message, failure.hint])).not.toContain('a-secret-password');
		expect(server.log).toEqual([LOGIN]);
	}
);

test('SUP-11 a sign-in that Superset cannot take names the field', async () => {
	const server = await scripted({ [LOGIN]: recorded('6.1.0', 'login-unknown-provider') });
	const failure = await failureOf(clientOf(server.url).listCharts());
	expect(failure).toBeInstanceOf(SupersetRejected);
	expect(failure.message).toContain('provider: Must be one of: db, ldap');
});

test.each(['list-expired-token', 'list-bad-token'])(
	'SUP-12 a token that is refused is replaced once: %s',
	async (name) => {
		const server = await scripted({ [LIST]: [recorded('4.1.4', name), page] });
		expect((await clientOf(server.url).listDashboards({ page: 0 })).count).toBe(10);
		expect(server.log).toEqual([LOGIN, LIST, REFRESH, LIST]);
		expect(server.requests[2]?.headers.authorization).toBe(`Bearer ${jwt(90_000, 'refresh')}`);
		expect(server.requests[3]?.headers.authorization).toBe(`Bearer ${jwt(900, 'second')}`);
	}
);

test('SUP-12 without a good refresh token the password signs in again', async () => {
	const expired = recorded('6.1.0', 'list-expired-token');
	const server = await scripted({ [LIST]: [expired, page], [REFRESH]: expired });
	expect((await clientOf(server.url).listDashboards({ page: 0 })).count).toBe(10);
	expect(server.log).toEqual([LOGIN, LIST, REFRESH, LOGIN, LIST]);
});

test('SUP-12 the second refusal is an error', async () => {
	const server = await scripted({ [LIST]: recorded('6.1.0', 'list-expired-token') });
	const failure = await failureOf(clientOf(server.url).listDashboards({ page: 0 }));
	expect(failure).toBeInstanceOf(SupersetRefused);
	expect(failure.message).toContain('Token has expired');
	expect(server.log).toEqual([LOGIN, LIST, REFRESH, LIST]);
});

test('SUP-12 a token is replaced before it runs out, by its life and our clock', async () => {
	let now = 5_000_000_000_000;
	const server = await scripted({ [LIST]: page });
	const client = clientOf(server.url, { now: () => now });
	await client.listDashboards({ page: 0 });
	now += 860_000;
	await client.listDashboards({ page: 0 });
	now += 11_000;
	await client.listDashboards({ page: 0 });
	expect(server.log).toEqual([LOGIN, LIST, LIST, REFRESH, LIST]);
});

test('SUP-12 many requests whose token ran out share the new one', async () => {
	const answer: Rule = ({ headers }) =>
		headers.authorization?.endsWith('.second') ? page : recorded('6.1.0', 'list-expired-token');
	const server = await scripted({ [LIST]: answer });
	const client = clientOf(server.url);
	await Promise.all(Array.from({ length: 5 }, () => client.listDashboards({ page: 0 })));
	expect(server.log.filter((key) => key === LOGIN || key === REFRESH)).toEqual([LOGIN, REFRESH]);
});

test('SUP-13 nothing secret is told of requests', async () => {
	const records: RequestRecord[] = [];
	const server = await scripted({ [LIST]: page, [IMPORT]: recorded('6.1.0', 'import-missing-field') });
	const client = clientOf(server.url, { onRequest: (record) => records.push(record) });
	await client.listDashboards({ page: 0, search: 'sales' });
	const failure = await failureOf(client.importBundle('dashboard', bundle));
	const told = JSON.stringify([records, failure.message, failure.hint, (failure as { cause?: unknown }).cause]);
	for (const secret of ['a-secret-password', jwt(900, 'first'), 'csrf-token', 'cookie-of-csrf'])
		expect(told).not.toContain(secret);
	expect(records.map(({ method, status }) => `${method} ${status}`)).toEqual([
		'POST 200',
		'GET 200',
		'GET 200',
		'POST 422'
	]);
	expect(records.at(-1)).toMatchObject({
		path: '/api/v1/dashboard/import/',
		sentBytes: server.requests.at(-1)?.body.byteLength
	});
});

test.each([
	['6.1.0', 'import-without-csrf'],
	['4.1.4', 'import-without-csrf'],
	['6.1.0', 'post-without-csrf']
] as const)('SUP-14 a lost CSRF token is replaced once: %s %s', async (version, name) => {
	const server = await scripted({ [IMPORT]: [recorded(version, name), recorded(version, 'import-ok')] });
	await clientOf(server.url).importBundle('dashboard', bundle);
	expect(server.log).toEqual([LOGIN, CSRF, IMPORT, CSRF, IMPORT]);
});

test('SUP-14 losing it twice is an error that says what takes cookies away', async () => {
	const server = await scripted({ [IMPORT]: recorded('6.1.0', 'import-without-csrf') });
	const failure = await failureOf(clientOf(server.url).importBundle('dashboard', bundle));
	expect(failure).toBeInstanceOf(SupersetRefused);
	expect(failure.message).toContain('asks to sign in again, twice in a row');
	expect(server.log.filter((key) => key === IMPORT)).toHaveLength(2);
});

test('SUP-15 what a write carries', async () => {
	const server = await scripted({ 'PUT /api/v1/chart/7': { body: { id: 7, result: {} } } });
	await clientOf(server.url).updateChart(7, { slice_name: 'Выручка' });
	const { headers, body } = server.requests.at(-1)!;
	expect(headers).toMatchObject({
		accept: 'application/json',
		authorization: `Bearer ${jwt(900, 'first')}`,
		'x-csrftoken': 'csrf-token',
		cookie: 'session=cookie-of-csrf',
		referer: `${server.url}/`,
		'content-type': 'application/json'
	});
	expect(JSON.parse(body.toString())).toEqual({ slice_name: 'Выручка' });
	expect(server.requests.every((one) => one.headers.accept === 'application/json')).toBe(true);
});

test.each([
	[{ kind: 'token', token: 'given-token' } as const, 'Bearer given-token'],
	[{ kind: 'api_key', key: 'sst_given' } as const, 'Bearer sst_given']
])('SUP-16 %j is used as given, with a CSRF token for writes', async (credentials, authorization) => {
	const server = await scripted({ [LIST]: page, [IMPORT]: recorded('6.1.0', 'import-ok') });
	const client = clientOf(server.url, { credentials });
	await client.listDashboards({ page: 0 });
	await client.importBundle('dashboard', bundle);
	expect(server.log).toEqual([LIST, CSRF, IMPORT]);
	expect(server.requests.every(({ headers }) => headers.authorization === authorization)).toBe(true);
	expect(server.requests.at(-1)?.headers['x-csrftoken']).toBe('csrf-token');
});

test('SUP-16 a given token that ran out asks for a new one', async () => {
	const server = await scripted({ [LIST]: recorded('6.1.0', 'list-expired-token') });
	const credentials = { kind: 'token', token: 'given-token' } as const;
	const failure = await failureOf(clientOf(server.url, { credentials }).listDashboards({ page: 0 }));
	expect(failure).toBeInstanceOf(SupersetRefused);
	expect(failure.hint).toContain('Enter new credentials');
	expect(server.log).toEqual([LIST]);
});
