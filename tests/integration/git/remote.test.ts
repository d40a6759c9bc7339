import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { Cancelled, InvalidInput, RemoteFailed } from '#lib/domain/errors.ts';
import { fetchRemote } from '#lib/server/git/fetch.ts';
import { pushRefs } from '#lib/server/git/push.ts';
import { listRefs } from '#lib/server/git/refs.ts';
import { listRemoteRefs, testRemote } from '#lib/server/git/remote.ts';
import { serve, startHost, TOKEN, type Answer } from '#tests/support/git-host.ts';
import { failure, leftovers, test } from './host.ts';
import { branch, commit, expect, main } from './repo.ts';

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
