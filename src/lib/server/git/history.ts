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
	/** Only commits that have these letters in message or author, in any case, or an id that starts with them. */
	readonly search?: string;
}

/** How many commits a search reads at a time. */
const SEARCH_STEP = 2_000;
/** Fewer digits of an id are found in too many. */
const LEAST_OF_ID = 4;

/**
 * Commits from new to old, by the time of the commit.
 *
 * @throws {NotFound} when `from` is not in the repository.
 * @throws {InvalidInput} when `after` is not in the list any more, or `path` is no path.
 */
export async function listCommits(repo: Repo, query: HistoryQuery): Promise<CommitSummary[]> {
	const { limit, skip = 0, search } = query;
	await readCommits(repo, [[query.from].flat(), query.without ?? []].flat()); // says which one is missing
	if (query.after) return pageAfter(repo, query, query.after);
	if (!search) return readCommits(repo, await listOids(repo, query, { skip, limit }));

	const found: CommitSummary[] = [];
	for (let at = 0; found.length < skip + limit; at += SEARCH_STEP) {
		const commits = await readCommits(repo, await listOids(repo, query, { skip: at, limit: SEARCH_STEP }));
		found.push(...commits.filter((commit) => matches(commit, search)));
		if (commits.length < SEARCH_STEP) break;
	}
	return found.slice(skip, skip + limit);
}

async function pageAfter(repo: Repo, query: HistoryQuery, after: Oid): Promise<CommitSummary[]> {
	const { after: _, ...all } = query;
	const oids = query.search
		? (await listCommits(repo, { ...all, skip: 0, limit: Number.MAX_SAFE_INTEGER })).map(({ oid }) => oid)
		: await listAllOids(repo, query);
	const at = oids.indexOf(after);
	if (at === -1) throw new InvalidInput([{ path: ['after'], message: 'is not in this history any more' }]);
	const from = at + 1 + (query.skip ?? 0);
	return readCommits(repo, oids.slice(from, from + query.limit));
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

function matches({ subject, body, author, oid }: CommitSummary, search: string): boolean {
	const text = `${subject}\n${body}\n${author.name}\n${author.email}`;
	return fold(text).includes(fold(search)) || (search.length >= LEAST_OF_ID && oid.startsWith(search.toLowerCase()));
}

/** Letters without case, and the same letter in one form. */
const fold = (text: string): string => text.normalize('NFKC').toLowerCase();
