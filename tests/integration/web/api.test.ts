import type { RequestEvent, RequestHandler } from '@sveltejs/kit';
import { z } from 'zod';
import { AssetUuid } from '#lib/domain/ids.ts';
import type { App } from '#lib/server/app.ts';
import { cancelJob } from '#lib/server/operations/job/cancel.ts';
import { followJob } from '#lib/server/operations/job/follow.ts';
import { listJobs } from '#lib/server/operations/job/list.ts';
import { defineOperation, execute, type Actor } from '#lib/server/operations/operation.ts';
import { apiJobRoute, apiRoute } from '#lib/server/web/api.ts';
import { healthResponse } from '#lib/server/web/health.ts';
import { sse } from '#lib/server/web/sse.ts';
import { actorOf, contextFor, expect, test } from '#tests/support/app.ts';

const echo = defineOperation({
	name: 'test.echo',
	permission: 'environment:write',
	input: z.object({ id: AssetUuid, note: z.string().max(10).default('') }),
	title: () => 'Echo',
	href: ({ id }) => `/echo/${id}`,
	run: async (_context, input) => input
});
const breaking = defineOperation({
	name: 'test.break',
	permission: 'dashboard:read',
	input: z.object({}),
	run: async () => {
		throw new TypeError('at /data/x');
	}
});

const id = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';
const other = 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb';

interface Asked {
	readonly method?: string;
	readonly path?: string;
	readonly body?: string;
	readonly type?: string;
	readonly actor?: Actor | null;
}

/** What SvelteKit hands to a route, as far as a route of the API looks at it. */
function ask(app: App, route: RequestHandler, { method = 'POST', path = '/', body, type, actor }: Asked = {}) {
	const url = new URL(path, 'http://127.0.0.1:3000');
	const headers = { 'content-type': type ?? 'application/json' };
	const event = {
		locals: { app, actor: actor === undefined ? actorOf('admin') : actor },
		route: { id: '/api/v1/test' },
		params: { asset: id },
		url,
		request: new Request(url, { method, headers, ...(body !== undefined && { body }) })
	};
	return Promise.resolve(route(event as unknown as RequestEvent as Parameters<RequestHandler>[0]));
}

const route = apiRoute(echo, { params: { asset: 'id' }, status: 201 });

test('HTTP-8 the address counts over query and body', async ({ world: { app } }) => {
	const posted = await ask(app, route, { body: JSON.stringify({ id: other, note: 'n' }) });
	expect([posted.status, await posted.json()]).toEqual([201, { id, note: 'n' }]);
	const got = await ask(app, route, { method: 'GET', path: `/?id=${other}&note=q` });
	expect(await got.json()).toEqual({ id, note: 'q' });
});

test('HTTP-7 a body that is not one JSON object, sent as JSON, is refused', async ({ world: { app } }) => {
	for (const asked of [{ body: '[1]' }, { body: '{' }, { body: '"x"' }, { body: '{}', type: 'text/plain' }]) {
		const answer = await ask(app, route, asked);
		expect([answer.status, await answer.json()]).toEqual([
			400,
			{ error: expect.objectContaining({ code: 'invalid_input', hint: expect.stringMatching(/^Send/) }) }
		]);
	}
});

test('HTTP-4 failures are JSON with their status', async ({ world: { app } }) => {
	const failures = [
		await ask(app, route, { actor: null }),
		await ask(app, route, { actor: actorOf('engineer') }),
		await ask(app, route, { body: JSON.stringify({ note: 'much too long for this' }) })
	];
	expect(failures.map(({ status }) => status)).toEqual([401, 403, 400]);
	const { error } = (await failures[2]!.json()) as { error: { issues: unknown } };
	expect(error.issues).toEqual([{ path: ['note'], message: expect.any(String) }]);
});

test('HTTP-11 a body beyond the limit is answered with 413', async ({ world: { app } }) => {
	const tooLarge = Object.assign(new Error('Content-length exceeds limit'), { status: 413 });
	const cut = new ReadableStream({ start: (controller) => controller.error(tooLarge) });
	const request = new Request('http://127.0.0.1:3000/', { method: 'POST', body: cut, duplex: 'half' } as RequestInit);
	const url = new URL(request.url);
	const event = { locals: { app, actor: actorOf('admin') }, route: { id: null }, params: {}, url, request };
	const answer = await route(event as unknown as Parameters<RequestHandler>[0]);
	expect([answer.status, await answer.json()]).toEqual([
		413,
		{ error: expect.objectContaining({ hint: expect.stringContaining('BODY_SIZE_LIMIT') }) }
	]);
});

