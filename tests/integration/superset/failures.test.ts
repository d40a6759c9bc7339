import { expect, test } from 'vitest';
import { SupersetRefused, SupersetRejected, SupersetUnexpected, SupersetUnreachable } from '#lib/domain/errors.ts';
import { clientOf, failureOf, recorded, scripted } from './scripted-server.ts';

const LIST = 'GET /api/v1/dashboard/';
const IMPORT = 'POST /api/v1/dashboard/import/';
const CHART = '/api/v1/chart/7';
const page = recorded('6.1.0', 'dashboards-page-0');

test.each([429, 502, 503, 504])('SUP-70 a GET is repeated after %i, with growing waits', async (status) => {
	const waits: number[] = [];
	const bad = { status, body: 'busy' };
	const server = await scripted({ [LIST]: [bad, bad, bad, page] });
	const client = clientOf(server.url, { wait: async (ms) => void waits.push(ms) });
	expect((await client.listDashboards({ page: 0 })).count).toBe(10);
	expect(waits).toHaveLength(3);
	for (const [at, ms] of waits.entries()) {
		expect(ms).toBeGreaterThanOrEqual(125 * 2 ** at);
		expect(ms).toBeLessThanOrEqual(250 * 2 ** at);
	}
});

test('SUP-70 not for ever', async () => {
	const server = await scripted({ [LIST]: { status: 503, body: '<html><title>503</title></html>' } });
	const failure = await failureOf(clientOf(server.url).listDashboards({ page: 0 }));
	expect(failure).toBeInstanceOf(SupersetUnreachable);
	expect(failure.message).toContain('(503)');
	expect(server.log.filter((key) => key === LIST)).toHaveLength(4);
});

test('SUP-70 a connection that closes without an answer is opened again', async () => {
	const server = await scripted({ [LIST]: [(_, response) => void response.destroy(), page] });
	expect((await clientOf(server.url).listDashboards({ page: 0 })).count).toBe(10);
});

test('SUP-70 Retry-After is kept to, in seconds or as a date', async () => {
	const waits: number[] = [];
	const now = Date.parse('2026-11-20T12:00:00Z');
	const server = await scripted({
		[LIST]: [
			{ status: 429, headers: { 'retry-after': '7' } },
			{ status: 503, headers: { 'retry-after': 'Fri, 20 Nov 2026 12:00:09 GMT' } },
			page
		]
	});
	const client = clientOf(server.url, { now: () => now, wait: async (ms) => void waits.push(ms) });
	await client.listDashboards({ page: 0 });
	expect(waits).toEqual([7000, 9000]);
});

test('SUP-70 a Retry-After of more than 30 s ends it', async () => {
	const server = await scripted({ [LIST]: { status: 429, headers: { 'retry-after': '31' }, body: {} } });
	const failure = await failureOf(clientOf(server.url).listDashboards({ page: 0 }));
	expect(failure).toBeInstanceOf(SupersetUnreachable);
	expect(failure.message).toContain('slow down (429)');
	expect(server.log.filter((key) => key === LIST)).toHaveLength(1);
});

test.each([
	['PUT', 503],
	['DELETE', 429],
	['POST', 502]
] as const)('SUP-62 a %s is not repeated after %i', async (method, status) => {
	const path = method === 'POST' ? '/api/v1/dashboard/import/' : CHART;
	const server = await scripted({ [`${method} ${path}`]: { status, body: {} } });
	const client = clientOf(server.url);
	const work =
		method === 'PUT'
			? client.updateChart(7, {})
			: method === 'DELETE'
				? client.deleteChart(7)
				: client.importBundle('dashboard', Buffer.from('PK'));
	expect(await failureOf(work)).toBeInstanceOf(SupersetUnreachable);
	expect(server.log.filter((key) => key === `${method} ${path}`)).toHaveLength(1);
});

test.each([502, 504])('SUP-4 a write that ends in %i may have been done', async (status) => {
	const server = await scripted({ [IMPORT]: { status, body: '<html>gateway</html>' } });
	const failure = await failureOf(clientOf(server.url).importBundle('dashboard', Buffer.from('PK')));
	expect(failure).toBeInstanceOf(SupersetUnreachable);
	expect(failure.hint).toContain('may have been done all the same');
});

