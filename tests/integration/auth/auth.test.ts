import { vi } from 'vitest';
import type { Auth, Caller } from '#lib/server/auth/auth.ts';
import { MOST_FAILURES } from '#lib/server/auth/throttle.ts';
import type { AuthSchema } from '#lib/server/auth/schema.ts';
import { expect, openWorld, test } from '#tests/support/app.ts';

const ana = { name: 'Ana', email: 'ana@example.org', password: 'correct horse', role: 'analyst' } as const;
const ada = { name: 'Ada', email: 'ada@example.org', password: 'correct horse', role: 'admin' } as const;
const HOUR = 3_600_000;

const callerWith = (headers: Record<string, string> = {}, address = '192.0.2.1'): Caller => ({
	address,
	headers: new Headers(headers)
});
const cookieOf = (cookies: readonly string[]) => cookies.map((cookie) => cookie.split(';')[0]).join('; ');
const personBy = async (auth: Auth, cookie: string) => (await auth.sessionOf(callerWith({ cookie })))?.person.name;

test('SIGNIN-1 the right password begins a session', async ({ world: { app } }) => {
	await app.auth.createPerson(ana);
	const { person, cookies } = await app.auth.signIn({ ...ana, email: ' Ana@Example.org ' }, callerWith());
	expect(person).toMatchObject({ name: 'Ana', email: 'ana@example.org', role: 'analyst' });
	expect(await personBy(app.auth, cookieOf(cookies))).toBe('Ana');
});

test('SIGNIN-1 a wrong password and an unknown e-mail give the same answer', async ({ world: { app } }) => {
	await app.auth.createPerson(ana);
	const answers = [];
	for (const email of [ana.email, 'nobody@example.org', 'no e-mail']) {
		const signingIn = app.auth.signIn({ email, password: 'wrong' }, callerWith());
		answers.push(await signingIn.catch((cause: unknown) => cause));
	}
	expect(answers[0]).toMatchObject({ code: 'not_signed_in', hint: expect.any(String) });
	for (const { message, hint } of answers as Error[] & { hint: string }[]) {
		expect([message, hint]).toEqual([(answers[0] as Error).message, (answers[0] as { hint: string }).hint]);
	}
});

test.each([
	['http://127.0.0.1:3000', false],
	['https://dashbranch.example', true]
])('SIGNIN-2 cookies at %s', async (ORIGIN, isSecure) => {
	const { app, close } = await openWorld({ ORIGIN });
	await app.auth.createPerson(ana);
	const { cookies } = await app.auth.signIn(ana, callerWith());
	await close();
	expect(cookies).toHaveLength(1);
	expect(cookies[0]).toMatch(/; HttpOnly/);
	expect(cookies[0]).toMatch(/; SameSite=Lax/);
	expect(/; Secure/.test(cookies[0]!)).toBe(isSecure);
});

test('SIGNIN-3 signing in makes a new session and ends the one before, signing out ends it', async ({
	world: { app }
}) => {
	await app.auth.createPerson(ana);
	const first = cookieOf((await app.auth.signIn(ana, callerWith())).cookies);
	const second = cookieOf((await app.auth.signIn(ana, callerWith({ cookie: first }))).cookies);
	expect(second).not.toBe(first);
	expect([await personBy(app.auth, first), await personBy(app.auth, second)]).toEqual([undefined, 'Ana']);

	const forgotten = await app.auth.signOut(new Headers({ cookie: second }));
	expect(forgotten[0]).toContain('Max-Age=0');
	expect(await personBy(app.auth, second)).toBeUndefined();
});

test('SIGNIN-3 a cookie that nobody signed is no session', async ({ world: { app } }) => {
	await app.auth.createPerson(ana);
	const cookie = cookieOf((await app.auth.signIn(ana, callerWith())).cookies);
	const [name, value] = cookie.split('=') as [string, string];
	const forged = [`${name}=${value.split('.')[0]}`, `${name}=${value.slice(0, -6)}AAAA%3D`, `${name}=`];
	for (const text of forged) expect(await personBy(app.auth, text)).toBeUndefined();
});

