import type { RequestEvent } from '@sveltejs/kit';
import { onTestFinished } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { contextWhileSignedIn } from '#lib/server/web/live.ts';
import { turnAway } from '#lib/server/web/gate.ts';
import { expect, test } from '#tests/support/app.ts';
import { GET } from '../../../src/routes/(app)/live/+server.ts';

const ORIGIN = 'http://127.0.0.1:3000';
const ada = { name: 'Ada', email: 'ada@example.org', password: 'correct horse', role: 'admin' } as const;
const caller = { address: '192.0.2.1', headers: new Headers() };

/** A request for the stream, as SvelteKit hands it over; the reader leaves at the end of the test. */
function eventOf(app: App, query: string, headers: Record<string, string>) {
	const left = new AbortController();
	onTestFinished(() => left.abort());
	const url = new URL(`/live?${query}`, ORIGIN);
	return {
		locals: { app, actor: null },
		route: { id: '/(app)/live' },
		url,
		request: new Request(url, { headers, signal: left.signal }),
		cookies: { set: () => {} },
		getClientAddress: () => caller.address
	} as unknown as RequestEvent & Parameters<typeof GET>[0];
}

async function signedIn(app: App): Promise<Record<string, string>> {
	await app.auth.createPerson(ada);
	const { cookies } = await app.auth.signIn(ada, caller);
	return { cookie: cookies[0]!.split(';')[0]! };
}

const sessionsOf = (app: App) =>
	app.db
		.withTables<{ session: { expires_at: string; updated_at: string } }>()
		.selectFrom('session')
		.selectAll()
		.execute();

test('LIVE-4 the browser resumes with the last id that it saw', async ({ world: { app } }) => {
	const event = eventOf(app, 'topic=dashboards', { ...(await signedIn(app)), 'last-event-id': '4' });
	await turnAway(event, ORIGIN);
	const answer = await GET(event);
	expect(answer.headers.get('content-type')).toBe('text/event-stream');
	const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
	expect((await reader.read()).value).toBe('id: 5\ndata: {"seq":5,"topic":null,"kind":"ready","actor":null}\n\n');
	expect((await reader.read()).value).toContain('"kind":"missed"');
});

test('LIVE-6 a topic that is none is refused by its field', async ({ world: { app } }) => {
	const event = eventOf(app, 'topic=people', await signedIn(app));
	await turnAway(event, ORIGIN);
	const answer = await GET(event);
	expect(answer.status).toBe(400);
	expect(await answer.json()).toMatchObject({ error: { code: 'invalid_input' } });
});

test('LIVE-6 nobody who is not signed in hears anything', async ({ world: { app } }) => {
	await app.auth.createPerson(ada);
	await expect(turnAway(eventOf(app, 'topic=dashboards', {}), ORIGIN)).rejects.toMatchObject({ status: 303 });
});

test('LIVE-7 a stream ends with its session, which it does not prolong', async ({ world: { app } }) => {
	const headers = await signedIn(app);
	const event = eventOf(app, 'topic=dashboards', headers);
	await turnAway(event, ORIGIN);
	const before = await sessionsOf(app);
	expect(await app.auth.isSignedIn({ ...caller, headers: event.request.headers })).toBe(true);
	expect(await sessionsOf(app)).toEqual(before);
	const { signal } = contextWhileSignedIn(event, 5);
	const ended = new Promise((resolve) => signal.addEventListener('abort', resolve));
	await app.auth.signOut(new Headers(headers));
	await ended;
	expect(await app.auth.isSignedIn({ ...caller, headers: event.request.headers })).toBe(false);
});

test('LIVE-7 a stream ends with its token', async ({ world: { app } }) => {
	await signedIn(app);
	const [person] = await app.auth.listPersons();
	const made = await app.auth.createApiToken(person!.personId, { name: 'x', expiresAt: Date.now() + 3_600_000 });
	const event = eventOf(app, 'topic=dashboards', { authorization: `Bearer ${made.token}` });
	await turnAway(event, ORIGIN);
	const { signal } = contextWhileSignedIn(event, 5);
	const ended = new Promise((resolve) => signal.addEventListener('abort', resolve));
	await app.auth.deleteApiToken(person!.personId, made.id);
	await ended;
});

test('LIVE-7 a stopping server sends all readers away', async ({ world: { app } }) => {
	const event = eventOf(app, 'topic=dashboards', await signedIn(app));
	await turnAway(event, ORIGIN);
	const text = (await GET(event)).text();
	app.live.dismissReaders();
	expect(await text).not.toContain('"kind":"missed"');
	expect(app.live.readerCount).toBe(0);
});
