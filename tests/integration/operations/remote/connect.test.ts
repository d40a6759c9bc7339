import { expect, test } from 'vitest';
import { listRefs } from '#lib/server/git/refs.ts';
import { connectRemote } from '#lib/server/operations/remote/connect.ts';
import { disconnectRemote } from '#lib/server/operations/remote/disconnect.ts';
import { showRemote } from '#lib/server/operations/remote/show.ts';
import { testDashboardRemote } from '#lib/server/operations/remote/test.ts';
import { publishBranch } from '#lib/server/operations/branch/publish.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextFor } from '#tests/support/app.ts';
import { TOKEN } from '#tests/support/git-host.ts';
import { refsIn } from '#tests/support/operations/steps.ts';
import { git } from '../../git/repo.ts';
import { commitThere, connect, readOnly, remoteWorld, type RemoteWorld } from './remote-world.ts';

const show = ({ app, dashboardId }: RemoteWorld) => execute(showRemote, contextFor(app), { dashboardId });
const tested = ({ app, fields }: RemoteWorld, more: object = {}) =>
	execute(testDashboardRemote, contextFor(app), { ...fields, ...more });
const publish = ({ app, dashboardId }: RemoteWorld, name: string) =>
	execute(publishBranch, contextFor(app), { dashboardId, name });

test('REMOTE-1 nothing is connected, then it says what is, without the token', async () => {
	const world = await remoteWorld();
	expect(await show(world)).toEqual({ connection: null, key: null });
	await connect(world);
	const access = { kind: 'token', username: 'ada', certificates: '', hostKey: null };
	expect(await show(world)).toEqual({ connection: { url: world.host.url, lastFetchedAt: null, access }, key: null });
});

test('REMOTE-1 an access that cannot be opened any more is said, and entered again', async () => {
	const key = (fill: number) => Buffer.alloc(32, fill).toString('base64');
	const world = await remoteWorld({ DASHBRANCH_KEY: key(1) });
	await connect(world);
	const app = await world.world.startAnother({ DASHBRANCH_KEY: key(2) });
	const other = { ...world, app };
	expect((await show(other)).connection).toMatchObject({ url: world.host.url, access: null });
	await expect(publish(other, 'main')).rejects.toMatchObject({ code: 'storage_failed' });
	await connect(other);
	expect(await publish(other, 'main')).toMatchObject({ kind: 'pushed' });
});

test('SECRET-7 the access to a git remote goes over to a new first key, too', async () => {
	const key = (fill: number) => Buffer.alloc(32, fill).toString('base64');
	const world = await remoteWorld({ DASHBRANCH_KEY: key(1) });
	await connect(world);
	await world.world.startAnother({ DASHBRANCH_KEY: `${key(2)},${key(1)}` });
	const app = await world.world.startAnother({ DASHBRANCH_KEY: key(2) });
	expect((await show({ ...world, app })).connection?.access).toMatchObject({ kind: 'token' });
});

test('REMOTE-2 a test tells what is there, and changes nothing on either side', async () => {
	const world = await remoteWorld();
	const before = await refsIn(world.app, world.dashboardId);
	const empty = { kind: 'ok', host: '127.0.0.1', defaultBranch: null, branchCount: 0, tagCount: 0, readOnly: null };
	expect(await tested(world)).toEqual(empty);
	const head = await commitThere(world, 'main');
	git(world.theirs, ['tag', 'v1', head]);
	const there = git(world.theirs, ['for-each-ref']);
	expect(await tested(world)).toEqual({ ...empty, defaultBranch: 'main', branchCount: 1, tagCount: 1 });
	expect(git(world.theirs, ['for-each-ref'])).toBe(there);
	expect(await refsIn(world.app, world.dashboardId)).toEqual(before);
	expect((await show(world)).connection).toBeNull();
});

test('REMOTE-3 what keeps it from working is an answer of a test, and a failure of connecting', async () => {
	const world = await remoteWorld();
	const { host } = world;
	for (const [more, says] of [
		[{ token: 'wrong-token' }, '127.0.0.1 does not let us in.'],
		[{ url: host.url.replace('sales', 'none') }, '127.0.0.1 has no such repository, or does not show it to us.'],
		[{ url: host.url.replace('http:', 'https:') }, 'does not prove with a certificate'],
		[{ url: 'https://host.invalid/a.git' }, 'host.invalid is not known: there is no such host.'],
		[{ url: 'https://169.254.169.254/a.git' }, 'leads to an address that may not be called.']
	] as const) {
		const found = await tested(world, more);
		expect(found).toMatchObject({ kind: 'failed', code: 'remote_failed', message: expect.stringContaining(says) });
		expect(found).toMatchObject({ hint: expect.stringMatching(/\w\.$/) });
		await expect(connect(world, more)).rejects.toThrow(says);
	}
	host.answer = (_request, response) => response.destroy();
	expect(await tested(world)).toMatchObject({ message: '127.0.0.1 cannot be reached.' });
	expect((await show(world)).connection).toBeNull();
});

test('REMOTE-3 an address that is none says why at its field', async () => {
	const world = await remoteWorld();
	for (const [url, says] of [
		['file:///etc/passwd', 'must start with https://'],
		['https://ada:planted@127.0.0.1/a.git', 'must not hold a user or a password; give them apart'],
		['sales', 'is no address'],
		['', 'must not be empty']
	]) {
		const issue = { path: ['url'], message: says };
		await expect(tested(world, { url })).rejects.toMatchObject({ issues: [expect.objectContaining(issue)] });
	}
});

