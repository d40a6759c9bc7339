import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { Cancelled, InvalidInput, RemoteFailed, type AppError } from '#lib/domain/errors.ts';
import type { Oid } from '#lib/domain/ids.ts';
import { BranchName, remoteRef, TagName, tagRef } from '#lib/domain/refs.ts';
import { createTag } from '#lib/server/git/branches.ts';
import type { Repo } from '#lib/server/git/exec.ts';
import { fetchRemote } from '#lib/server/git/fetch.ts';
import { closeRepo, readFiles } from '#lib/server/git/objects.ts';
import { pushRefs } from '#lib/server/git/push.ts';
import { listRefs, moveRef, resolveRef } from '#lib/server/git/refs.ts';
import { listRemoteRefs, testRemote } from '#lib/server/git/remote.ts';
import { initRepo } from '#lib/server/git/write.ts';
import { serve, startHost, TOKEN, type Answer, type GitHost } from './host.ts';
import { ada, at, test as base, branch, commit, expect, git, gitOid, main } from './repo.ts';

/** `host`: a git host; `theirs`: its repository `sales.git`; `repo`: ours. */
const test = base.extend<{ host: GitHost; theirs: Repo }>({
	theirs: async ({ dir }, use) => {
		const theirs = await initRepo(join(dir, 'host', 'sales.git'));
		git(theirs, ['config', 'http.receivepack', 'true']);
		await use(theirs);
		await closeRepo(theirs);
	},
	host: async ({ dir, theirs }, use) => {
		const host = await startHost(join(dir, 'host'));
		await use(host);
		await host.close();
		expect(theirs.gitDir).toContain(dir);
	}
});

const tracking = (name: string) => remoteRef(BranchName.parse(name));
const failure = (running: Promise<unknown>): Promise<AppError> =>
	running.then(
		() => Promise.reject(new Error('it did not fail')),
		(error: unknown) => error as AppError
	);

test('GIT-50 fetch brings branches and tags, and leaves our own branches alone', async ({ repo, theirs, host }) => {
	const one = await commit(theirs, { 'a.yaml': '1' });
	await createTag(theirs, { name: TagName.parse('v1'), commit: one, message: 'One', tagger: ada, at });
	await commit(theirs, { 'b.yaml': '1' }, { ref: branch('work/a') });
	const ours = await commit(repo, { 'mine.yaml': '1' });

	const first = await fetchRemote(repo, host.access());
	expect(first).toMatchObject({ defaultBranch: 'main', tags: ['v1'], passedOver: [] });
	expect(first.branches.map(({ name, from }) => [name, from])).toEqual([
		['main', null],
		['work/a', null]
	]);
	expect(await resolveRef(repo, main)).toBe(ours);
	expect(await resolveRef(repo, tracking('main'))).toBe(one);
	expect(await resolveRef(repo, tagRef(TagName.parse('v1')))).toBe(one);
	expect((await readFiles(repo, one)).size).toBe(1);

	// Moved, thrown back, gone, and a folder where a branch was.
	const two = gitOid(theirs, ['commit-tree', '-m', 'other', `${one}^{tree}`]);
	await moveRef(theirs, main, { from: one, to: two });
	await moveRef(theirs, branch('work/a'), { from: await resolveRef(theirs, branch('work/a')), to: null });
	const deep = await commit(theirs, { 'c.yaml': '1' }, { ref: branch('work/a/b') });
	const second = await fetchRemote(repo, host.access());
	expect(second.branches).toMatchObject([
		...[
			{ name: 'main', from: one, to: two },
			{ name: 'work/a/b', from: null, to: deep }
		],
		{ name: 'work/a', to: null }
	]);
	const again = await fetchRemote(repo, host.access());
	expect(again).toEqual({ defaultBranch: 'main', branches: [], tags: [], passedOver: [] });
	expect(git(repo, ['fsck', '--strict', '--no-dangling'])).toBe('');
	expect(await leftovers(repo)).toEqual([]);
});

test('GIT-51 names of the host that we do not take are passed over and said', async ({ repo, theirs, host }) => {
	const one = await commit(theirs, { 'a.yaml': '1' });
	const blob = gitOid(theirs, ['hash-object', '-w', '--stdin'], 'x');
	git(theirs, ['update-ref', 'refs/heads/-x', one]);
	git(theirs, ['update-ref', `refs/heads/${'x'.repeat(220)}`, one]);
	git(theirs, ['update-ref', 'refs/environments/prod/live', one]);
	git(theirs, ['update-ref', 'refs/tags/v1', blob]);
	const mine = await commit(repo, { 'mine.yaml': '1' });
	await moveRef(repo, tagRef(TagName.parse('v1')), { from: null, to: mine });

	const { branches, passedOver } = await fetchRemote(repo, host.access());
	expect(branches.map(({ name }) => name)).toEqual(['main']);
	expect([...passedOver].sort()).toEqual(['refs/heads/-x', `refs/heads/${'x'.repeat(220)}`, 'refs/tags/v1']);
	expect(await resolveRef(repo, tagRef(TagName.parse('v1')))).toBe(mine);
	expect(git(repo, ['for-each-ref', 'refs/environments'])).toBe('');
});

