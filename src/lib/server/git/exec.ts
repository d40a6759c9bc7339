import { tmpdir } from 'node:os';
import { basename } from 'node:path';
import { simpleGit, type SimpleGitOptions } from 'simple-git';
import { Cancelled, GitFailed, StorageFailed } from '#lib/domain/errors.ts';
import type { ProvenArgs } from './arguments.ts';
import { gitEnvironment, SAFE_CONFIG } from './environment.ts';
import { GitOutputTooLarge, GitTimedOut, isStorageTrouble } from './failures.ts';

/** A bare repository on this machine. Only `git/` turns one into a path. */
export interface Repo {
	readonly gitDir: string;
}

export interface GitResult {
	readonly exitCode: number;
	readonly stdout: Buffer;
	/** For the log only: it can hold paths and addresses. */
	readonly stderr: string;
}

export interface GitOptions {
	/** What the process reads on its standard input. */
	readonly stdin?: Buffer | string;
	/** Exit codes that are an answer, not a failure. Default: only 0. */
	readonly okCodes?: readonly number[];
	/** Extra configuration, on top of {@link SAFE_CONFIG}: `key=value`. */
	readonly config?: readonly string[];
	/** Extra environment, e.g. where git finds the one who answers its question for a password. */
	readonly env?: Readonly<Record<string, string>>;
	readonly signal?: AbortSignal | undefined;
	/** Default: one minute. */
	readonly timeoutMs?: number;
	/** Of standard output and standard error together. Default: 64 MiB. */
	readonly maxOutputBytes?: number;
}

const DEFAULT_TIMEOUT_MS = 60_000;
const DEFAULT_MAX_OUTPUT_BYTES = 64 * 1024 * 1024;
/** How long a process that was told to end may take before we stop waiting for it. */
const GRACE_MS = 1_000;

/** simple-git asks before it passes these on; what we put there is fixed in `environment.ts` and `remote-login.ts`. */
const UNSAFE = {
	allowUnsafeConfigEnvCount: true,
	allowUnsafeConfigPaths: true,
	allowUnsafeCredentialHelper: true,
	allowUnsafeFsMonitor: true,
	allowUnsafeHooksPath: true,
	allowUnsafeProtocolOverride: true,
	allowUnsafeSshCommand: true,
	allowUnsafeTemplateDir: true
} as const;

/**
 * Run one git command. With `objects.ts`, the only place of the server that starts git.
 *
 * @param repo `null` for what needs no repository.
 * @param args Literals, or values whose type proves their form: see {@link ProvenArgs}.
 * @throws {GitFailed} when the exit code is not in `okCodes`, on {@link GitTimedOut} and {@link GitOutputTooLarge}.
 * @throws {Cancelled} when `signal` was aborted.
 * @throws {StorageFailed} when the disk is full, or the repository is not there.
 */
export async function runGit<const A extends readonly string[]>(
	repo: Repo | null,
	args: A & ProvenArgs<A>,
	options: GitOptions = {}
): Promise<GitResult> {
	const { signal, okCodes = [0], timeoutMs = DEFAULT_TIMEOUT_MS } = options;
	const command = args[0] ?? '';
	if (signal?.aborted) throw new Cancelled();

	const stop = new AbortController();
	let stopped: Error | undefined;
	const stopWith = (reason: Error) => {
		stopped ??= reason;
		stop.abort();
	};
	const onAbort = () => stopWith(new Cancelled());
	signal?.addEventListener('abort', onAbort, { once: true });
	const timer = setTimeout(() => stopWith(new GitTimedOut(command, timeoutMs)), timeoutMs);

	try {
		const running = start(repo, args, options, stop.signal, stopWith);
		const seen = await Promise.race([running, gaveUpWaiting(stop.signal)]);
		if (stopped) throw stopped;
		if (!seen) throw new Error(`git ${command} finished without a result`);
		if (okCodes.includes(seen.exitCode)) return seen;
		if (isStorageTrouble(seen.stderr)) {
			throw new StorageFailed('The disk of the repositories cannot be written.', {
				hint: 'Make room on the disk of the data folder, then try again.',
				cause: new GitFailed(command, seen.exitCode, seen.stderr)
			});
		}
		throw new GitFailed(command, seen.exitCode, seen.stderr);
	} finally {
		clearTimeout(timer);
		signal?.removeEventListener('abort', onAbort);
	}
}

/** Resolves a while after the process was told to end: something that it started can hold its output open. */
function gaveUpWaiting(stop: AbortSignal): Promise<undefined> {
	return new Promise((resolve) => {
		stop.addEventListener('abort', () => setTimeout(resolve, GRACE_MS, undefined).unref(), { once: true });
	});
}

async function start(
	repo: Repo | null,
	args: readonly string[],
	options: GitOptions,
	abort: AbortSignal,
	stopWith: (reason: Error) => void
): Promise<GitResult | undefined> {
	const env = { ...gitEnvironment(repo), ...options.env };
	const maxBytes = options.maxOutputBytes ?? DEFAULT_MAX_OUTPUT_BYTES;
	let seen: GitResult | undefined;
	let bytes = 0;
	const count = (chunk: Buffer) => {
		bytes += chunk.length;
		if (bytes > maxBytes) stopWith(new GitOutputTooLarge(args[0] ?? '', maxBytes));
	};

	const git = open(repo, {
		baseDir: repo?.gitDir ?? tmpdir(),
		abort,
		allowEnvironment: Object.keys(env),
		completion: { onClose: true, onExit: false },
		config: [...SAFE_CONFIG, ...(options.config ?? [])],
		input: () => options.stdin,
		unsafe: UNSAFE,
		errors: (_error, { exitCode, stdOut, stdErr }) => {
			seen = { exitCode, stdout: Buffer.concat(stdOut), stderr: Buffer.concat(stdErr).toString('utf8') };
			return undefined; // the exit code is judged in `runGit`
		}
	});
	git.env(env).outputHandler((_command, stdout, stderr) => {
		stdout.on('data', count);
		stderr.on('data', count);
		// simple-git waits 50 ms for a process that printed nothing; an empty piece tells it that nothing will come.
		stdout.once('end', () => stdout.emit('data', Buffer.alloc(0)));
	});
	try {
		await git.raw([...args]);
	} catch (error) {
		if (!abort.aborted) throw error;
	}
	return seen;
}

function open(repo: Repo | null, options: Partial<SimpleGitOptions>) {
	try {
		return simpleGit(options);
	} catch (error) {
		throw new StorageFailed('The folder of a repository is missing.', {
			hint: `Put “${basename(repo?.gitDir ?? tmpdir())}” back into the data folder from the backup, then try again.`,
			cause: error
		});
	}
}
