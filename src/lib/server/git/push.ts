import { GitFailed, InvalidInput, RefMoved } from '#lib/domain/errors.ts';
import type { Oid } from '#lib/domain/ids.ts';
import { BranchName, type RefName, remoteRef } from '#lib/domain/refs.ts';
import { leaseArg, pushSpec } from './arguments.ts';
import { runGit, type Repo } from './exec.ts';
import { findRef, moveRef } from './refs.ts';
import { withRemote, type RemoteAccess, type RemoteOptions } from './remote.ts';

/** What to push: forward only, or by force and then only from where the caller saw it over there. `oid` null deletes. */
export type Push =
	| { readonly ref: RefName; readonly oid: Oid; readonly force?: false }
	| { readonly ref: RefName; readonly oid: Oid | null; readonly force: true; readonly lease: Oid | null };

/**
 * What became of one ref. `not_fast_forward`: the host has commits that we lack: fetch first. `moved`: it is not where the
 * lease says. `refused`: a rule of the host; `message` has its words.
 */
export type PushResult =
	| { readonly ref: RefName; readonly kind: 'pushed' | 'up_to_date' }
	| {
			readonly ref: RefName;
			readonly kind: 'rejected';
			readonly reason: 'not_fast_forward' | 'moved' | 'refused';
			readonly message: string;
	  };

const TIMEOUT_MS = 5 * 60_000;
const PROBE_TIMEOUT_MS = 30_000;
/** What a host says to a push is short. */
const MAX_BYTES = 16 * 1024 * 1024;
const HEADS = 'refs/heads/';

/**
 * Push branches and tags. That the host does not take one of them is an answer, not an error; the others arrive all the same.
 * What arrived is noted in `refs/remotes/origin/*`.
 *
 * @throws {RemoteFailed} with the cause in words when nothing could be pushed at all.
 * @throws {InvalidInput} for a ref that is neither branch nor tag, and when the access leads where git may not go.
 */