test('GIT-52 what is damaged, too large or too much is not let in', async ({ repo, theirs, host }) => {
	await commit(theirs, { 'a.yaml': '1' });
	await fetchRemote(repo, host.access());
	const before = await listRefs(repo, 'refs/');
	const packs = await readdir(join(repo.gitDir, 'objects/pack'));

	await commit(theirs, { large: Buffer.alloc(3_000_000, 'x') });
	const large = await failure(fetchRemote(repo, host.access(), { maxFileBytes: 1_000_000 }));
	expect(large.message).toBe('127.0.0.1 sent a file that is too large.');
	await commit(theirs, { random: randomBytes(3_000_000) });
	const much = await failure(fetchRemote(repo, host.access(), { maxBytes: 1_000_000 }));
	expect(much.message).toBe('127.0.0.1 sent more than we take.');

	const blob = gitOid(theirs, ['hash-object', '-w', '--stdin'], 'x');
	const tree = gitOid(theirs, ['hash-object', '-t', 'tree', '--literally', '-w', '--stdin'], treeWith('..', blob));
	const bad = gitOid(theirs, ['commit-tree', '-m', 'bad', tree]);
	git(theirs, ['update-ref', 'refs/heads/main', bad]);
	const damaged = await failure(fetchRemote(repo, host.access()));
	expect(damaged).toBeInstanceOf(RemoteFailed);
	expect(damaged.message).toBe('127.0.0.1 sent objects that are damaged.');

	expect(await listRefs(repo, 'refs/')).toEqual(before);
	expect(await readdir(join(repo.gitDir, 'objects/pack'))).toEqual(packs);
	expect(await leftovers(repo)).toEqual([]);
});

test('GIT-53 push: new, forward, the same, thrown back, with and without lease', async ({ repo, theirs, host }) => {
	const one = await commit(repo, { 'a.yaml': '1' });
	const push = (...pushes: Parameters<typeof pushRefs>[2]['pushes'][number][]) =>
		pushRefs(repo, host.access(), { pushes });
	const tag = tagRef(TagName.parse('v1'));
	const tagOid = await createTag(repo, { name: TagName.parse('v1'), commit: one, message: 'm', tagger: ada, at });
	expect(await push({ ref: main, oid: one }, { ref: tag, oid: tagOid })).toEqual([
		{ ref: main, kind: 'pushed' },
		{ ref: tag, kind: 'pushed' }
	]);
	expect(await resolveRef(theirs, main)).toBe(one);
	expect(await resolveRef(theirs, tag)).toBe(one);
	expect(await resolveRef(repo, tracking('main'))).toBe(one);
	expect(await push({ ref: main, oid: one })).toEqual([{ ref: main, kind: 'up_to_date' }]);

	const other = await commit(theirs, { 'b.yaml': 'by somebody else' });
	const two = await commit(repo, { 'a.yaml': '2' });
	const work = branch('work');
	expect(await push({ ref: main, oid: two }, { ref: work, oid: two })).toEqual([
		{ ref: main, kind: 'rejected', reason: 'not_fast_forward', message: 'fetch first' },
		{ ref: work, kind: 'pushed' }
	]);
	expect(await push({ ref: main, oid: two, force: true, lease: one })).toEqual([
		{ ref: main, kind: 'rejected', reason: 'moved', message: 'stale info' }
	]);
	expect(await resolveRef(theirs, main)).toBe(other);
	expect(await push({ ref: main, oid: two, force: true, lease: other })).toEqual([{ ref: main, kind: 'pushed' }]);
	expect(await push({ ref: work, oid: null, force: true, lease: two })).toEqual([{ ref: work, kind: 'pushed' }]);
	expect(await resolveRef(theirs, work)).toBeNull();
	expect(await resolveRef(repo, tracking('work'))).toBeNull();
	expect(await push()).toEqual([]);
	await expect(push({ ref: tracking('main'), oid: two })).rejects.toThrow(InvalidInput);
});

