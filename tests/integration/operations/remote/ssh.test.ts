import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import type { RemoteKey } from '#lib/domain/remote.ts';
import { makeSshKey, fingerprintOf } from '#lib/server/git/ssh-key.ts';
import { publishBranch } from '#lib/server/operations/branch/publish.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { connectRemote } from '#lib/server/operations/remote/connect.ts';
import { makeRemoteKey } from '#lib/server/operations/remote/make-key.ts';
import { showRemote } from '#lib/server/operations/remote/show.ts';
import { testDashboardRemote } from '#lib/server/operations/remote/test.ts';
import { contextFor } from '#tests/support/app.ts';
import { remoteWorld, type RemoteWorld } from './remote-world.ts';

afterEach(() => {
	vi.unstubAllEnvs();
});

interface SshWorld extends RemoteWorld {
	readonly fields: { readonly kind: 'ssh'; readonly dashboardId: RemoteWorld['dashboardId']; readonly url: string };
	/** Show this key from now on. @returns its fingerprint */
	showHostKey(): Promise<string>;
	/** The key files that ssh was given. */
	keysUsed(): Promise<string>;
}

/**
 * `ssh` and `ssh-keyscan` of our own, first in the path: a host that runs git on this machine, shows the host key in the
 * file `host-key`, and refuses who expects another one as ssh does.
 */
async function sshWorld(): Promise<SshWorld> {
	const world = await remoteWorld();
	const dir = world.world.dir;
	const script = async (name: string, body: string) => {
		await writeFile(join(dir, name), `#!/bin/sh\n${body}\n`);
		await chmod(join(dir, name), 0o755);
	};
	await script('ssh-keyscan', `sed "s/^/127.0.0.1 /" ${dir}/host-key`);
	await script(
		'ssh',
		`for word; do
	case $word in
		*/dashbranch-ssh-*/key) cat "$word" >> ${dir}/keys-used ;;
		UserKnownHostsFile=*) known=\${word#*=} ;;
	esac
done
if ! grep -qF "$(cut -d' ' -f2 ${dir}/host-key)" "$known"; then
	echo '@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @' >&2
	echo 'Host key verification failed.' >&2
	exit 255
fi
for command; do :; done
cd ${world.folder} && eval "$(echo "$command" | sed "s|'/|'|")"`
	);
	vi.stubEnv('PATH', `${dir}:${process.env['PATH']}`);
	const showHostKey = async () => {
		const [type, base64 = ''] = makeSshKey('host').publicKey.split(' ');
		await writeFile(join(dir, 'host-key'), `${type} ${base64}\n`);
		return fingerprintOf(base64);
	};
	await showHostKey();
	return {
		...world,
		fields: { kind: 'ssh', dashboardId: world.dashboardId, url: 'git@127.0.0.1:sales.git' },
		showHostKey,
		keysUsed: () => readFile(join(dir, 'keys-used'), 'utf8').catch(() => '')
	};
}

const makeKey = ({ app, dashboardId }: RemoteWorld, more: object = {}): Promise<RemoteKey> =>
	execute(makeRemoteKey, contextFor(app), { dashboardId, ...more });
const tested = ({ app, fields }: SshWorld, hostKey = '') =>
	execute(testDashboardRemote, contextFor(app), { ...fields, hostKey });
const connect = ({ app, fields }: SshWorld, hostKey = '') =>
	execute(connectRemote, contextFor(app), { ...fields, hostKey });
const publish = ({ app, dashboardId }: RemoteWorld, name: string) =>
	execute(publishBranch, contextFor(app), { dashboardId, name });

test('REMOTE-8 a key is made once, shown by its public part, and replaced only when asked', async () => {
	const world = await sshWorld();
	const { app, dashboardId } = world;
	const show = async () => (await execute(showRemote, contextFor(app), { dashboardId })).key;
	await expect(tested(world)).rejects.toMatchObject({
		message: 'there is no key yet',
		hint: expect.stringMatching(/key/)
	});
	const key = await makeKey(world);
	expect(key.publicKey).toMatch(/^ssh-ed25519 [A-Za-z0-9+/=]+ dashbranch-[0-9a-f]{8}$/);
	expect(await show()).toEqual(key);
	await expect(makeKey(world)).rejects.toMatchObject({ code: 'already_exists' });
	const other = await makeKey(world, { replace: true });
	expect(other.publicKey).not.toBe(key.publicKey);
	expect(await show()).toEqual(other);
	const [row] = await app.db.selectFrom('remote_key').selectAll().execute();
	expect(row?.private_key).toMatch(/^v1\./);
});

test('REMOTE-8 a connection keeps its key until it is connected again', async () => {
	const world = await sshWorld();
	const fingerprint = await world.showHostKey();
	await makeKey(world);
	await connect(world, fingerprint);
	const first = new Set((await world.keysUsed()).split('-----BEGIN'));
	await makeKey(world, { replace: true });
	await publish(world, 'main');
	expect(new Set((await world.keysUsed()).split('-----BEGIN'))).toEqual(first);
	await connect(world);
	expect(new Set((await world.keysUsed()).split('-----BEGIN')).size).toBe(first.size + 1);
});

test('REMOTE-9 a host key is kept after a yes to exactly this one; nothing is sent before', async () => {
	const world = await sshWorld();
	const fingerprint = await world.showHostKey();
	await makeKey(world);
	const found = { type: 'ssh-ed25519', fingerprint };
	const question = { kind: 'host_key', host: '127.0.0.1', found, confirmed: null };
	expect(await tested(world)).toEqual(question);
	expect(await tested(world, 'SHA256:another')).toEqual(question);
	await expect(connect(world)).rejects.toThrow(
		`shows the host key ssh-ed25519 ${fingerprint}, which nobody has confirmed`
	);
	expect(await world.keysUsed()).toBe('');
	expect(await tested(world, fingerprint)).toMatchObject({ kind: 'ok', host: '127.0.0.1', readOnly: null });
	await connect(world, fingerprint);
	expect(await tested(world)).toMatchObject({ kind: 'ok' });
	expect(await publish(world, 'main')).toMatchObject({ kind: 'pushed' });
});

test('REMOTE-9 a host key that changed is refused with words until it is confirmed anew', async () => {
	const world = await sshWorld();
	const before = await world.showHostKey();
	await makeKey(world);
	await connect(world, before);
	const now = await world.showHostKey();
	await expect(publish(world, 'main')).rejects.toMatchObject({
		message: '127.0.0.1 shows another host key than the one that was confirmed, so nothing was sent to it.',
		hint: expect.stringContaining('confirm the new one')
	});
	const [found, confirmed] = [now, before].map((fingerprint) => ({ type: 'ssh-ed25519', fingerprint }));
	expect(await tested(world)).toMatchObject({ kind: 'host_key', found, confirmed });
	await expect(connect(world)).rejects.toThrow(`but ssh-ed25519 ${before} was confirmed`);
	await connect(world, now);
	expect(await publish(world, 'main')).toMatchObject({ kind: 'pushed' });
});

test('REMOTE-9 a host that shows no key, and one that may not be called', async () => {
	const world = await sshWorld();
	await makeKey(world);
	await writeFile(join(world.world.dir, 'host-key'), '');
	expect(await tested(world)).toMatchObject({
		kind: 'failed',
		message: '127.0.0.1 does not answer as an ssh server at port 22.'
	});
	const fields = { ...world.fields, url: 'git@169.254.169.254:sales.git' };
	expect(await tested({ ...world, fields })).toMatchObject({ message: expect.stringContaining('may not be called') });
});
