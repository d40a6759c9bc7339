import type { App } from '#lib/server/app.ts';
import { MOST_FAILURES } from '#lib/server/auth/throttle.ts';
import { expect, openWorld, test } from '#tests/support/app.ts';

const caller = { address: '192.0.2.1', headers: new Headers() };
const ada = { name: 'Ada', email: 'ada@example.org', password: 'correct horse' };
const CODE = /enter the code ([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})/;

async function codeOf(app: App, logLines: readonly string[]): Promise<string> {
	await app.auth.firstRun.announce();
	return CODE.exec(logLines.join(''))?.[1] ?? 'there was none';
}

test('SIGNIN-10 the printed code makes the first admin, once', async ({ world: { app, logLines } }) => {
	const code = await codeOf(app, logLines);
	expect(await app.auth.firstRun.isPending()).toBe(true);
	const { person, cookies } = await app.auth.firstRun.complete({ ...ada, code: ` ${code.toLowerCase()} ` }, caller);
	expect(person).toMatchObject({ name: 'Ada', role: 'admin' });
	const cookie = cookies[0]!.split(';')[0]!;
	expect((await app.auth.sessionOf({ ...caller, headers: new Headers({ cookie }) }))?.person.role).toBe('admin');

	expect(await app.auth.firstRun.isPending()).toBe(false);
	const again = app.auth.firstRun.complete({ ...ada, email: 'eve@example.org', code }, caller);
	await expect(again).rejects.toMatchObject({ code: 'not_allowed', message: 'There is an admin already.' });
});

test('SIGNIN-10 the code may be set from outside', async () => {
	const { app, close } = await openWorld({ DASHBRANCH_FIRST_RUN_CODE: 'set-from-outside' });
	expect((await app.auth.firstRun.complete({ ...ada, code: 'set-from-outside' }, caller)).person.role).toBe('admin');
	await close();
});

test('SIGNIN-11 wrong codes are throttled', async ({ world: { app, logLines } }) => {
	const code = await codeOf(app, logLines);
	for (let n = 0; n < MOST_FAILURES.code; n += 1) {
		await expect(app.auth.firstRun.complete({ ...ada, code: 'WRONG' }, caller)).rejects.toMatchObject({
			code: 'not_allowed'
		});
	}
	await expect(app.auth.firstRun.complete({ ...ada, code }, caller)).rejects.toMatchObject({
		code: 'too_many_attempts'
	});
	expect(await app.auth.listPersons()).toEqual([]);
});

test('SIGNIN-11 two at once make one admin', async ({ world: { app, logLines } }) => {
	const code = await codeOf(app, logLines);
	const both = ['ada@example.org', 'eve@example.org'].map((email) =>
		app.auth.firstRun.complete({ ...ada, email, code }, caller)
	);
	const results = await Promise.allSettled(both);
	expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
	expect(await app.auth.listPersons()).toHaveLength(1);
});

test('SIGNIN-12 the code is logged once per start, and not any more when there is an admin', async ({ world }) => {
	const code = await codeOf(world.app, world.logLines);
	await world.app.auth.firstRun.announce();
	expect(world.logLines.filter((line) => CODE.test(line))).toHaveLength(1);
	await world.app.auth.firstRun.complete({ ...ada, code }, caller);

	const next = await world.startAnother();
	await next.auth.firstRun.announce();
	expect(world.logLines.filter((line) => CODE.test(line))).toHaveLength(1);
});
