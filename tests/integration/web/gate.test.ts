import { isRedirect, type Cookies, type RequestEvent } from '@sveltejs/kit';
import type { App } from '#lib/server/app.ts';
import { turnAway } from '#lib/server/web/gate.ts';
import { expect, openWorld, test } from '#tests/support/app.ts';

const ORIGIN = 'http://127.0.0.1:3000';
const ada = { name: 'Ada', email: 'ada@example.org', password: 'correct horse', role: 'admin' } as const;

interface Asked {
	readonly route: string | null;
	readonly path?: string;
	readonly method?: string;
	readonly headers?: Record<string, string>;
}

/** What SvelteKit hands to the hook, as far as the gate looks at it. */
function eventOf(app: App, { route, path = '/', method = 'GET', headers = {} }: Asked) {
	const set: string[] = [];
	const cookies: Pick<Cookies, 'set'> = { set: (name, value) => void set.push(`${name}=${value}`) };
	const event = {
		locals: { app, actor: null },
		route: { id: route },
		url: new URL(path, ORIGIN),
		request: new Request(new URL(path, ORIGIN), { method, headers }),
		cookies,
		getClientAddress: () => '192.0.2.1'
	} as unknown as RequestEvent;
	return { event, set };
}

/** How a request fares: let through as somebody, sent to a page, or answered with a status. */
async function fareOf(app: App, asked: Asked): Promise<string> {
	const { event } = eventOf(app, asked);
	try {
		const answer = await turnAway(event, ORIGIN);
		if (answer) return `${answer.status} ${((await answer.json()) as { error: { code: string } }).error.code}`;
		return `in as ${event.locals.actor?.name ?? 'nobody'}`;
	} catch (cause) {
		if (isRedirect(cause)) return `to ${cause.location}`;
		throw cause;
	}
}

async function signedIn(app: App) {
	await app.auth.createPerson(ada);
	const { cookies, person } = await app.auth.signIn(ada, { address: '192.0.2.1', headers: new Headers() });
	const token = await app.auth.createApiToken(person.personId, { name: 'cli', expiresAt: Date.now() + 3_600_000 });
	return { cookie: cookies[0]!.split(';')[0]!, authorization: `Bearer ${token.token}` };
}

test('HTTP-1 somebody who is not signed in reaches sign-in and health only', async ({ world: { app } }) => {
	await app.auth.createPerson(ada);
	expect(await fareOf(app, { route: '/(auth)/sign-in' })).toBe('in as nobody');
	expect(await fareOf(app, { route: '/healthz' })).toBe('in as nobody');
	expect(await fareOf(app, { route: '/(app)' })).toBe('to /sign-in');
	expect(await fareOf(app, { route: null, path: '/x' })).toBe('to /sign-in?next=%2Fx');
	expect(await fareOf(app, { route: '/api/v1/jobs', path: '/api/v1/jobs' })).toBe('401 not_signed_in');
});

test('HTTP-2 until there is an admin every page leads to the first run, then never again', async ({
	world: { app }
}) => {
	expect(await fareOf(app, { route: '/(app)' })).toBe('to /first-run');
	expect(await fareOf(app, { route: '/(auth)/sign-in' })).toBe('to /first-run');
	expect(await fareOf(app, { route: '/api/v1/jobs', path: '/api/v1/jobs' })).toBe('401 not_signed_in');
	expect(await fareOf(app, { route: '/healthz' })).toBe('in as nobody');
	expect(await fareOf(app, { route: '/(auth)/first-run' })).toBe('in as nobody');
	await app.auth.createPerson(ada);
	expect(await fareOf(app, { route: '/(auth)/first-run' })).toBe('to /');
});

test('HTTP-3 a change is refused unless it comes from our pages, with a token it need not', async ({
	world: { app }
}) => {
	const { cookie, authorization } = await signedIn(app);
	const post = (headers: Record<string, string>, route = '/(app)') => fareOf(app, { route, method: 'POST', headers });
	expect(await post({ cookie, origin: ORIGIN })).toBe('in as Ada');
	expect(await post({ cookie, origin: 'http://evil.example' })).toBe('403 not_allowed');
	expect(await post({ cookie })).toBe('403 not_allowed');
	expect(await post({ origin: 'http://evil.example' }, '/(auth)/sign-in')).toBe('403 not_allowed');
	expect(await post({ authorization })).toBe('in as Ada');
	// A cookie beside a token that is none does not get in by the token's rule.
	expect(await post({ cookie, authorization: `${authorization}x` })).toBe('403 not_allowed');
});

test('HTTP-4 people are led to the sign-in page and back, programs are told', async ({ world: { app } }) => {
	const { cookie } = await signedIn(app);
	const path = '/dashboards/1?branch=a&b=%2F';
	expect(await fareOf(app, { route: '/(app)/x', path })).toBe(`to /sign-in?next=${encodeURIComponent(path)}`);
	expect(await fareOf(app, { route: '/(app)/x', path, method: 'POST', headers: { origin: ORIGIN } })).toBe(
		'to /sign-in'
	);
	expect(await fareOf(app, { route: '/(app)/x', path, headers: { cookie } })).toBe('in as Ada');
});

test('HTTP-10 a session in use is prolonged by its cookie, as the library wrote it', async () => {
	// So short that each use prolongs it.
	const { app, close } = await openWorld({ DASHBRANCH_SESSION_IDLE_HOURS: '0.003' });
	const { cookie } = await signedIn(app);
	await app.db
		.withTables<{ session: { expires_at: string } }>()
		.updateTable('session')
		.set({ expires_at: new Date(Date.now() + 5_000).toISOString() })
		.execute();
	const { event, set } = eventOf(app, { route: '/(app)', headers: { cookie } });
	await turnAway(event, ORIGIN);
	await close();
	expect(set).toEqual([cookie]);
});
