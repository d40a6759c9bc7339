import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { Cancelled, InvalidInput, SupersetUnexpected, SupersetUnreachable } from '#lib/domain/errors.ts';
import { createSupersetClient } from '#lib/server/superset/client.ts';
import { clientOf, failureOf, jwt, limitsOf, PASSWORD, recorded, scripted } from './scripted-server.ts';

const DASHBOARDS = 'GET /api/v1/dashboard/';

test('SUP-1 an address that is none is refused before anything is sent', () => {
	for (const url of ['superset', 'ftp://host', 'https://ada:pw@host', 'https://host/?next=1', 'https://host/#a']) {
		expect(() => createSupersetClient({ url, credentials: PASSWORD }), url).toThrow(InvalidInput);
	}
});

test('SUP-1 a prefix is kept', async () => {
	const server = await scripted({
		'POST /bi/api/v1/security/login': { body: { access_token: jwt(900) } },
		'GET /bi/api/v1/dashboard/': recorded('6.1.0', 'dashboards-page-0')
	});
	const client = clientOf(`${server.url}/bi/`);
	expect((await client.listDashboards({ page: 0 })).dashboards).toHaveLength(3);
	expect(client.url).toBe(`${server.url}/bi`);
});

test('SUP-2 an address of our own network is not called, whatever its name', async () => {
	const server = await scripted({});
	const port = new URL(server.url).port;
	for (const host of ['127.0.0.1', 'localhost']) {
		const failure = await failureOf(clientOf(`http://${host}:${port}`, { allowedHosts: [] }).listCharts());
		expect(failure).toBeInstanceOf(SupersetUnreachable);
		expect(failure.message).toMatch(new RegExp(`${host} leads to (127\\.0\\.0\\.1|::1)`));
		expect(failure.hint).toContain(`DASHBRANCH_ALLOWED_HOSTS=${host}`);
	}
	expect(server.requests).toEqual([]);
});

test.each([
	[{ allowedHosts: ['127.0.0.1'] }],
	[{ allowedHosts: ['127.0.0.0/8'] }],
	[{ allowedHosts: [], allowPrivate: true }]
])('SUP-2 it is called when the administrator allows it: %j', async (allowance) => {
	const server = await scripted({ [DASHBOARDS]: recorded('6.1.0', 'dashboards-page-0') });
	expect((await clientOf(server.url, allowance).listDashboards({ page: 0 })).count).toBe(10);
});

test('SUP-2 a name is allowed with the private addresses it leads to', async () => {
	const server = await scripted({ [DASHBOARDS]: recorded('6.1.0', 'dashboards-page-0') });
	const url = server.url.replace('127.0.0.1', 'localhost');
	expect((await clientOf(url, { allowedHosts: ['localhost'] }).listDashboards({ page: 0 })).count).toBe(10);
});

test('SUP-3 a redirect to another host is not followed, and no token goes there', async () => {
	const thief = await scripted({});
	const server = await scripted({
		[DASHBOARDS]: { status: 302, headers: { location: `${thief.url}/api/v1/dashboard/?token=x` } }
	});
	const failure = await failureOf(clientOf(server.url).listDashboards({ page: 0 }));
	expect(failure).toBeInstanceOf(SupersetUnreachable);
	expect(failure.message).toContain(`redirects to ${thief.url}/api/v1/dashboard/`);
	expect(thief.requests).toEqual([]);
});

test('SUP-4 nothing listens', async () => {
	const failure = await failureOf(clientOf('http://127.0.0.1:1').listCharts());
	expect(failure).toBeInstanceOf(SupersetUnreachable);
	expect(failure.message).toBe('Superset at http://127.0.0.1:1 cannot be reached: nothing listens there.');
});

test('SUP-4 no answer in time', async () => {
	const server = await scripted({ [DASHBOARDS]: () => {} });
	const failure = await failureOf(
		clientOf(server.url, { limits: limitsOf({ headersMs: 60 }, ['read']) }).listDashboards({ page: 0 })
	);
	expect(failure).toBeInstanceOf(SupersetUnreachable);
	expect(failure.message).toContain('did not answer within 60 ms');
});

test('SUP-4 an answer that stops in the middle', async () => {
	const server = await scripted({ [DASHBOARDS]: (_, response) => void response.write('{"count":') });
	const limits = limitsOf({ bodyIdleMs: 60 }, ['read']);
	const failure = await failureOf(clientOf(server.url, { limits }).listDashboards({ page: 0 }));
	expect(failure).toBeInstanceOf(SupersetUnreachable);
	expect(failure.message).toContain('stopped for 60 ms in the middle of its answer');
});

test('SUP-4 an answer that trickles for ever', async () => {
	const server = await scripted({
		[DASHBOARDS]: (_, response) => {
			const drip = setInterval(() => response.write(' '), 5);
			response.on('close', () => clearInterval(drip));
		}
	});
	const limits = limitsOf({ totalMs: 200, bodyIdleMs: 10_000 }, ['read']);
	const failure = await failureOf(clientOf(server.url, { limits }).listDashboards({ page: 0 }));
	expect(failure.message).toContain('was not done after 200 ms');
});

