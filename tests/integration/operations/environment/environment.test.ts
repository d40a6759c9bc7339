import { randomUUID } from 'node:crypto';
import { AssetUuid, DashboardId, EnvironmentName } from '#lib/domain/ids.ts';
import { BranchName } from '#lib/domain/refs.ts';
import { getDashboard, insertDashboard } from '#lib/server/db/dashboards.ts';
import { findEnvironment, getEnvironment } from '#lib/server/db/environments.ts';
import { createEnvironment } from '#lib/server/operations/environment/create.ts';
import { openCredentials } from '#lib/server/operations/environment/credentials.ts';
import { deleteEnvironment } from '#lib/server/operations/environment/delete.ts';
import { listEnvironments } from '#lib/server/operations/environment/list.ts';
import { showEnvironment } from '#lib/server/operations/environment/show.ts';
import { testEnvironment } from '#lib/server/operations/environment/test.ts';
import { updateEnvironment } from '#lib/server/operations/environment/update.ts';
import { execute } from '#lib/server/operations/operation.ts';
import type { App } from '#lib/server/app.ts';
import { contextFor, expect, openWorld, test as base } from '#tests/support/app.ts';
import { addEnvironment } from '#tests/support/environment.ts';
import { describingSupersets, type Asked } from '#tests/support/superset-client.ts';

const test = base.extend<{ place: { app: App; asked: Asked } }>({
	// eslint-disable-next-line no-empty-pattern -- vitest reads the names of fixtures from the pattern
	place: async ({}, use) => {
		const { asked, supersetOf } = describingSupersets();
		const world = await openWorld({}, { supersetOf });
		await use({ app: world.app, asked });
		await world.close();
	}
});

const dev = EnvironmentName.parse('dev');
const credentials = { kind: 'password', username: 'robot', password: 'planted-password' } as const;
const input = { name: 'dev', title: 'Dev', url: 'https://dev.example/bi/', stage: 'dev', credentials } as const;

const create = (app: App, change: object = {}) => execute(createEnvironment, contextFor(app), { ...input, ...change });
const update = (app: App, change: object) => execute(updateEnvironment, contextFor(app), { name: 'dev', ...change });
const credentialsOf = async (app: App) => openCredentials(app.secrets, await getEnvironment(app.db, dev));

async function addDashboardAtHome(app: App, title: string): Promise<DashboardId> {
	const id = DashboardId.parse(randomUUID());
	await insertDashboard(app.db, {
		id,
		title,
		dashboard_uuid: AssetUuid.parse(randomUUID()),
		home_environment: dev,
		default_branch: BranchName.parse('main'),
		created_at: 0,
		created_by: 'Ana'
	});
	return id;
}

test('ENVIRONMENT-1 it is added after it was reached, and its health is kept', async ({ place: { app, asked } }) => {
	const summary = await create(app);
	expect(summary).toMatchObject({
		name: 'dev',
		url: 'https://dev.example/bi',
		username: 'robot',
		health: { kind: 'ok', version: '6.1.0', account: 'robot' }
	});
	expect(asked).toMatchObject({ made: [{ url: 'https://dev.example/bi', credentials }], closed: 1 });
});

test('ENVIRONMENT-1 one that is away is refused, or kept with that as its health', async ({
	place: { app, asked }
}) => {
	const away = { url: 'https://away.example' };
	await expect(create(app, away)).rejects.toMatchObject({ code: 'superset_unreachable' });
	expect(await findEnvironment(app.db, dev)).toBeUndefined();
	expect((await create(app, { ...away, saveAnyway: 'on' })).health).toMatchObject({
		kind: 'failed',
		code: 'superset_unreachable',
		hint: 'Start it.'
	});
	expect(asked.closed).toBe(asked.made.length);
});

test('ENVIRONMENT-2 a taken name is refused', async ({ place: { app } }) => {
	await create(app);
	await expect(create(app)).rejects.toMatchObject({
		code: 'already_exists',
		message: expect.stringContaining('“dev”')
	});
});

test('ENVIRONMENT-2 an address is plain http or https', async ({ place: { app, asked } }) => {
	for (const url of ['ftp://x', 'https://u:p@x.example', 'https://x.example?a=1', 'file:///etc', 'x', 'javascript:1']) {
		await expect(create(app, { url })).rejects.toMatchObject({ issues: [{ path: ['url'] }] });
	}
	expect(asked.made).toEqual([]);
});

