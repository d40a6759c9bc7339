import { RemoteFailed } from '#lib/domain/errors.ts';
import type { Oid } from '#lib/domain/ids.ts';
import { type BranchName, remoteRef, type TagName, tagRef } from '#lib/domain/refs.ts';
import { runGit, type Repo } from './exec.ts';
import { GitOutputTooLarge } from './failures.ts';
import { letIn, watchSize, weigh, withQuarantine } from './quarantine.ts';
import { readerOf } from './reader.ts';
import { listRefs, moveRefs, type RefMove } from './refs.ts';
import { listRemoteRefs, withRemote, type RemoteAccess, type RemoteOptions, type RemoteRefs } from './remote.ts';

export interface FetchOptions extends RemoteOptions {
	/** Of all that is fetched at once. Default: 512 MiB. */
	readonly maxBytes?: number;
	/** Of one file when unpacked. Default: 64 MiB. */
	readonly maxFileBytes?: number;
}

export interface FetchResult {
	readonly defaultBranch: BranchName | null;
	/** Branches of the host that are new, moved, or (`to` null) gone. */
	readonly branches: readonly { readonly name: BranchName; readonly from: Oid | null; readonly to: Oid | null }[];
	/** Tags that are new here. */
	readonly tags: readonly TagName[];
	/** Names that we do not take, and tags that are at another commit here: ours stays. */
	readonly passedOver: readonly string[];
}

const TIMEOUT_MS = 10 * 60_000;
const MAX_BYTES = 512 * 1024 * 1024;
const MAX_FILE_BYTES = 64 * 1024 * 1024;
const MAX_OBJECTS = 1_000_000;
/** Commits and tags are small; what branches point at is not read when it is not. */
const MAX_HEADS_BYTES = 64 * 1024 * 1024;
const ORIGIN = 'refs/remotes/origin/';
/** The host may move a branch between our two questions; then both are asked again. */
const ATTEMPTS = 3;

/**
 * Bring what a git host has into the repository: its branches to `refs/remotes/origin/*`, its new tags to `refs/tags/*`. Branches of
 * our own are not touched. Objects wait in quarantine until git has checked them and we have weighed them; then all refs move.
 *
 * @throws {RemoteFailed} with the cause in words. Nothing was changed.
 * @throws {InvalidInput} when the access leads where git may not go.
 */
export async function fetchRemote(repo: Repo, access: RemoteAccess, options: FetchOptions = {}): Promise<FetchResult> {
	for (let attempt = 1; ; attempt++) {
		const theirs = await listRemoteRefs(access, options);
		await fetchObjects(repo, access, { theirs, options });
		// A branch that was thrown back since we asked can lack its old commit.
		if ((await missingOf(repo, theirs)).length === 0) return moveTracking(repo, theirs);
		if (attempt === ATTEMPTS)
			throw new RemoteFailed('The branches of the git host move faster than we can fetch.', { hint: 'Try again.' });
	}
}

async function fetchObjects(
	repo: Repo,
	access: RemoteAccess,
	{ theirs, options }: { theirs: RemoteRefs; options: FetchOptions }
): Promise<void> {
	const missing = await missingOf(repo, theirs);
	if (missing.length === 0) return;
	const { maxBytes = MAX_BYTES, maxFileBytes = MAX_FILE_BYTES, timeoutMs = TIMEOUT_MS } = options;
	await withRemote(access, { maxBytes }, ({ url, host, options: login }) =>
		withQuarantine(repo, async (quarantine) => {
			const stop = new AbortController();
			const signal = AbortSignal.any([stop.signal, ...(options.signal ? [options.signal] : [])]);
			const unwatch = watchSize(quarantine.folder, maxBytes, () => stop.abort());
			try {
				await runGit(repo, [...FETCH, '--', url], {
					...{ stdin: `${missing.join('\n')}\n`, signal, timeoutMs },
					config: [...(login.config ?? []), ...FETCH_CONFIG],
					env: { ...login.env, ...quarantine.env }
				});
			} catch (error) {
				throw stop.signal.aborted ? new GitOutputTooLarge('fetch', maxBytes) : error;
			} finally {
				unwatch();
			}
			const { count, largest } = await weigh(repo, quarantine);
			if (count > MAX_OBJECTS || largest > maxFileBytes) {
				throw new RemoteFailed(
					`${host} sent ${count > MAX_OBJECTS ? 'too many objects' : 'a file that is too large'}.`,
					{
						hint: 'Look at what is in the repository; a dashboard is small.'
					}
				);
			}
			await letIn(repo, quarantine);
		})
	);
}