test('GIT-53 a rule of the host is an answer with its words', async ({ repo, theirs, host }) => {
	const one = await commit(repo, { 'a.yaml': '1' });
	const hook = join(theirs.gitDir, 'hooks', 'update');
	await mkdir(join(theirs.gitDir, 'hooks'));
	execFileSync('sh', ['-c', `printf '#!/bin/sh\\n[ "$1" != refs/heads/main ]' > '${hook}'; chmod +x '${hook}'`]);
	const pushes = [
		{ ref: main, oid: one },
		{ ref: branch('work'), oid: one }
	];
	expect(await pushRefs(repo, host.access(), { pushes })).toEqual([
		{ ref: main, kind: 'rejected', reason: 'refused', message: 'hook declined' },
		{ ref: branch('work'), kind: 'pushed' }
	]);
	expect(await resolveRef(repo, tracking('main'))).toBeNull();
});

const status =
	(code: number, headers = {}): Answer =>
	(_request, response) =>
		response.writeHead(code, headers).end('planted: a foreign page');

test.for([
	[401, 'does not let us in'],
	[403, 'does not allow this'],
	[404, 'has no such repository'],
	[413, 'does not take so much'],
	[429, 'is busy or broken'],
	[500, 'is busy or broken'],
	[503, 'is busy or broken']
] as const)('GIT-54 an answer of %i is told in words', async ([code, words], { repo, host }) => {
	host.answer = status(code);
	const one = await commit(repo, { 'a.yaml': '1' });
	for (const run of [
		() => listRemoteRefs(host.access()),
		() => fetchRemote(repo, host.access()),
		() => pushRefs(repo, host.access(), { pushes: [{ ref: main, oid: one }] })
	]) {
		const error = await failure(run());
		expect(error).toBeInstanceOf(RemoteFailed);
		expect(error.message).toContain(`127.0.0.1 ${words}`);
		expect(error.hint).toMatch(/\.$/);
		expect(error.message + error.hint).not.toContain('planted');
	}
});

test('GIT-54 a wrong token, a missing repository and a host that is off', async ({ repo, theirs, host }) => {
	await commit(theirs, { 'a.yaml': '1' });
	expect(await testRemote(host.access())).toEqual({ defaultBranch: 'main', branchCount: 1, tagCount: 0 });
	const wrong = await failure(testRemote(host.access({ token: 'planted-wrong' })));
	expect(wrong.message).toBe('127.0.0.1 does not let us in.');
	const missing = await failure(testRemote(host.access({ url: host.url.replace('sales', 'none') })));
	expect(missing.message).toBe('127.0.0.1 has no such repository, or does not show it to us.');
	const noHost = await failure(testRemote(host.access({ url: 'https://host.invalid/a.git' })));
	expect(noHost.message).toBe('host.invalid is not known: there is no such host.');
	const noTls = await failure(testRemote(host.access({ url: host.url.replace('http:', 'https:') })));
	expect(noTls.message).toContain('does not prove with a certificate');
	await host.close();
	const off = await failure(fetchRemote(repo, host.access()));
	expect(off.message).toBe('127.0.0.1 cannot be reached.');
	host.close = async () => {};
});

test('GIT-54 an empty repository is no failure', async ({ repo, host }) => {
	expect(await fetchRemote(repo, host.access())).toEqual({
		defaultBranch: null,
		branches: [],
		tags: [],
		passedOver: []
	});
});

test('GIT-55 a host that hangs, cuts off or floods does not hold us', async ({ repo, theirs, host, dir }) => {
	await commit(theirs, { 'a.yaml': randomBytes(200_000) });
	host.answer = () => {};
	const silent = await failure(testRemote(host.access(), { timeoutMs: 300 }));
	expect(silent.message).toBe('127.0.0.1 did not answer in time.');
	const giveUp = new AbortController();
	host.answer = () => giveUp.abort();
	await expect(fetchRemote(repo, host.access(), { signal: giveUp.signal })).rejects.toThrow(Cancelled);

	let sent = 0;
	host.answer = (_request, response) => {
		response.writeHead(200, { 'content-type': 'application/x-git-upload-pack-advertisement' });
		const flood = () => {
			while (!response.destroyed && response.write('0100'.padEnd(256, 'x').repeat(1000))) sent += 256_000;
		};
		response.on('drain', flood);
		flood();
	};
	const flooded = await failure(testRemote(host.access()));
	expect(flooded.message).toBe('127.0.0.1 sent more than we take.');
	expect(sent).toBeLessThan(64 * 1024 * 1024);

	host.answer = (request, response) => {
		if (request.method === 'POST') response.on('pipe', () => response.destroy()).write('0');
		serve(join(dir, 'host'), request, response);
		if (request.method === 'POST') request.on('end', () => response.destroy());
	};
	expect((await failure(fetchRemote(repo, host.access()))).message).toBe('127.0.0.1 cannot be reached.');
	expect(await listRefs(repo, 'refs/')).toEqual([]);
	expect(await leftovers(repo)).toEqual([]);
});

