import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkedAddresses } from './addresses.ts';
import type { GitOptions } from './exec.ts';
import { bare, knownName, type RemoteAccess, type SshAccess, type Target, type TokenAccess } from './remote-access.ts';
import { openTunnel, type TunnelFailure } from './tunnel.ts';

/** What git needs to get to a host and in: none of it stands in an argument, an address or a configuration file. */
export interface Login {
	readonly options: Required<Pick<GitOptions, 'config' | 'env'>>;
	/** What must never come out again. */
	readonly secrets: readonly string[];
	/** What the way to the host knows of a failure. */
	readonly failure: TunnelFailure | undefined;
	close(): Promise<void>;
}

const KEY_FOLDER = 'dashbranch-ssh-';
/** Longer than anything that uses a key takes. */
const KEY_MAX_AGE_MS = 60 * 60_000;

const HTTP_CONFIG = [
	'http.followRedirects=false',
	'http.sslVerify=true',
	'http.cookieFile=',
	'http.delegation=none',
	'http.lowSpeedLimit=100',
	'http.lowSpeedTime=30'
];

/** @param args `maxBytes`: of everything that the host may send. */
export async function openLogin(access: RemoteAccess, target: Target, args: { maxBytes: number }): Promise<Login> {
	const config = [`protocol.${target.protocol}.allow=always`];
	if (access.kind === 'token') return openHttp(access, target, { ...args, config });
	if (access.kind === 'ssh') return openSsh(access, target, config);
	return { options: { config, env: {} }, secrets: [], failure: undefined, close: async () => {} };
}

/**
 * The token goes into the environment as a header for this one host: git sends it nowhere else, and needs no second
 * request to be asked for it.
 */
async function openHttp(
	access: TokenAccess,
	target: Target,
	args: { maxBytes: number; config: string[] }
): Promise<Login> {
	const { host, port, protocol } = target;
	const tunnel = await openTunnel({ ...access, host: bare(host), port, maxBytes: args.maxBytes });
	const folder = access.certificates === undefined ? undefined : await mkdtemp(join(tmpdir(), 'dashbranch-tls-'));
	if (folder) await writeFile(join(folder, 'ca.pem'), access.certificates!);
	const basic = Buffer.from(`${access.username}:${access.token}`).toString('base64');
	return {
		options: {
			config: [...args.config, ...HTTP_CONFIG, `http.proxy=${tunnel.proxy}`],
			env: {
				GIT_CONFIG_COUNT: '1',
				GIT_CONFIG_KEY_0: `http.${protocol}://${host}:${port}/.extraHeader`,
				GIT_CONFIG_VALUE_0: `Authorization: Basic ${basic}`,
				...(folder && { GIT_SSL_CAINFO: join(folder, 'ca.pem') })
			}
		},
		secrets: [access.token, encodeURIComponent(access.token), basic],
		get failure() {
			return tunnel.failure;
		},
		async close() {
			await tunnel.close();
			if (folder) await rm(folder, { recursive: true, force: true });
		}
	};
}

/** The key lies in a file of mode 600 for as long as git runs; ssh takes no other way. */
async function openSsh(access: SshAccess, target: Target, config: string[]): Promise<Login> {
	const [first] = await checkedAddresses(target.host, access);
	await removeOldKeys();
	const folder = await mkdtemp(join(tmpdir(), KEY_FOLDER));
	const key = join(folder, 'key');
	const knownHosts = join(folder, 'known_hosts');
	await chmod(folder, 0o700);
	await writeFile(key, `${access.privateKey.replace(/\r\n?/g, '\n').trim()}\n`, { mode: 0o600 });
	await writeFile(knownHosts, `${access.knownHosts.trim()}\n`, { mode: 0o600 });
	const options = [
		...['BatchMode=yes', 'IdentitiesOnly=yes', 'IdentityAgent=none', 'PreferredAuthentications=publickey'],
		...['StrictHostKeyChecking=yes', `UserKnownHostsFile=${knownHosts}`, 'GlobalKnownHostsFile=/dev/null'],
		...['UpdateHostKeys=no', 'CheckHostIP=no', 'ClearAllForwardings=yes', 'PermitLocalCommand=no'],
		...['ConnectTimeout=15', 'ServerAliveInterval=15', 'ServerAliveCountMax=2', 'LogLevel=ERROR'],
		// The address that was checked, under the name by which the host is known.
		...[`HostName=${first!.address}`, `HostKeyAlias=${knownName(target)}`]
	];
	const words = ['ssh', '-F', 'none', '-i', key, ...options.flatMap((option) => ['-o', option])];
	return {
		options: { config, env: { GIT_SSH_COMMAND: words.map(quote).join(' '), GIT_SSH_VARIANT: 'ssh' } },
		secrets: access.privateKey.split(/\r?\n/).filter((line) => line.length > 20 && !line.startsWith('-----')),
		failure: undefined,
		close: () => rm(folder, { recursive: true, force: true })
	};
}

/** Keys that a killed process of ours could not take away. */
async function removeOldKeys(): Promise<void> {
	for (const name of await readdir(tmpdir())) {
		if (!name.startsWith(KEY_FOLDER)) continue;
		const path = join(tmpdir(), name);
		const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }));
		if (mtimeMs < Date.now() - KEY_MAX_AGE_MS) await rm(path, { recursive: true, force: true });
	}
}

/** Git hands the command to a shell. */
const quote = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;