export async function pushRefs(
	repo: Repo,
	access: RemoteAccess,
	{ pushes, ...options }: RemoteOptions & { readonly pushes: readonly Push[] }
): Promise<PushResult[]> {
	if (pushes.length === 0) return [];
	for (const { ref } of pushes) {
		if (!/^refs\/(?:heads|tags)\//.test(ref))
			throw new InvalidInput([{ path: ['ref'], message: `${ref} is no branch and no tag` }]);
	}
	const results = await withRemote(access, { maxBytes: MAX_BYTES }, async ({ url, options: login, strike }) => {
		const leases = pushes.flatMap((push) => (push.force ? [leaseArg(push.ref, push.lease)] : []));
		const specs = pushes.map(({ ref, oid }) => pushSpec(oid, ref));
		const { exitCode, stdout, stderr } = await runGit(
			repo,
			[
				'push',
				'--porcelain',
				'--no-verify',
				'--no-follow-tags',
				'--no-signed',
				'--recurse-submodules=no',
				...leases,
				'--',
				url,
				...specs
			],
			{ ...login, okCodes: [0, 1], signal: options.signal, timeoutMs: options.timeoutMs ?? TIMEOUT_MS }
		);
		const found = parsePush(strike(stdout.toString('utf8')), pushes);
		// Some failures end with code 1 and cheerful words; only a line for each ref says what became of it.
		if (found.length < pushes.length) throw new GitFailed('push', exitCode, stderr);
		const said = wordsOfHost(strike(stderr));
		return found.map((one) =>
			said && one.kind === 'rejected' && one.reason === 'refused' ? { ...one, message: `${one.message}: ${said}` } : one
		);
	});
	for (const [i, { kind, ref }] of results.entries()) {
		if (kind !== 'rejected') await noteArrival(repo, ref, pushes[i]!.oid);
	}
	return results;
}

/**
 * Ask a host whether it would take a push from us, and send nothing: it says so before anything is sent. What it thinks of
 * one branch, by its own rules, only a push tells.
 *
 * @param push any commit of ours, and a ref that need not be there
 * @throws {RemoteFailed} with the cause in words when it would not.
 */
export async function probePush(
	repo: Repo,
	access: RemoteAccess,
	{ ref, oid, ...options }: RemoteOptions & { readonly ref: RefName; readonly oid: Oid }
): Promise<void> {
	await withRemote(access, { maxBytes: MAX_BYTES }, async ({ url, options: login }) => {
		const { exitCode, stdout, stderr } = await runGit(
			repo,
			[
				...(['push', '--dry-run', '--porcelain', '--no-verify', '--no-follow-tags', '--no-signed'] as const),
				...(['--recurse-submodules=no', '--', url, pushSpec(oid, ref)] as const)
			],
			{ ...login, okCodes: [0, 1], signal: options.signal, timeoutMs: options.timeoutMs ?? PROBE_TIMEOUT_MS }
		);
		// That one branch would be rejected is no refusal of the host.
		if (parsePush(stdout.toString('utf8'), [{ ref, oid }]).length === 0) throw new GitFailed('push', exitCode, stderr);
	});
}

/**
 * Lines of `push --porcelain`: `<flag> TAB <from>:<to> TAB <summary> (<reason>)`, in any order.
 *
 * @see https://git-scm.com/docs/git-push, *OUTPUT*
 */
export function parsePush(text: string, pushes: readonly Push[]): PushResult[] {
	const lines = new Map<string, { flag: string; summary: string }>();
	for (const line of text.split('\n')) {
		const [, flag, ref, summary] = /^([ +\-*!=])\t[^\t]*:(refs\/[^\t]*)\t(.*)$/.exec(line) ?? [];
		if (flag !== undefined) lines.set(ref!, { flag, summary: summary! });
	}
	return pushes.flatMap(({ ref }): PushResult[] => {
		const line = lines.get(ref);
		if (!line) return [];
		if (line.flag === '=') return [{ ref, kind: 'up_to_date' }];
		if (line.flag !== '!') return [{ ref, kind: 'pushed' }];
		const message = (/\((.*)\)$/.exec(line.summary)?.[1] ?? line.summary).slice(0, 200);
		return [{ ref, kind: 'rejected', reason: reasonOf(message), message }];
	});
}

function reasonOf(message: string): 'not_fast_forward' | 'moved' | 'refused' {
	if (/^(?:non-fast-forward|fetch first|needs force|already exists)$/.test(message)) return 'not_fast_forward';
	return /^(?:stale info|remote ref updated since checkout)$/.test(message) ? 'moved' : 'refused';
}

/** What a hook of the host printed: git puts `remote: ` before each of its lines. One line, at most 500 characters. */
export function wordsOfHost(stderr: string): string {
	const lines = stderr.split(/[\n\r]/).flatMap((line) => /^remote: (.*)$/.exec(line)?.[1] ?? []);
	// eslint-disable-next-line no-control-regex -- a host may colour its words
	const plain = lines.map((line) => line.replace(/\x1b\[[\d;]*[A-Za-z]|[\x00-\x1f\x7f]/g, '').trim());
	return plain
		.filter((line) => line && !/^error: hook declined/.test(line)) // git's own, and said already
		.join(' ')
		.slice(0, 500);
}

async function noteArrival(repo: Repo, ref: RefName, oid: Oid | null): Promise<void> {
	const branch = ref.startsWith(HEADS) ? BranchName.safeParse(ref.slice(HEADS.length)) : undefined;
	if (!branch?.success) return;
	const tracking = remoteRef(branch.data);
	const from = (await findRef(repo, tracking))?.target ?? null;
	if (from === oid) return;
	try {
		await moveRef(repo, tracking, { from, to: oid });
	} catch (error) {
		// A fetch came in between: it knows at least as much.
		if (!(error instanceof RefMoved)) throw error;
	}
}
