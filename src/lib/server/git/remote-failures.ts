import { Cancelled, GitFailed, RemoteFailed, StorageFailed } from '#lib/domain/errors.ts';
import { AddressRefused } from './addresses.ts';
import { GitOutputTooLarge, GitTimedOut } from './failures.ts';
import type { TunnelFailure } from './tunnel.ts';

interface Words {
	/** After the name of the host. */
	readonly says: string;
	readonly hint: string;
}

const ADDRESS = 'Check the address of the repository.';
const LATER = 'Try again in a while; if it stays so, ask who runs the host.';

const BY_TUNNEL: Record<TunnelFailure, Words> = {
	refused: {
		says: 'leads to an address that may not be called.',
		hint: 'An admin can allow this host in the settings.'
	},
	no_host: { says: 'is not known: there is no such host.', hint: ADDRESS },
	unreachable: { says: 'cannot be reached.', hint: LATER },
	too_large: { says: 'sent more than we take.', hint: 'Look at what is in the repository; a dashboard is small.' }
};

/** Git has one exit code for all of this; its words (`LC_ALL=C`) are all that tells them apart. The first that fits counts. */
const BY_WORDS: readonly (readonly [RegExp, Words])[] = [
	[
		/REMOTE HOST IDENTIFICATION HAS CHANGED/,
		{
			says: 'shows another host key than the one that was confirmed, so nothing was sent to it.',
			hint: 'Ask who runs the host whether its key was changed; if it was, confirm the new one in the settings of the dashboard.'
		}
	],
	[
		/Host key verification failed/,
		{ says: 'shows a host key that we do not know.', hint: 'Compare its host key with the one in the settings.' }
	],
	[
		/requested URL returned error: 30\d|unable to update url base from redirection/,
		{ says: 'sends us to another address.', hint: 'Put the new address of the repository into the settings.' }
	],
	[
		/error: 403|has been marked as read only|write access .* not granted|not allowed to (?:push|upload)/i,
		{ says: 'does not allow this to our token or key.', hint: 'Give it the right to read and write this repository.' }
	],
	[
		/Authentication failed|could not read (?:Username|Password)|error: 401|Permission denied \(|invalid format|error in libcrypto/,
		{ says: 'does not let us in.', hint: 'Make a new token or key and put it into the settings.' }
	],
	[
		/error: 404|not found|does not appear to be a git repository|does not exist/i,
		{
			says: 'has no such repository, or does not show it to us.',
			hint: `${ADDRESS} The token must be allowed to see it.`
		}
	],
	[
		/certificate|SSL|TLS|gnutls/i,
		{
			says: 'does not prove with a certificate that it is the one that we want.',
			hint: 'Check the address; if the host has a certificate of an own authority, give the certificates of that authority along with it.'
		}
	],
	[/error: 413/, { says: 'does not take so much at once.', hint: 'Ask who runs the host to raise the limit.' }],
	[/error: 429|error: 5\d\d/, { says: 'is busy or broken.', hint: LATER }],
	[
		/fsck error|in object [0-9a-f]{40}|index-pack failed|invalid index-pack|unpack|bad object|missing (?:blob|tree|commit)/,
		{ says: 'sent objects that are damaged.', hint: 'Run “git fsck” on the repository there.' }
	],
	[/Could not resolve host/, BY_TUNNEL.no_host],
	[
		/early EOF|RPC failed|disconnect|hung up|Empty reply|Connection (?:refused|reset|closed|timed out)|Failed to connect|Could not connect/i,
		BY_TUNNEL.unreachable
	]
];

const UNKNOWN: Words = { says: 'did something that we do not know.', hint: 'The log has git’s own words.' };

/**
 * Why a host could not be worked with, in words, with the next step; git's own words go along for the log, without secrets.
 *
 * @param context `failure`: what the way to the host knows; it is surer than any words.
 */
export function remoteFailure(
	error: unknown,
	context: { host: string; secrets: readonly string[]; failure: TunnelFailure | undefined }
): Error {
	if (error instanceof Cancelled || error instanceof StorageFailed || error instanceof RemoteFailed) return error;
	if (error instanceof AddressRefused) return failed(context.host, BY_TUNNEL.refused, error);
	if (!(error instanceof GitFailed)) {
		const code = error instanceof Error && (error as NodeJS.ErrnoException).code;
		return code === 'ENOTFOUND' || code === 'EAI_AGAIN'
			? failed(context.host, BY_TUNNEL.no_host, error)
			: (error as Error);
	}
	const stderr = strike(error.stderr, context.secrets);
	const cause = new GitFailed(error.command, error.exitCode, stderr);
	return failed(context.host, wordsFor(error, stderr, context.failure), cause);
}

/** Take every secret out of a text. */
export const strike = (text: string, secrets: readonly string[]): string =>
	secrets.filter(Boolean).reduce((rest, secret) => rest.replaceAll(secret, '***'), text);

function wordsFor(error: GitFailed, stderr: string, failure: TunnelFailure | undefined): Words {
	if (failure) return BY_TUNNEL[failure];
	if (error instanceof GitTimedOut) return { says: 'did not answer in time.', hint: LATER };
	if (error instanceof GitOutputTooLarge) return BY_TUNNEL.too_large;
	return BY_WORDS.find(([words]) => words.test(stderr))?.[1] ?? UNKNOWN;
}

const failed = (host: string, { says, hint }: Words, cause: unknown) =>
	new RemoteFailed(`${host} ${says}`, { hint, cause });
