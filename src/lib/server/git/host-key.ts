import { execFile } from 'node:child_process';
import { Cancelled, RemoteFailed } from '#lib/domain/errors.ts';
import type { HostKeyFingerprint } from '#lib/domain/remote.ts';
import { checkedAddresses, type Allowance } from './addresses.ts';
import { knownName, sshTarget } from './remote-access.ts';
import { remoteFailure } from './remote-failures.ts';
import { fingerprintOf } from './ssh-key.ts';

/** A host key, and the line of a `known_hosts` file that says so. */
export interface HostKey extends HostKeyFingerprint {
	readonly knownHosts: string;
}

/** What is asked for, the best first. */
const TYPES = ['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521', 'ssh-rsa'];
const TIMEOUT_S = 10;
const MAX_BYTES = 64 * 1024;

/**
 * Which key a host shows to whoever comes by; nobody signs in. The address that was checked is the one that is asked.
 *
 * @param prefer its type is chosen where the host has it, so that the two can be compared.
 * @throws {RemoteFailed} when it does not answer as an ssh server. @throws {InvalidInput} for an address that is none.
 */
export async function readHostKey(
	{ url, ...allowance }: { readonly url: string } & Allowance,
	options: { readonly prefer?: HostKeyFingerprint | undefined; readonly signal?: AbortSignal | undefined } = {}
): Promise<HostKey & { readonly host: string }> {
	const target = sshTarget(url);
	const { host, port } = target;
	const addresses = await checkedAddresses(host, allowance).catch((error: unknown) => {
		throw remoteFailure(error, { host, secrets: [], failure: undefined });
	});
	const lines = (await scan(addresses[0]!.address, port, options.signal)).split('\n');
	const found = lines.flatMap((line): HostKey[] => {
		const [, type, base64] = /^\S+ ([\w.@-]+) ([A-Za-z0-9+/]+=*)\s*$/.exec(line) ?? [];
		if (!type || !base64 || !TYPES.includes(type)) return [];
		return [{ type, fingerprint: fingerprintOf(base64), knownHosts: `${knownName(target)} ${type} ${base64}` }];
	});
	const rank = ({ type }: HostKey) => (type === options.prefer?.type ? -1 : TYPES.indexOf(type));
	const [best] = found.sort((a, b) => rank(a) - rank(b));
	if (!best) {
		throw new RemoteFailed(`${host} does not answer as an ssh server at port ${port}.`, {
			hint: 'Check the address; if it is right, ask who runs the host.'
		});
	}
	return { ...best, host };
}

/** The key in a line of `known_hosts`; `undefined` for what is none. */
export function hostKeyIn(knownHosts: string): HostKeyFingerprint | undefined {
	const [, type, base64] = knownHosts.trim().split(/\s+/);
	return type && base64 ? { type, fingerprint: fingerprintOf(base64) } : undefined;
}

/** `ssh-keyscan` answers with what it got, and with nothing where nobody is. */
function scan(address: string, port: number, signal: AbortSignal | undefined): Promise<string> {
	const args = ['-T', String(TIMEOUT_S), '-p', String(port), '-t', 'ed25519,ecdsa,rsa', address];
	const options = {
		...({ encoding: 'utf8', timeout: (TIMEOUT_S + 5) * 1000, maxBuffer: MAX_BYTES, signal } as const),
		env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', HOME: '/dev/null' }
	};
	return new Promise((resolve, reject) => {
		execFile('ssh-keyscan', args, options, (error, stdout) => {
			if (signal?.aborted) return reject(new Cancelled());
			if (error && error.code === 'ENOENT') {
				const hint = 'Ask who runs this server to install the OpenSSH client, or connect by https.';
				return reject(new RemoteFailed('This server has no ssh.', { hint, cause: error }));
			}
			resolve(stdout);
		});
	});
}