/** No refs, no `FETCH_HEAD`, no tags that come along, no submodules: only the objects of the refs on standard input. */
const FETCH = [
	...([
		'fetch',
		'--quiet',
		'--stdin',
		'--no-tags',
		'--no-write-fetch-head',
		'--refmap=',
		'--no-recurse-submodules'
	] as const),
	...(['--no-auto-maintenance', '--no-write-commit-graph', '--no-show-forced-updates'] as const)
] as const;

/** One pack, checked as it comes in; a large file is never held in memory as a whole. */
const FETCH_CONFIG = [
	'fetch.unpackLimit=1',
	'core.bigFileThreshold=8m',
	'fetch.writeCommitGraph=false',
	'pack.threads=2'
];

/** The refs over there whose object is not here. */
async function missingOf(repo: Repo, theirs: RemoteRefs): Promise<string[]> {
	const types = await typesOf(repo, theirs);
	return [
		...theirs.branches.flatMap(({ name, oid }) => (types.get(oid) === 'missing' ? [`refs/heads/${name}`] : [])),
		...theirs.tags.flatMap(({ name, oid }) => (types.get(oid) === 'missing' ? [`refs/tags/${name}`] : []))
	];
}

async function typesOf(repo: Repo, { branches, tags }: RemoteRefs): Promise<Map<Oid, string>> {
	const oids = [...new Set([...branches, ...tags].map(({ oid }) => oid))];
	const answers = await readerOf(repo).read(oids, MAX_HEADS_BYTES);
	return new Map(answers.map((answer, i) => [oids[i]!, typeof answer === 'string' ? answer : answer.type]));
}

async function moveTracking(repo: Repo, theirs: RemoteRefs): Promise<FetchResult> {
	const [tracking, tags] = await Promise.all([listRefs(repo, ORIGIN), listRefs(repo, 'refs/tags/')]);
	const types = await typesOf(repo, theirs);
	const branches = theirs.branches.filter(({ oid }) => types.get(oid) === 'commit');
	const noCommits = theirs.branches.filter(({ oid }) => types.get(oid) !== 'commit');
	const known = new Map(tracking.map(({ ref, target }) => [ref as string, target]));
	const knownTags = new Map(tags.map(({ ref, target }) => [ref as string, target]));

	const moved = branches
		.map(({ name, oid }) => ({ name, from: known.get(`${ORIGIN}${name}`) ?? null, to: oid }))
		.filter(({ from, to }) => from !== to);
	const there = new Set(branches.map(({ name }) => `${ORIGIN}${name}`));
	const gone = tracking.filter(({ ref }) => !there.has(ref));
	const newTags = theirs.tags.filter(({ name }) => !knownTags.has(`refs/tags/${name}`));
	const otherTags = theirs.tags.filter(({ name, oid }) => (knownTags.get(`refs/tags/${name}`) ?? oid) !== oid);

	// First what is gone: `a` has to go before `a/b` can come.
	await moveRefs(
		repo,
		gone.map(({ ref, target }) => ({ ref, from: target, to: null }))
	);
	await moveRefs(repo, [
		...moved.map(({ name, from, to }): RefMove => ({ ref: remoteRef(name), from, to })),
		...newTags.map(({ name, oid }): RefMove => ({ ref: tagRef(name), from: null, to: oid }))
	]);
	return {
		defaultBranch: theirs.defaultBranch,
		branches: [
			...moved,
			...gone.map(({ ref, target }) => ({ name: ref.slice(ORIGIN.length) as BranchName, from: target, to: null }))
		],
		tags: newTags.map(({ name }) => name),
		passedOver: [
			...theirs.passedOver,
			...noCommits.map(({ name }) => `refs/heads/${name}`),
			...otherTags.map(({ name }) => `refs/tags/${name}`)
		]
	};
}