test('GIT-56 a redirect is not followed, and the token goes nowhere else', async ({ repo, host, dir, theirs }) => {
	const oid = await commit(repo, { 'a.yaml': '1' });
	await commit(theirs, { 'a.yaml': '1' });
	const other = await startHost(join(dir, 'host'));
	for (const code of [301, 302, 307, 308]) {
		host.answer = status(code, { location: `${other.url}/info/refs?service=git-upload-pack` });
		expect((await failure(fetchRemote(repo, host.access()))).message).toBe('127.0.0.1 sends us to another address.');
		const pushed = pushRefs(repo, host.access(), { pushes: [{ ref: main, oid }] });
		expect((await failure(pushed)).message).toBe('127.0.0.1 sends us to another address.');
	}
	expect(other.requests).toEqual([]);
	await other.close();
});

test('GIT-57 no secret stands in an argument, an error, a file or the repository', async ({
	repo,
	theirs,
	host,
	dir
}) => {
	const one = await commit(theirs, { 'a.yaml': '1' });
	const seen: string[] = [];
	host.answer = (request, response) => {
		seen.push(...processesOf(dir));
		serve(join(dir, 'host'), request, response);
	};
	await fetchRemote(repo, host.access());
	await pushRefs(repo, host.access(), { pushes: [{ ref: branch('new'), oid: one }] });
	expect(seen.some((line) => line.includes('remote-http'))).toBe(true);
	expect(seen.filter((line) => holdsSecret(line))).toEqual([]);
	expect(execFileSync('sh', ['-c', `grep -rlE 'planted|${basic()}' ${dir} || true`], { encoding: 'utf8' })).toBe('');

	host.answer = (request, response) => {
		const words = `${request.headers.authorization} ${TOKEN} ${encodeURIComponent(TOKEN)}`;
		response.writeHead(403, { 'content-type': 'text/plain' }).end(`${words}\n`);
	};
	const error = await failure(fetchRemote(repo, host.access()));
	expect(holdsSecret(inspect(error, { depth: 9 }) + JSON.stringify(error))).toBe(false);
	expect(inspect(error, { depth: 9 })).toContain('***');
});

test('GIT-58 the practice folder: only inside its root', async ({ repo, theirs, dir }) => {
	const one = await commit(theirs, { 'a.yaml': '1' });
	const root = join(dir, 'host');
	const access = { kind: 'folder', path: theirs.gitDir, root } as const;
	expect((await fetchRemote(repo, access)).branches).toMatchObject([{ name: 'main', to: one }]);
	const two = await commit(repo, { 'b.yaml': '1' }, { ref: branch('new') });
	expect(await pushRefs(repo, access, { pushes: [{ ref: branch('new'), oid: two }] })).toMatchObject([
		{ kind: 'pushed' }
	]);

	await symlink(repo.gitDir, join(root, 'link.git'));
	for (const path of [
		repo.gitDir,
		join(root, 'link.git'),
		join(root, '..', 'repo.git'),
		root,
		join(root, 'none'),
		'host/sales.git'
	]) {
		await expect(fetchRemote(repo, { ...access, path })).rejects.toThrow(InvalidInput);
	}
});

test('GIT-59 https goes only where it may', async ({ host }) => {
	const url = host.url.replace('http:', 'https:');
	const error = await failure(testRemote(host.access({ url, allowedHosts: [] })));
	expect(error.message).toBe('127.0.0.1 leads to an address that may not be called.');
	const named = await failure(
		testRemote(host.access({ url: url.replace('127.0.0.1', 'localhost'), allowedHosts: [] }))
	);
	expect(named.message).toBe('localhost leads to an address that may not be called.');
	expect(host.requests).toEqual([]);
});

function processesOf(dir: string): string[] {
	return execFileSync('ps', ['-eo', 'args', '--no-headers', '-ww'], { encoding: 'utf8' })
		.split('\n')
		.filter((line) => line.includes(dir) || /git[- ]remote|git .*(?:fetch|push|ls-remote)/.test(line));
}

const basic = (): string => Buffer.from(`ada:${TOKEN}`).toString('base64');
const holdsSecret = (text: string): boolean =>
	[TOKEN, encodeURIComponent(TOKEN), basic()].some((secret) => text.includes(secret));

const leftovers = async (repo: Repo): Promise<string[]> =>
	(await readdir(repo.gitDir, { recursive: true })).filter((path) => /incoming-|tmp_|FETCH_HEAD|\.keep$/.test(path));

const treeWith = (name: string, oid: Oid): Buffer =>
	Buffer.concat([Buffer.from(`100644 ${name}\0`), Buffer.from(oid, 'hex')]);
