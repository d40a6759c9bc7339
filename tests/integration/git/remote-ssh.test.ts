import { chmod, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, vi } from 'vitest';
import type { SshAccess } from '#lib/server/git/remote-access.ts';
import { fetchRemote } from '#lib/server/git/fetch.ts';
import { closeRepo } from '#lib/server/git/objects.ts';
import { pushRefs } from '#lib/server/git/push.ts';
import { testRemote } from '#lib/server/git/remote.ts';
import { initRepo } from '#lib/server/git/write.ts';
import { at, branch, commit, expect, main, test } from './repo.ts';

const privateKey =
	'-----BEGIN OPENSSH PRIVATE KEY-----\r\nplantedplantedplantedplanted\r\n-----END OPENSSH PRIVATE KEY-----';
const access: SshAccess = {
	...{
		kind: 'ssh',
		url: 'ssh://git@localhost:2222/sales.git',
		privateKey,
		knownHosts: '[localhost]:2222 ssh-ed25519 AAAA'
	},
	allowedHosts: ['localhost']
};

afterEach(() => {
	vi.unstubAllEnvs();
});

/** An `ssh` of our own, first in the path: it writes down how it was called, and runs `body` instead of going anywhere. */
async function practiceSsh(dir: string, body: string): Promise<void> {
	const script = `#!/bin/sh
printf '%s\\n' "$@" > ${dir}/arguments
for word; do case $word in */dashbranch-ssh-*/key) stat -c '%a %n' "$word" > ${dir}/mode; cp "$word" ${dir}/seen-key;; esac; done
for command; do :; done
${body}
`;
	await writeFile(join(dir, 'ssh'), script);
	await chmod(join(dir, 'ssh'), 0o755);
	vi.stubEnv('PATH', `${dir}:${process.env['PATH']}`);
}

test('GIT-61 ssh: fetch and push with a key that exists only meanwhile', async ({ repo, dir }) => {
	const theirs = await initRepo(join(dir, 'sales.git'));
	const one = await commit(theirs, { 'a.yaml': '1' });
	await practiceSsh(dir, `cd ${dir} && eval "$(echo "$command" | sed "s|'/|'|")"`);

	expect((await fetchRemote(repo, access)).branches).toMatchObject([{ name: 'main', to: one }]);
	const two = await commit(repo, { 'b.yaml': '1' });
	const pushed = await pushRefs(repo, access, { pushes: [{ ref: branch('work'), oid: two }] });
	expect(pushed).toEqual([{ ref: branch('work'), kind: 'pushed' }]);

	const words = (await readFile(join(dir, 'arguments'), 'utf8')).split('\n');
	for (const option of [
		'BatchMode=yes',
		'StrictHostKeyChecking=yes',
		'IdentitiesOnly=yes',
		'HostKeyAlias=[localhost]:2222',
		'ClearAllForwardings=yes'
	]) {
		expect(words).toContain(option);
	}
	expect(words.find((word) => word.startsWith('HostName='))).toMatch(/^HostName=(127\.0\.0\.1|::1)$/);
	expect(words.join()).not.toContain('planted');
	expect(await readFile(join(dir, 'mode'), 'utf8')).toMatch(/^600 /);
	expect(await readFile(join(dir, 'seen-key'), 'utf8')).toBe(`${privateKey.replaceAll('\r', '')}\n`);
	await closeRepo(theirs);
});

test.for([
	['git@localhost: Permission denied (publickey).', 'does not let us in'],
	['Host key verification failed.', 'shows a host key that we do not know'],
	['ERROR: Repository not found.', 'has no such repository'],
	['ERROR: The key you are authenticating with has been marked as read only.', 'does not allow this'],
	['ssh: connect to host localhost port 2222: Connection refused', 'cannot be reached'],
	['client_loop: send disconnect: Broken pipe plantedplantedplantedplanted', 'cannot be reached']
] as const)('GIT-61 “%s” is told in words', async ([words, says], { dir }) => {
	await practiceSsh(dir, `echo '${words}' >&2; exit 255`);
	const error: unknown = await testRemote(access).catch((reason: unknown) => reason);
	expect((error as Error).message).toContain(`localhost ${says}`);
	expect(inspect(error, { depth: 9 })).not.toContain('planted');
});

test('GIT-61 no key stays behind, whatever happens', async ({ repo, dir }) => {
	await practiceSsh(dir, 'sleep 3');
	await expect(fetchRemote(repo, access, { timeoutMs: 300 })).rejects.toThrow('did not answer in time');
	const file = (await readFile(join(dir, 'mode'), 'utf8')).trim().slice(4);
	const left = (await readdir(tmpdir())).map((name) => join(tmpdir(), name, 'key'));
	expect(left).not.toContain(file);
});

test('GIT-61 a key that a killed process left is taken away at the next use', async ({ dir }) => {
	const old = await mkdtemp(join(tmpdir(), 'dashbranch-ssh-'));
	const recent = await mkdtemp(join(tmpdir(), 'dashbranch-ssh-'));
	await writeFile(join(old, 'key'), 'planted');
	await utimes(old, at / 1000, Date.now() / 1000 - 2 * 60 * 60);
	await practiceSsh(dir, 'exit 255');
	await expect(testRemote(access)).rejects.toThrow();
	const left = await readdir(tmpdir());
	expect(left).not.toContain(basename(old));
	expect(left).toContain(basename(recent));
	await rm(recent, { recursive: true });
});

test('GIT-59 ssh goes only where it may', async ({ repo, dir }) => {
	await practiceSsh(dir, 'touch started');
	const { allowedHosts: _, ...nobody } = access;
	await expect(fetchRemote(repo, nobody)).rejects.toThrow('localhost leads to an address that may not be called.');
	const oid = await commit(repo, { 'a.yaml': '1' });
	await expect(pushRefs(repo, nobody, { pushes: [{ ref: main, oid }] })).rejects.toThrow('may not be called');
	expect(await readdir(dir)).not.toContain('arguments');
});
