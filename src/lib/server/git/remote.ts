import { RemoteFailed } from '#lib/domain/errors.ts';
import { Oid } from '#lib/domain/ids.ts';
import { BranchName, TagName } from '#lib/domain/refs.ts';
import type { GitArg } from './arguments.ts';
import { runGit, type GitOptions } from './exec.ts';
import { checkAccess, type RemoteAccess } from './remote-access.ts';
import { remoteFailure, strike } from './remote-failures.ts';
import { openLogin } from './remote-login.ts';

export type { RemoteAccess } from './remote-access.ts';

/** What a git host has. */
export interface RemoteRefs {
	/** `null` for an empty repository. */
	readonly defaultBranch: BranchName | null;
	readonly branches: readonly { readonly name: BranchName; readonly oid: Oid }[];
	/** `oid`: the object that the tag's ref names, which is a tag or a commit. */
	readonly tags: readonly { readonly name: TagName; readonly oid: Oid }[];
	/** Names that we do not take. */
	readonly passedOver: readonly string[];
}

export interface RemoteOptions {
	readonly signal?: AbortSignal | undefined;
	readonly timeoutMs?: number;
}

const LIST_TIMEOUT_MS = 30_000;
const LIST_MAX_BYTES = 16 * 1024 * 1024;
const MAX_REFS = 20_000;

/**
 * What branches and tags a git host has. Changes nothing anywhere.
 *
 * @throws {RemoteFailed} with the cause in words and the next step.
 * @throws {InvalidInput} when the access leads where git may not go.
 */
export async function listRemoteRefs(access: RemoteAccess, options: RemoteOptions = {}): Promise<RemoteRefs> {
	const { timeoutMs = LIST_TIMEOUT_MS, signal } = options;
	return withRemote(access, { maxBytes: LIST_MAX_BYTES }, async ({ url, host, options: login }) => {
		const { stdout } = await runGit(
			null,
			['ls-remote', '--symref', '--quiet', '--', url, 'HEAD', 'refs/heads/*', 'refs/tags/*'],
			{ ...login, signal, timeoutMs, maxOutputBytes: LIST_MAX_BYTES }
		);
		return parseRefs(stdout.toString('utf8'), host);
	});
}

/** Whether a git host lets us in, and what it has, for the settings page. @throws as {@link listRemoteRefs} */
export async function testRemote(
	access: RemoteAccess,
	options: RemoteOptions = {}
): Promise<{ defaultBranch: BranchName | null; branchCount: number; tagCount: number }> {
	const { defaultBranch, branches, tags } = await listRemoteRefs(access, options);
	return { defaultBranch, branchCount: branches.length, tagCount: tags.length };
}

/** A way to a host that is open, for one or more runs of git. */
export interface OpenRemote {
	readonly url: GitArg;
	readonly host: string;
	readonly options: Pick<GitOptions, 'config' | 'env'>;
	/** Take our secrets out of what the host said. */
	readonly strike: (text: string) => string;
}

/**
 * Open the way to a host, use it, close it; every failure on it comes out as {@link RemoteFailed} in words.
 *
 * @param limits `maxBytes`: of everything that the host may send.
 */
export async function withRemote<T>(
	access: RemoteAccess,
	limits: { maxBytes: number },
	use: (remote: OpenRemote) => Promise<T>
): Promise<T> {
	const target = await checkAccess(access);
	const { host, url } = target;
	const login = await openLogin(access, target, limits).catch((error: unknown) => {
		throw remoteFailure(error, { host, secrets: [], failure: undefined });
	});
	try {
		return await use({ url, host, options: login.options, strike: (text) => strike(text, login.secrets) });
	} catch (error) {
		throw remoteFailure(error, { host, secrets: login.secrets, failure: login.failure });
	} finally {
		await login.close();
	}
}

/** Lines of `ls-remote --symref`: `ref: refs/heads/main TAB HEAD`, `<oid> TAB <ref>`, and `<ref>^{}` for what a tag names. */
function parseRefs(text: string, host: string): RemoteRefs {
	const lines = text.split('\n').filter(Boolean);
	if (lines.length > MAX_REFS) {
		throw new RemoteFailed(`${host} has more than ${MAX_REFS} branches and tags.`, {
			hint: 'A dashboard has few; check the address of the repository.'
		});
	}
	let defaultBranch: BranchName | null = null;
	const branches: { name: BranchName; oid: Oid }[] = [];
	const tags: { name: TagName; oid: Oid }[] = [];
	const passedOver: string[] = [];
	for (const line of lines) {
		const [left = '', ref = ''] = line.split('\t');
		if (ref === 'HEAD') {
			const head = BranchName.safeParse(left.replace(/^ref: refs\/heads\//, ''));
			if (left.startsWith('ref: ') && head.success) defaultBranch = head.data;
			continue;
		}
		if (ref.endsWith('^{}')) continue;
		const oid = Oid.safeParse(left);
		const branch = BranchName.safeParse(ref.replace(/^refs\/heads\//, ''));
		const tag = TagName.safeParse(ref.replace(/^refs\/tags\//, ''));
		if (oid.success && ref.startsWith('refs/heads/') && branch.success)
			branches.push({ name: branch.data, oid: oid.data });
		else if (oid.success && ref.startsWith('refs/tags/') && tag.success) tags.push({ name: tag.data, oid: oid.data });
		else passedOver.push(ref.slice(0, 300));
	}
	return { defaultBranch, branches, tags, passedOver };
}
