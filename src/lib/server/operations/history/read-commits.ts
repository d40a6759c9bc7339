import { setImmediate } from 'node:timers/promises';
import type { CommitSummary } from '#lib/domain/commit.ts';
import type { Oid } from '#lib/domain/ids.ts';
import type { FileChange } from '#lib/domain/tree.ts';
import type { NewCommit } from '../../db/commit-index.ts';
import { BoundedMap } from '../../git/bounded-map.ts';
import { listChanges, readSmallBlobs, type CommitPair } from '../../git/commit-changes.ts';
import type { Repo } from '../../git/exec.ts';
import { readCommits } from '../../git/objects.ts';
import { searchableLines } from './changed-lines.ts';
import { indexedCommit, type ReadFile } from './indexed-commit.ts';

/** Commits whose changes are asked for at once, and those whose files are held at once. */
const STEP = 500;
const AT_ONCE = 50;
/** Of one commit so many files are read. */
const MOST_FILES = 4_000;
const MOST_BYTES = { each: 8 * 1024 * 1024, total: 64 * 1024 * 1024 };
/** Lines of files that may be needed again: what one commit writes is what the next one changes. */
const MOST_LINES = 400_000;

/**
 * What the index is to hold of commits, some at a time, in the order given. Between two handfuls others get their turn.
 *
 * @throws {NotFound} when one of them is not in the repository.
 */
export async function* readForIndex(repo: Repo, oids: readonly Oid[]): AsyncGenerator<NewCommit[]> {
	const files = new BoundedMap<string, ReadFile>(MOST_LINES, ({ lines }) => lines.length + 1);
	for (let at = 0; at < oids.length; at += STEP) {
		const commits = await readCommits(repo, oids.slice(at, at + STEP));
		const changed = await changesOf(repo, commits);
		for (let from = 0; from < changed.length; from += AT_ONCE) {
			const some = changed.slice(from, from + AT_ONCE);
			const held = await filesOf(repo, some, files);
			yield some.map((one) => indexedCommit({ ...one, file: (oid) => held.get(oid) }));
			await setImmediate();
		}
	}
}

interface Changed {
	readonly commit: CommitSummary;
	readonly changes: readonly FileChange[] | null;
	readonly own: ReadonlySet<string> | null;
}

async function changesOf(repo: Repo, commits: readonly CommitSummary[]): Promise<Changed[]> {
	const pairs = commits.flatMap(({ oid, parents }): CommitPair[] =>
		parents.length === 0 ? [{ oid, parent: null }] : parents.map((parent) => ({ oid, parent }))
	);
	const answers = await listChanges(repo, pairs);
	let next = 0;
	return commits.map((commit) => {
		const [changes = null, ...others] = answers.slice(next, (next += Math.max(1, commit.parents.length)));
		if (others.length === 0) return { commit, changes, own: null };
		const sets = others.map((other) => new Set(other?.map(({ path }) => path)));
		const own = (changes ?? []).filter(({ path }) => sets.every((set) => set.has(path)));
		return { commit, changes, own: new Set(own.map(({ path }) => path)) };
	});
}

async function filesOf(
	repo: Repo,
	changed: readonly Changed[],
	known: BoundedMap<string, ReadFile>
): Promise<ReadonlyMap<Oid, ReadFile>> {
	const held = new Map<Oid, ReadFile>();
	const wanted = new Map<Oid, string>();
	for (const { changes } of changed) {
		for (const change of (changes ?? []).slice(0, MOST_FILES)) {
			const oids =
				change.kind === 'added' ? [change.to] : change.kind === 'removed' ? [change.from] : [change.from, change.to];
			for (const oid of oids) {
				const file = known.get(oid);
				if (file) held.set(oid, file);
				else wanted.set(oid, change.path);
			}
		}
	}
	for (const [oid, bytes] of await readSmallBlobs(repo, wanted.keys(), MOST_BYTES)) {
		const file = { lines: searchableLines(wanted.get(oid)!, bytes) };
		known.set(oid, file);
		held.set(oid, file);
	}
	return held;
}
