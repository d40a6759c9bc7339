import { realpath } from 'node:fs/promises';
import { isAbsolute, sep } from 'node:path';
import { InvalidInput } from '#lib/domain/errors.ts';
import { isAllowedName, type Allowance } from './addresses.ts';
import { checkedUrlArg, type GitArg } from './arguments.ts';

/** How to reach a repository on a git host, and as whom. */
export type RemoteAccess = TokenAccess | SshAccess | FolderAccess;

export interface TokenAccess extends Allowance {
	readonly kind: 'token';
	/** `https://…`; `http://…` only for a host in `allowedHosts`. Without user and password. */
	readonly url: string;
	readonly username: string;
	readonly token: string;
	/** Certificates (PEM) to trust instead of those of the machine. */
	readonly certificates?: string | undefined;
}

export interface SshAccess extends Allowance {
	readonly kind: 'ssh';
	/** `ssh://git@host:22/path`, or `git@host:path`. */
	readonly url: string;
	/** In OpenSSH's own form, without a passphrase. */
	readonly privateKey: string;
	/** Lines of a `known_hosts` file. A host that is not in it is refused. */
	readonly knownHosts: string;
}

/** A repository on this machine, for the demo. */
export interface FolderAccess {
	readonly kind: 'folder';
	readonly path: string;
	/** The folder that it must be in. */
	readonly root: string;
}

/** An access whose address was checked. */
export interface Target {
	readonly url: GitArg;
	readonly protocol: 'https' | 'http' | 'ssh' | 'file';
	/** For words: `git.example.org`. */
	readonly host: string;
	readonly port: number;
}

const PORTS = { https: 443, http: 80, ssh: 22, file: 0 } as const;
const HOST = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])$/i;

/**
 * Check where an access leads, before git is started.
 *
 * @throws {InvalidInput} for any scheme but https, ssh and (where allowed) http, for credentials in the address, and for a folder
 * outside its root.
 */
export async function checkAccess(access: RemoteAccess): Promise<Target> {
	if (access.kind === 'folder') return checkFolder(access);
	if (access.kind === 'ssh') return checkSsh(access);
	return checkHttp(access);
}

function checkHttp(access: TokenAccess): Target {
	const url = parse(access.url);
	const protocol = url.protocol.slice(0, -1);
	if (protocol !== 'https' && protocol !== 'http') throw invalid('url', 'must start with https://');
	if (url.username || url.password) throw invalid('url', 'must not hold a user or a password; give them apart');
	if (url.search || url.hash) throw invalid('url', 'must not hold “?” or “#”');
	if (protocol === 'http' && !isAllowedName(url.hostname, access)) {
		throw invalid('url', 'must start with https://, unless an admin allowed this host without');
	}
	if (hasLineEnd(access.token) || access.token === '') throw invalid('token', 'is no token');
	if (hasLineEnd(access.username) || access.username.includes(':')) throw invalid('username', 'is no user name');
	return target(protocol, url, url.href);
}

function checkSsh({ url, privateKey }: SshAccess): Target {
	const found = sshTarget(url);
	if (!privateKey.includes('PRIVATE KEY')) throw invalid('privateKey', 'is no private key');
	return found;
}

/** Where an ssh address leads. @throws {InvalidInput} for one that is none. */
export function sshTarget(text: string): Target {
	const [, user, host, path] = /^([\w.-]+)@([\w.-]+):(?!\/\/)(.+)$/.exec(text) ?? [];
	const url = parse(path === undefined ? text : `ssh://${user}@${host}/${path}`);
	if (url.protocol !== 'ssh:') throw invalid('url', 'must start with ssh://, or be user@host:path');
	if (url.password) throw invalid('url', 'must not hold a password');
	if (!/^[\w][\w.-]*$/.test(url.username)) throw invalid('url', 'must name the user, mostly “git”');
	if (url.search || url.hash) throw invalid('url', 'must not hold “?” or “#”');
	return target('ssh', url, url.href);
}

/** How `known_hosts` writes a host with a port of its own. */
export const knownName = ({ host, port }: Target): string => (port === 22 ? bare(host) : `[${bare(host)}]:${port}`);

/** `[::1]` → `::1` */
export const bare = (host: string): string => host.replace(/^\[(.*)\]$/, '$1');

async function checkFolder({ path, root }: FolderAccess): Promise<Target> {
	if (!isAbsolute(path) || hasLineEnd(path)) throw invalid('path', 'must be a whole path');
	// Where links lead counts, not what they are called.
	const [real, realRoot] = await Promise.all(
		[path, root].map((folder) =>
			realpath(folder).catch((cause: unknown) => {
				throw invalid('path', 'is not there', cause);
			})
		)
	);
	if (!real!.startsWith(`${realRoot}${sep}`)) throw invalid('path', 'is outside the folder of practice repositories');
	return { url: checkedUrlArg(real!), protocol: 'file', host: 'the practice folder', port: 0 };
}

function target(protocol: 'https' | 'http' | 'ssh', url: URL, href: string): Target {
	if (!HOST.test(url.hostname)) throw invalid('url', 'has no host name that we take');
	if (url.pathname === '' || url.pathname === '/') throw invalid('url', 'names no repository');
	return { url: checkedUrlArg(href), protocol, host: url.hostname, port: Number(url.port) || PORTS[protocol] };
}

function parse(text: string): URL {
	if (hasLineEnd(text) || /\s/.test(text) || text.length > 2048) throw invalid('url', 'is no address');
	if (!URL.canParse(text)) throw invalid('url', 'is no address');
	return new URL(text);
}

// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const hasLineEnd = (text: string): boolean => /[\x00-\x1f\x7f]/.test(text);

const invalid = (field: string, message: string, cause?: unknown) =>
	new InvalidInput([{ path: [field], message }], { cause });