test('ENVIRONMENT-3 credentials never leave the server, an empty secret keeps the one that is there', async ({
	place: { app }
}) => {
	const answers: unknown[] = [await create(app)];
	answers.push(await update(app, { credentials: { kind: 'password', username: 'other', password: '' } }));
	expect(await credentialsOf(app)).toMatchObject({ username: 'other', password: 'planted-password' });
	answers.push(await update(app, { credentials: { ...credentials, password: 'planted-password-2' } }));
	expect(await credentialsOf(app)).toMatchObject({ username: 'robot', password: 'planted-password-2' });
	answers.push(await update(app, { title: 'Development' }));
	answers.push(await execute(listEnvironments, contextFor(app), {}));
	answers.push(await execute(showEnvironment, contextFor(app), { name: 'dev' }));
	expect(JSON.stringify(answers)).not.toMatch(/planted|sealed|v1\./);
	expect(answers[3]).toMatchObject({ title: 'Development', username: 'robot' });
});

test('ENVIRONMENT-3 there is no kept secret of another kind', async ({ place: { app } }) => {
	await create(app);
	const withToken = update(app, { credentials: { kind: 'token', token: '' } });
	await expect(withToken).rejects.toMatchObject({ issues: [{ path: ['credentials', 'token'] }] });
});

test('ENVIRONMENT-4 a kept secret is never sent to another server', async ({ place: { app, asked } }) => {
	await create(app);
	asked.made.length = 0;
	for (const url of ['https://evil.example', 'http://dev.example', 'https://dev.example:8443']) {
		await expect(update(app, { url })).rejects.toMatchObject({ issues: [{ path: ['credentials', 'password'] }] });
	}
	expect(asked.made).toEqual([]);
	expect((await update(app, { url: 'https://dev.example/other' })).url).toBe('https://dev.example/other');
	expect((await update(app, { url: 'https://new.example', credentials })).url).toBe('https://new.example');
});

test('ENVIRONMENT-5 a test keeps its result, good or bad', async ({ place: { app } }) => {
	await addEnvironment(app, 'dev', 'https://away.example');
	const health = await execute(testEnvironment, contextFor(app), { name: 'dev' });
	expect(health).toMatchObject({ kind: 'failed', message: 'https://away.example does not answer.' });
	expect((await getEnvironment(app.db, dev)).health).toEqual(health);
});

test('ENVIRONMENT-6 it is not deleted while dashboards call it home, but with force', async ({ place: { app } }) => {
	await create(app);
	const id = await addDashboardAtHome(app, 'Sales');
	const remove = (force: boolean) => execute(deleteEnvironment, contextFor(app), { name: 'dev', force });
	await expect(remove(false)).rejects.toMatchObject({ code: 'in_use', message: expect.stringContaining('“Sales”') });
	await remove(true);
	expect(await findEnvironment(app.db, dev)).toBeUndefined();
	expect((await getDashboard(app.db, id)).home_environment).toBeNull();
});

test('ENVIRONMENT-7 the list goes from dev to prod', async ({ place: { app } }) => {
	for (const name of ['prod', 'dev', 'staging']) await addEnvironment(app, name);
	const names = (await execute(listEnvironments, contextFor(app), {})).map(({ name }) => name);
	expect(names).toEqual(['dev', 'staging', 'prod']);
});

test('ENVIRONMENT-8 a form sends credentials as plain fields', async ({ place: { app } }) => {
	const { credentials: _, ...plain } = input;
	const fields = {
		...plain,
		credentialsKind: 'password',
		username: 'robot',
		password: 'p',
		provider: '',
		token: '',
		key: ''
	};
	await execute(createEnvironment, contextFor(app), fields);
	expect(await credentialsOf(app)).toEqual({ kind: 'password', username: 'robot', password: 'p', provider: 'db' });
	const missing = execute(createEnvironment, contextFor(app), { ...fields, name: 'x', password: '' });
	await expect(missing).rejects.toMatchObject({ issues: [{ path: ['credentials', 'password'] }] });
});

test('ENVIRONMENT-9 a client lives until address or credentials change', async ({ place: { app, asked } }) => {
	await create(app);
	const first = await app.superset(dev);
	await update(app, { title: 'Other' });
	expect(await app.superset(dev)).toBe(first);
	const closedBefore = asked.closed;
	await update(app, { credentials: { ...credentials, password: 'new' } });
	expect(await app.superset(dev)).not.toBe(first);
	expect(asked.closed).toBe(closedBefore + 2); // the one that tested, and the one that was replaced
});