test('SUP-4 an answer that breaks off', async () => {
	const server = await scripted({
		[DASHBOARDS]: (_, response) => {
			response.writeHead(200, { 'content-length': '1000' });
			response.write('{"count":', () => response.destroy());
		}
	});
	const failure = await failureOf(clientOf(server.url).listDashboards({ page: 0 }));
	expect(failure).toBeInstanceOf(SupersetUnreachable);
	expect(failure.message).toContain('broke off in the middle of its answer to GET /api/v1/dashboard/');
	expect(server.log.filter((key) => key === DASHBOARDS)).toHaveLength(1);
});

test('SUP-4 an import without an answer may have been done, and is not sent again', async () => {
	const path = 'POST /api/v1/dashboard/import/';
	const server = await scripted({ [path]: (_, response) => void response.destroy() });
	const failure = await failureOf(clientOf(server.url).importBundle('dashboard', Buffer.from('PK')));
	expect(failure).toBeInstanceOf(SupersetUnreachable);
	expect(failure.message).toContain('closed the connection without an answer');
	expect(failure.hint).toContain('may have been done all the same');
	expect(server.log.filter((key) => key === path)).toHaveLength(1);
});

test('SUP-5 reading stops at the limit', async () => {
	let written = 0;
	const server = await scripted({
		[DASHBOARDS]: (_, response) => {
			const more = () => {
				while (written < 500_000_000 && response.write(Buffer.alloc(64 * 1024))) written += 64 * 1024;
			};
			response.on('drain', more);
			more();
		}
	});
	const limits = limitsOf({ maxBytes: 1024 * 1024 }, ['read']);
	const failure = await failureOf(clientOf(server.url, { limits }).listDashboards({ page: 0 }));
	expect(failure).toBeInstanceOf(SupersetUnexpected);
	expect(failure.message).toContain('is larger than 1 MB');
	expect(written).toBeLessThan(50_000_000);
});

test('SUP-5 what counts is the size after decompression', async () => {
	const bomb = gzipSync(Buffer.alloc(20 * 1024 * 1024));
	const server = await scripted({ [DASHBOARDS]: { headers: { 'content-encoding': 'gzip' }, body: bomb } });
	const bytes: number[] = [];
	const client = clientOf(server.url, {
		limits: limitsOf({ maxBytes: 1024 * 1024 }, ['read']),
		onRequest: (record) => bytes.push(record.bytes)
	});
	const failure = await failureOf(client.listDashboards({ page: 0 }));
	expect(failure.message).toContain('is larger than 1 MB');
	expect(Math.max(...bytes)).toBeLessThan(2 * 1024 * 1024);
	expect(bomb.byteLength).toBeLessThan(1024 * 1024);
});

test('SUP-6 a compressed answer is read', async () => {
	const { body } = recorded('6.1.0', 'dashboards-page-0');
	const server = await scripted({
		[DASHBOARDS]: { headers: { 'content-encoding': 'gzip' }, body: gzipSync(JSON.stringify(body)) }
	});
	expect((await clientOf(server.url).listDashboards({ page: 0 })).dashboards.map(({ id }) => id)).toEqual([3, 9, 8]);
});

test('SUP-6 a compressed answer that breaks off, or one in an unknown way, is an error', async () => {
	const whole = gzipSync(JSON.stringify(recorded('6.1.0', 'dashboards-page-0').body));
	const cut = await scripted({
		[DASHBOARDS]: { headers: { 'content-encoding': 'gzip' }, body: whole.subarray(0, 200) }
	});
	expect(await failureOf(clientOf(cut.url).listDashboards({ page: 0 }))).toBeInstanceOf(SupersetUnreachable);
	const odd = await scripted({ [DASHBOARDS]: { headers: { 'content-encoding': 'zstd' }, body: 'x' } });
	expect(await failureOf(clientOf(odd.url).listDashboards({ page: 0 }))).toBeInstanceOf(SupersetUnexpected);
});

test('SUP-7 a cancelled call ends, and the sign-in that others wait for goes on', async () => {
	const controller = new AbortController();
	const server = await scripted({
		'POST /api/v1/security/login': (_, response) => {
			controller.abort();
			response.end(JSON.stringify({ access_token: jwt(900) }));
		},
		[DASHBOARDS]: recorded('6.1.0', 'dashboards-page-0')
	});
	const client = clientOf(server.url);
	const stopped = failureOf(client.listDashboards({ page: 0 }, { signal: controller.signal }));
	const other = client.listDashboards({ page: 0 });
	expect(await stopped).toBeInstanceOf(Cancelled);
	expect((await other).count).toBe(10);
	expect(server.log).toEqual(['POST /api/v1/security/login', DASHBOARDS]);
});

test('SUP-7 a call is cancelled while Superset works', async () => {
	const controller = new AbortController();
	const server = await scripted({ [DASHBOARDS]: () => controller.abort() });
	const failure = await failureOf(clientOf(server.url).listDashboards({ page: 0 }, { signal: controller.signal }));
	expect(failure).toBeInstanceOf(Cancelled);
});