test('SIGNIN-4 a session ends 12 hours after its last use and 7 days after it began', async ({ world: { app } }) => {
	await app.auth.createPerson(ana);
	vi.useFakeTimers({ toFake: ['Date'] });
	const start = Date.now();
	try {
		const idle = cookieOf((await app.auth.signIn(ana, callerWith())).cookies);
		const used = cookieOf((await app.auth.signIn(ana, callerWith())).cookies);
		for (let hours = 10; hours <= 160; hours += 10) {
			vi.setSystemTime(start + hours * HOUR);
			expect(await personBy(app.auth, used)).toBe('Ana');
		}
		expect(await personBy(app.auth, idle)).toBeUndefined();
		vi.setSystemTime(start + 167 * HOUR);
		expect(await personBy(app.auth, used)).toBe('Ana');
		vi.setSystemTime(start + 169 * HOUR);
		expect(await personBy(app.auth, used)).toBeUndefined();
	} finally {
		vi.useRealTimers();
	}
});

test('SIGNIN-5 an account waits after too many failures, from wherever they come', async () => {
	let now = Date.now();
	const { app, close } = await openWorld({}, { now: () => now });
	await app.auth.createPerson(ana);
	const tryOnce = (password: string, n = 0) => app.auth.signIn({ ...ana, password }, callerWith({}, `192.0.2.${n}`));
	for (let n = 0; n < MOST_FAILURES.account; n += 1) {
		await expect(tryOnce('wrong', n)).rejects.toMatchObject({ code: 'not_signed_in' });
	}
	await expect(tryOnce(ana.password, 99)).rejects.toMatchObject({
		code: 'too_many_attempts',
		hint: 'Try again in 15 minutes.'
	});
	now += 15 * 60_000;
	expect((await tryOnce(ana.password)).person.name).toBe('Ana');
	for (let n = 0; n < MOST_FAILURES.account; n += 1) await tryOnce('wrong').catch(() => {});
	await close();
});

test('SIGNIN-5 an address waits after too many failures, whatever the account', async ({ world: { app } }) => {
	await app.auth.createPerson(ana);
	for (let n = 0; n < MOST_FAILURES.address; n += 1) {
		await app.auth.signIn({ email: `nobody-${n}@example.org`, password: 'wrong' }, callerWith()).catch(() => {});
	}
	await expect(app.auth.signIn(ana, callerWith())).rejects.toMatchObject({ code: 'too_many_attempts' });
	expect((await app.auth.signIn(ana, callerWith({}, '198.51.100.1'))).person.name).toBe('Ana');
});

test('SIGNIN-5 a success forgets the failures, and many at once cannot all pass', async ({ world: { app } }) => {
	await app.auth.createPerson(ana);
	const wrong = () => app.auth.signIn({ ...ana, password: 'wrong' }, callerWith()).catch((cause) => cause.code);
	for (let n = 0; n < MOST_FAILURES.account - 1; n += 1) await wrong();
	await app.auth.signIn(ana, callerWith());
	const codes = await Promise.all(Array.from({ length: MOST_FAILURES.account + 3 }, wrong));
	expect(codes.filter((code) => code === 'too_many_attempts')).toHaveLength(3);
});

test('SIGNIN-6 a change of role counts at once, and the last admin stays one', async ({ world: { app } }) => {
	const { personId } = await app.auth.createPerson(ana);
	const admin = await app.auth.createPerson(ada);
	const cookie = cookieOf((await app.auth.signIn(ana, callerWith())).cookies);
	await app.auth.setRole(personId, 'engineer');
	expect((await app.auth.sessionOf(callerWith({ cookie })))?.person.role).toBe('engineer');
	await expect(app.auth.setRole(admin.personId, 'analyst')).rejects.toMatchObject({ code: 'not_allowed' });
	expect((await app.auth.findActor(admin.personId))?.role).toBe('admin');
	await expect(app.auth.setRole('nobody', 'admin')).rejects.toMatchObject({ code: 'not_found' });
});

