import { InvalidInput } from '#lib/domain/errors.ts';
import type { RemoteHostKey } from '#lib/domain/remote.ts';
import { findRemote } from '../../db/remotes.ts';
import { findRemoteKey } from '../../db/remote-keys.ts';
import { hostKeyIn, readHostKey } from '../../git/host-key.ts';
import { checkAccess, sshTarget } from '../../git/remote-access.ts';
import {
	allowanceOf,
	allowedBy,
	openRemoteAccess,
	openRemoteKey,
	type SealedRemoteAccess
} from '../dashboard/remote-access.ts';
import type { Context } from '../operation.ts';
import { parseCertificates } from './certificates.ts';
import type { RemoteInput } from './input.ts';

export type WantedAccess = { readonly kind: 'ready'; readonly access: SealedRemoteAccess } | RemoteHostKey;

/**
 * The access that somebody typed in, with what is kept where they left it out; or a host key that nobody has confirmed.
 *
 * @throws {InvalidInput} at the field that is wrong. @throws {RemoteFailed} when the host shows no key.
 */
export async function wantedAccess(
	context: Pick<Context, 'app' | 'signal'>,
	input: RemoteInput
): Promise<WantedAccess> {
	const { db, secrets, config } = context.app;
	const remote = await findRemote(db, input.dashboardId);
	const kept = remote && openIfPossible(() => openRemoteAccess(secrets, remote));
	if (input.kind === 'ssh') return sshAccess(context, input, kept);
	const { url, username, certificates } = input;
	const access: SealedRemoteAccess = {
		...{ kind: 'token', url, username, token: input.token || keptToken(url, kept) },
		...optional('certificates', parseCertificates(certificates))
	};
	await checkAccess(allowedBy(config, access));
	return { kind: 'ready', access };
}

/** Whoever may change the address must not send a token that they cannot read to a server of their own. */
function keptToken(url: string, kept: SealedRemoteAccess | undefined): string {
	if (kept?.kind !== 'token') throw new InvalidInput([{ path: ['token'], message: 'must not be empty' }]);
	if (URL.canParse(url) && new URL(url).origin === new URL(kept.url).origin) return kept.token;
	throw new InvalidInput([
		{ path: ['token'], message: 'must be entered again, since the address is another server now' }
	]);
}

async function sshAccess(
	{ app, signal }: Pick<Context, 'app' | 'signal'>,
	{ dashboardId, url, hostKey }: RemoteInput & { kind: 'ssh' },
	kept: SealedRemoteAccess | undefined
): Promise<WantedAccess> {
	const { host, port } = sshTarget(url);
	const key = await findRemoteKey(app.db, dashboardId);
	if (!key) {
		throw new InvalidInput([{ path: [], message: 'there is no key yet' }], {
			hint: 'Make a key first, and put its public part into the settings of the repository on the git server.'
		});
	}
	const before = kept?.kind === 'ssh' ? { target: sshTarget(kept.url), knownHosts: kept.knownHosts } : undefined;
	const isSameHost = before?.target.host === host && before.target.port === port;
	const confirmed = (isSameHost && before && hostKeyIn(before.knownHosts)) || null;
	const found = await readHostKey({ url, ...allowanceOf(app.config) }, { prefer: confirmed ?? undefined, signal });
	if (found.fingerprint !== confirmed?.fingerprint && found.fingerprint !== hostKey) {
		return { kind: 'host_key', host, found: { type: found.type, fingerprint: found.fingerprint }, confirmed };
	}
	const privateKey = openRemoteKey(app.secrets, key);
	return { kind: 'ready', access: { kind: 'ssh', url, privateKey, knownHosts: found.knownHosts } };
}

/** What cannot be opened any more is as good as not there: it is entered again. */
function openIfPossible(open: () => SealedRemoteAccess): SealedRemoteAccess | undefined {
	try {
		return open();
	} catch {
		return undefined;
	}
}

const optional = <Name extends string, Value>(name: Name, value: Value | undefined) =>
	(value === undefined ? {} : { [name]: value }) as { [Key in Name]?: Value };