test('REMOTE-4 an access that may only read is connected, after it was said', async () => {
	const world = await remoteWorld();
	readOnly(world);
	const readOnlyWords = { message: '127.0.0.1 does not allow this to our token or key.' };
	expect(await tested(world)).toMatchObject({ kind: 'ok', readOnly: readOnlyWords });
	expect(await connect(world)).toMatchObject({ readOnly: readOnlyWords });
	await expect(publish(world, 'main')).rejects.toMatchObject({ ...readOnlyWords, code: 'remote_failed' });
});

test('REMOTE-5 connecting pushes nothing, moves no branch, and forgets what another repository had', async () => {
	const world = await remoteWorld();
	const before = await refsIn(world.app, world.dashboardId);
	await connect(world);
	expect(await listRefs(world.theirs, 'refs/')).toEqual([]);
	expect(await refsIn(world.app, world.dashboardId)).toEqual(before);

	await publish(world, 'main');
	await publish(world, 'feature');
	git(world.theirs, [
		'clone',
		'--bare',
		'--branch',
		'main',
		'--single-branch',
		world.theirs.gitDir,
		`${world.folder}/b.git`
	]);
	await connect(world, { url: world.host.url.replace('sales', 'b') });
	expect(await refsIn(world.app, world.dashboardId)).toEqual({ ...before, 'refs/remotes/origin/main': world.main });
});

test('REMOTE-6 an empty token keeps the one that is there, and goes to no other server', async () => {
	const world = await remoteWorld();
	const refused = (more: Record<string, string>, message: string) =>
		expect(connect(world, { token: '', ...more })).rejects.toMatchObject({ issues: [{ path: ['token'], message }] });
	await refused({}, 'must not be empty');
	await connect(world);
	expect(await connect(world, { token: '', username: 'ada' })).toMatchObject({ kind: 'ok' });
	const asked = world.host.requests.length;
	const elsewhere = 'must be entered again, since the address is another server now';
	await refused({ url: world.host.url.replace('127.0.0.1', 'localhost') }, elsewhere);
	await refused({ url: world.host.url.replace('http:', 'https:') }, elsewhere);
	await refused({ url: 'https://127.0.0.1:1/sales.git' }, elsewhere);
	expect(world.host.requests.length).toBe(asked);
});

test('REMOTE-7 an address that the settings allow no more is not called any more', async () => {
	const world = await remoteWorld();
	await connect(world);
	const asked = world.host.requests.length;
	const app = await world.world.startAnother({ DASHBRANCH_ALLOWED_HOSTS: '', DASHBRANCH_ALLOW_PRIVATE: '0' });
	await expect(publish({ ...world, app }, 'main')).rejects.toMatchObject({
		message: expect.stringContaining('https://')
	});
	expect(world.host.requests.length).toBe(asked);
});

test('REMOTE-12 disconnecting forgets the access and nothing else', async () => {
	const world = await remoteWorld();
	const { app, dashboardId } = world;
	await connect(world);
	await publish(world, 'feature');
	const before = await refsIn(app, dashboardId);
	const gone = await execute(disconnectRemote, contextFor(app), { dashboardId });
	expect(gone).toEqual({ url: world.host.url });
	expect(await show(world)).toEqual({ connection: null, key: null });
	expect(await refsIn(app, dashboardId)).toEqual(before);
	expect(await listRefs(world.theirs, 'refs/heads/')).toHaveLength(1);
	expect(await app.db.selectFrom('remote').selectAll().execute()).toEqual([]);
	await expect(publish(world, 'main')).rejects.toMatchObject({ hint: expect.stringContaining('settings') });
});

test('REMOTE-14 what is no certificate is refused at its field', async () => {
	const world = await remoteWorld();
	const damaged = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
	for (const [certificates, says] of [
		['nonsense', /holds no certificate/],
		[damaged, /its certificate 1 cannot be read/]
	] as const) {
		const refused = execute(connectRemote, contextFor(world.app), { ...world.fields, certificates });
		await expect(refused).rejects.toMatchObject({
			issues: [{ path: ['certificates'], message: expect.stringMatching(says) }]
		});
	}
});

test('REMOTE-13 the token stands in no answer, log line, error or file', async () => {
	const world = await remoteWorld();
	const { app, dashboardId } = world;
	const answers: unknown[] = [
		await tested(world),
		await connect(world),
		await show(world),
		await publish(world, 'main')
	];
	world.host.answer = (request, response) => response.writeHead(500).end(request.headers.authorization);
	answers.push(await tested(world), await publish(world, 'feature').catch((error: unknown) => error));
	const job = await app.jobs.start(publishBranch, contextFor(app).actor, { dashboardId, name: 'feature' });
	await app.jobs.finished(job);
	answers.push(
		await app.db.selectFrom('job').selectAll().execute(),
		await app.db.selectFrom('remote').selectAll().execute()
	);
	const text = JSON.stringify(answers, (_key, value: unknown) =>
		value instanceof Error ? [value.message, value.stack, value.cause] : value
	);
	const basic = Buffer.from(`ada:${TOKEN}`).toString('base64');
	for (const secret of [TOKEN, encodeURIComponent(TOKEN), basic]) {
		expect(text + world.world.logLines.join('')).not.toContain(secret);
	}
});