test('SIGNIN-6 a new password ends the sessions', async ({ world: { app } }) => {
	const { personId } = await app.auth.createPerson(ana);
	const cookie = cookieOf((await app.auth.signIn(ana, callerWith())).cookies);
	await app.auth.setPassword(personId, 'another horse');
	expect(await personBy(app.auth, cookie)).toBeUndefined();
	await expect(app.auth.signIn(ana, callerWith())).rejects.toMatchObject({ code: 'not_signed_in' });
	expect((await app.auth.signIn({ ...ana, password: 'another horse' }, callerWith())).person.name).toBe('Ana');
});

test('SIGNIN-7 a weak password and a taken e-mail are refused', async ({ world: { app } }) => {
	await app.auth.createPerson(ana);
	for (const password of ['short', 'x'.repeat(257), 'NEW@example.org']) {
		const making = app.auth.createPerson({ ...ana, email: 'new@example.org', password });
		await expect(making).rejects.toMatchObject({ issues: [{ path: ['password'] }] });
	}
	await expect(app.auth.createPerson({ ...ana, email: 'ANA@example.org' })).rejects.toMatchObject({
		code: 'already_exists'
	});
	expect(await app.auth.listPersons()).toHaveLength(1);
});

test('SIGNIN-8 one click signs in, in the demo and from this machine only', async ({ world }) => {
	const here = callerWith({}, '127.0.0.1');
	await expect(world.app.auth.signInDemo('admin', here)).rejects.toMatchObject({ code: 'not_allowed' });
	const { app, close } = await openWorld({ DASHBRANCH_DEMO: '1' });
	const { person, cookies } = await app.auth.signInDemo('engineer', callerWith({}, '::ffff:127.0.0.1'));
	expect(person).toMatchObject({ name: 'Emil (engineer)', role: 'engineer' });
	expect(await personBy(app.auth, cookieOf(cookies))).toBe('Emil (engineer)');
	expect(await app.auth.firstRun.isPending()).toBe(false);
	const fromElsewhere = app.auth.signInDemo('admin', callerWith({}, '192.0.2.1'));
	await expect(fromElsewhere).rejects.toMatchObject({ code: 'not_allowed' });
	await close();
});

test('SIGNIN-9 an API token is kept as a hash and useless when expired, deleted or orphaned', async () => {
	let now = Date.now();
	const { app, close } = await openWorld({}, { now: () => now });
	const { personId } = await app.auth.createPerson(ana);
	const { id, token } = await app.auth.createApiToken(personId, { name: 'laptop', expiresAt: now + HOUR });
	const who = async () => (await app.auth.sessionOf(callerWith({ authorization: `Bearer ${token}` })))?.person.name;
	const rows = await app.db.withTables<AuthSchema>().selectFrom('api_token').selectAll().execute();

	expect(token).toMatch(/^dbr_[\w-]{43}$/);
	expect(JSON.stringify(rows)).not.toContain(token.slice(4));
	expect(await app.auth.listApiTokens(personId)).toMatchObject([{ id, name: 'laptop' }]);
	expect(await who()).toBe('Ana');
	expect(await app.auth.personOfToken(`${token}x`)).toBeUndefined();
	now += HOUR;
	expect(await who()).toBeUndefined();
	now -= HOUR;
	await expect(app.auth.deleteApiToken('somebody', id)).rejects.toMatchObject({ code: 'not_found' });
	await app.auth.deleteApiToken(personId, id);
	expect(await who()).toBeUndefined();

	const next = await app.auth.createApiToken(personId, { name: 'next', expiresAt: now + HOUR });
	await app.db.withTables<AuthSchema>().deleteFrom('person').where('id', '=', personId).execute();
	expect(await app.auth.personOfToken(next.token)).toBeUndefined();
	await close();
});
