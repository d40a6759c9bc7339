import type { CommitSummary } from '#lib/domain/commit.ts';
import { InvalidInput } from '#lib/domain/errors.ts';
import type { Oid } from '#lib/domain/ids.ts';
import { numberArg, type GitArg } from './arguments.ts';
import { runGit, type Repo } from './exec.ts';
import { readCommits } from './objects.ts';
import { readerOf } from './reader.ts';

export interface HistoryQuery {
	/** Where to start: what one of these commits reaches is history. */
	readonly from: Oid | readonly Oid[];
	/** What one of these reaches is left out. */
	readonly without?: readonly Oid[];
	/** At most so many. */
	readonly limit: number;
	/** Pass over so many first. */
	readonly skip?: number;
	/** Only what comes after this commit in the list: the next page, also when new commits have come on top. */
	readonly after?: Oid;
	/** Only commits that changed a file of this name; with `*`, `?` and `**`: `charts/*-1a2b3c4d.yaml`. */
	readonly path?: string;
}

/**
 * Commits from new to old, by the time of the commit.
 *
 * @throws {NotFound} when `from` is not in the repository.
 * @throws {InvalidInput} when `after` is not in the list any more, or `path` is no path.
 */
export async function listCommits(repo: Repo, query: HistoryQuery): Promise<CommitSummary[]> {
	const { limit, skip = 0 } = query;
	await readCommits(repo, [[query.from].flat(), query.without ?? []].flat()); // says which one is missing
	if (query.after) return pageAfter(repo, query, query.after);
	return readCommits(repo, await listOids(repo, query, { skip, limit }));
}

async function pageAfter(repo: Repo, query: HistoryQuery, after: Oid): Promise<CommitSummary[]> {
	const oids = await listAllOids(repo, query);
	const at = oids.indexOf(after);
	if (at === -1) throw new InvalidInput([{ path: ['after'], message: 'is not in this history any more' }]);
	const from = at + 1 + (query.skip ?? 0);
	return readCommits(repo, oids.slice(from, from + query.limit));
}

/**
 * Everything that these commits reach, by the time of the commit, but no parent before all its children. The list is
 * kept: asked again with the same commits it is the same object.
 *
 * @param isExact whether each of them has to be a commit; else what is none, as a tag may name it, is passed over
 * @throws {NotFound} when one of them is not in the repository.
 */
export async function listReachable(repo: Repo, from: readonly Oid[], isExact = true): Promise<readonly Oid[]> {
	const { histories } = readerOf(repo);
	const tips = [...new Set(from)].sort();
	if (tips.length === 0) return [];
	const key = `in order ${tips.join(' ')}`;
	const known = histories.get(key);
	if (known) return known;
	if (isExact) await readCommits(repo, tips); // says which one is missing
	const oids = await listMissing(repo, tips, []);
	histories.set(key, oids);
	return oids;
}

/** What `from` reaches and `without` does not; what is missing of `without` counts as reaching nothing. */
export async function listMissing(repo: Repo, from: readonly Oid[], without: readonly Oid[]): Promise<Oid[]> {
	if (from.length === 0) return [];
	const stdin = [...from, ...without.map((oid) => `^${oid}`)].map((line) => `${line}\n`).join('');
	return oidsIn((await runGit(repo, ['rev-list', '--date-order', '--ignore-missing', '--stdin'], { stdin })).stdout);
}

/** The whole list, kept: the next page of the same history needs it again. */
async function listAllOids(repo: Repo, query: HistoryQuery): Promise<readonly Oid[]> {
	const { histories } = readerOf(repo);
	const key = revisions(query);
	const oids = histories.get(key) ?? (await listOids(repo, query, {}));
	histories.set(key, oids);
	return oids;
}

/** Object ids only; the commits themselves come through the long-lived process, and most of them were read before. */
async function listOids(repo: Repo, query: HistoryQuery, page: { skip?: number; limit?: number }): Promise<Oid[]> {
	const window: GitArg[] = [];
	if (page.limit !== undefined) window.push(numberArg('--max-count', page.limit));
	if (page.skip) window.push(numberArg('--skip', page.skip));
	const { stdout } = await runGit(repo, ['rev-list', ...window, '--stdin'], { stdin: revisions(query) });
	return oidsIn(stdout);
}

function oidsIn(stdout: Buffer): Oid[] {
	const lines = stdout.toString('latin1').split('\n');
	lines.pop();
	return lines as Oid[];
}

function revisions({ from, without = [], path }: HistoryQuery): string {
	const lines = [...[from].flat(), ...without.map((oid) => `^${oid}`)];
	if (path !== undefined) {
		if (/[\n\0]/.test(path) || path === '') throw new InvalidInput([{ path: ['path'], message: 'is no path' }]);
		lines.push('--', `:(top,glob)${path}`);
	}
	return `${lines.join('\n')}\n`;
}