test('ERROR-2 a bug is answered with an id', async ({ world: { app, logLines } }) => {
	const answer = await ask(app, apiRoute(breaking));
	const { error } = (await answer.json()) as { error: { id: string } };
	expect(answer.status).toBe(500);
	expect(JSON.stringify(error)).not.toContain('/data');
	expect(logLines.some((line) => line.includes(error.id) && line.includes('/data/x'))).toBe(true);
});

test('JOB-12 jobs are listed newest first, without input, owner and person’s id', async ({ world: { app } }) => {
	const started = await ask(app, apiJobRoute(echo, { params: { asset: 'id' } }), { body: '{"note":"one"}' });
	const { jobId, href } = (await started.json()) as { jobId: never; href: string };
	expect([started.status, href]).toEqual([202, `/api/v1/jobs/${jobId}`]);
	await app.jobs.finished(jobId);
	const second = await app.jobs.start(breaking, actorOf('analyst'), {});
	await app.jobs.finished(second);
	await app.db.updateTable('job').set({ created_at: 1 }).where('id', '=', jobId).execute();

	const jobs = await execute(listJobs, contextFor(app, actorOf('analyst')), {});
	expect(jobs.map(({ operation }) => operation)).toEqual(['test.break', 'test.echo']);
	expect(jobs[1]).toEqual({
		id: jobId,
		operation: 'test.echo',
		title: 'Echo',
		href: `/echo/${id}`,
		state: 'succeeded',
		startedBy: 'Ada',
		createdAt: 1,
		finishedAt: expect.any(Number),
		result: { id, note: 'one' },
		error: null
	});
	const ofPlace = await execute(listJobs, contextFor(app), { href: `/echo/${id}`, limit: '5' });
	expect(ofPlace).toEqual([jobs[1]]);
});

test('JOB-13 an analyst cancels only jobs of their own', async ({ world: { app } }) => {
	const ofAdmin = await app.jobs.start(breaking, actorOf('admin'), {});
	const asAnalyst = contextFor(app, actorOf('analyst'));
	await expect(execute(cancelJob, asAnalyst, { jobId: ofAdmin })).rejects.toMatchObject({ code: 'not_allowed' });
	const own = await app.jobs.start(breaking, actorOf('analyst'), {});
	await execute(cancelJob, asAnalyst, { jobId: own });
	await execute(cancelJob, contextFor(app, actorOf('engineer')), { jobId: ofAdmin });
});

test('JOB-14 the log is a stream of events with seq as id that ends with the job', async ({ world: { app } }) => {
	const jobId = await app.jobs.start(breaking, actorOf('analyst'), {});
	const read = async (after: unknown) => {
		const answer = sse(await execute(followJob, contextFor(app), { jobId, after }));
		expect(answer.headers.get('content-type')).toBe('text/event-stream');
		return (await answer.text()).split('\n\n').filter((text) => text !== '');
	};
	const all = await read('nonsense');
	expect(all.map((text) => text.split('\n')[0])).toEqual(['id: 1', 'id: 2', 'id: 3']);
	expect(JSON.parse(all[2]!.split('\n')[1]!.slice('data: '.length))).toMatchObject({ seq: 3, state: 'failed' });
	expect(await read('2')).toEqual(all.slice(2));
});

test('JOB-14 a stream that the reader leaves lets go of the log', async ({ world: { app } }) => {
	const forEver = defineOperation({
		...breaking,
		run: ({ signal }) =>
			new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
	});
	const jobId = await app.jobs.start(forEver, actorOf('analyst'), {});
	const reader = sse(app.jobs.follow(jobId, 0, new AbortController().signal)).body!.getReader();
	await reader.read();
	await reader.cancel();
	expect(app.jobs.readerCount(jobId)).toBe(0);
	await app.jobs.cancel(jobId);
});

test('HTTP-9 health tells about database, git and disk, without path or secret', async ({ world: { app, dir } }) => {
	const answer = await healthResponse({ locals: { app, actor: null } });
	const text = await answer.text();
	expect(answer.status).toBe(200);
	expect(JSON.parse(text)).toMatchObject({
		ok: true,
		uptimeSeconds: expect.any(Number),
		checks: { database: { ok: true }, git: { ok: true, detail: expect.stringMatching(/^2\./) }, disk: { ok: true } }
	});
	expect(text).not.toContain(dir);
});

test('HTTP-9 health is 503 when something it needs is gone', async ({ world: { app } }) => {
	await app.db.destroy();
	const answer = await healthResponse({ locals: { app, actor: null } });
	expect(answer.status).toBe(503);
	expect(await answer.json()).toMatchObject({ ok: false, checks: { database: { ok: false }, git: { ok: true } } });
});