test('SUP-71 a 403 names the permission', async () => {
	const forbidden = recorded('6.1.0', 'viewer-import-assets');
	const server = await scripted({
		[LIST]: forbidden,
		[IMPORT]: forbidden,
		'GET /api/v1/chart/export/': forbidden,
		'PUT /api/v1/dataset/3': forbidden
	});
	const client = clientOf(server.url);
	const messages = [
		await failureOf(client.listDashboards({ page: 0 })),
		await failureOf(client.importBundle('dashboard', Buffer.from('PK'))),
		await failureOf(client.exportAssets('chart', [1])),
		await failureOf(client.updateDataset(3, {}))
	].map((failure) => {
		expect(failure).toBeInstanceOf(SupersetRefused);
		return /“([^”]+)”/.exec(failure.message)?.[1];
	});
	expect(messages).toEqual([
		'can read on Dashboard',
		'can write on Dashboard',
		'can export on Chart',
		'can write on Dataset'
	]);
});

test('SUP-72 a sign-in page of somebody else with 200 is no Superset', async () => {
	const html = '<!doctype html><html><head><title>Corporate SSO</title></head><body>secret words</body></html>';
	const server = await scripted({ [LIST]: { headers: { 'content-type': 'text/html' }, body: html } });
	const failure = await failureOf(clientOf(server.url).listDashboards({ page: 0 }));
	expect(failure).toBeInstanceOf(SupersetUnexpected);
	expect(failure.message).toContain('a web page instead of data');
	expect(failure.message).not.toContain('secret words');
});

test.each(['4.1.4', '6.1.0'] as const)('SUP-72 a 500 as a web page (%s)', async (version) => {
	const server = await scripted({ [IMPORT]: recorded(version, 'import-not-a-zip-any-accept') });
	const failure = await failureOf(clientOf(server.url).importBundle('dashboard', Buffer.from('PK')));
	expect(failure).toBeInstanceOf(SupersetUnexpected);
	expect(failure.message).toMatch(/the answer is a web page.*\(500\), not data\.$/);
	expect(failure.message).not.toContain('<');
	expect(failure.hint).toContain('own log');
});

test.each([
	['broken JSON', '{"count": 1, "result": [', 'application/json'],
	['no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe]), 'application/json'],
	['plain text', 'It works!', 'text/plain'],
	['nothing', '', 'application/json'],
	['JSON of another form', '{"hello": "world"}', 'application/json'],
	['null', 'null', 'application/json'],
	['rows without ids', '{"count": 1, "result": [{"uuid": "x"}]}', 'application/json']
])('SUP-72 %s is not what a Superset answers', async (_name, body, type) => {
	const server = await scripted({ [LIST]: { headers: { 'content-type': type }, body } });
	expect(await failureOf(clientOf(server.url).listDashboards({ page: 0 }))).toBeInstanceOf(SupersetUnexpected);
});

test('SUP-72 another server’s 404 is not taken for an empty Superset', async () => {
	const server = await scripted({
		[`GET ${CHART}`]: {
			status: 404,
			headers: { 'content-type': 'text/html' },
			body: '<html><title>nginx</title></html>'
		}
	});
	const failure = await failureOf(clientOf(server.url).getChart(7));
	expect(failure).toBeInstanceOf(SupersetUnexpected);
	expect(failure.hint).toContain('address');
});

test('SUP-61 a PUT that is refused names the fields', async () => {
	const body = {
		message: { json_metadata: [{ chart_customization_config: ['Unknown field.'] }], css: ['Not a valid string.'] }
	};
	const server = await scripted({ 'PUT /api/v1/dashboard/1': { status: 400, body } });
	const failure = await failureOf(clientOf(server.url).updateDashboard(1, {}));
	expect(failure).toBeInstanceOf(SupersetRejected);
	expect((failure as SupersetRejected).findings).toEqual([
		{ path: 'json_metadata.chart_customization_config', message: 'Unknown field.' },
		{ path: 'css', message: 'Not a valid string.' }
	]);
});

test('SUP-60 an object that is not there, or belongs to somebody else, is named', async () => {
	const missing = recorded('6.1.0', 'viewer-put-dashboard');
	const server = await scripted({ 'PUT /api/v1/dashboard/1': missing, 'DELETE /api/v1/chart/7': missing });
	const failure = await failureOf(clientOf(server.url).updateDashboard(1, {}));
	expect(failure.message).toBe('There is no Superset dashboard “1”.');
	expect(failure.hint).toContain('neither its owner nor an Admin');
	expect((await failureOf(clientOf(server.url).deleteChart(7))).message).toContain('chart “7”');
});
