import { setImmediate, setTimeout } from 'node:timers/promises';
import type { IndexProgress } from '#lib/domain/history.ts';
import type { DashboardId, Oid } from '#lib/domain/ids.ts';
import type { App } from '../../app.ts';
import {
	deleteOldCommits,
	findHistoryIndex,
	insertCommits,
	insertHistoryIndex,
	knownOids,
	updateTips,
	type HistoryIndex,
	type NewCommit
} from '../../db/commit-index.ts';
import type { Db } from '../../db/database.ts';
import type { Repo } from '../../git/exec.ts';
import { listMissing } from '../../git/history.ts';
import { listRefs } from '../../git/refs.ts';
import type { OpenDashboard } from '../dashboard/repository.ts';
import { readForIndex } from './read-commits.ts';

/** The number of the rules by which commits are indexed: an index of another number is made anew. */
export const INDEX_FORM = 1;

/** An index as it is now. `progress`: how far it is, where it does not have everything yet. */
export interface Indexed {
	readonly index: HistoryIndex;
	readonly progress: IndexProgress | null;
}

interface Filling {
	progress: IndexProgress;
	done: Promise<HistoryIndex>;
}

/** What this process fills now, by database and dashboard. */
const fillings = new WeakMap<Db, Map<DashboardId, Filling>>();

/** One transaction writes at most so many UTF-16 units, or one commit. */
const MOST_WRITTEN = 64 * 1024;
const MOST_DELETED = 500;
/** An index may be replaced by another process while it is filled. */
const ATTEMPTS = 5;
const ROUNDS = 2;

/**
 * The index of a dashboard, with what git has got since in it; after `waitMs` as far as it is. Filling goes on then.
 *
 * @throws what git and the database throw
 */
export async function indexOf(
	app: Pick<App, 'db'>,
	dashboard: OpenDashboard,
	{ tips, waitMs }: { readonly tips: readonly Oid[]; readonly waitMs: number }
): Promise<Indexed> {
	const abort = new AbortController();
	const patience = setTimeout(waitMs, null, { signal: abort.signal }).catch(() => null);
	try {
		// What is under way may have begun before the commit that is asked for came: then it takes a second round.
		for (let round = 0; round < ROUNDS; round++) {
			const index = await currentIndex(app, dashboard.row.id);
			if (isUpToDate(index, tips)) return { index, progress: null };
			const filling = fillingOf(app, dashboard);
			if (await Promise.race([filling.done, patience])) continue;
			return { index: await currentIndex(app, dashboard.row.id), progress: { ...filling.progress } };
		}
		return { index: await fillingOf(app, dashboard).done, progress: null };
	} finally {
		abort.abort();
	}
}

/** Make the index of a dashboard anew. Until it is whole, searches find what is in it already. */
export async function rebuildIndex(app: Pick<App, 'db'>, dashboard: OpenDashboard): Promise<HistoryIndex> {
	// What was under way ends when it sees that its index counts no more; the second one has everything.
	await insertHistoryIndex(app.db, dashboard.row.id, INDEX_FORM);
	await fillingOf(app, dashboard).done;
	return fillingOf(app, dashboard).done;
}

/** The index that counts; a new and empty one, where there is none or only one of other rules. */
async function currentIndex(app: Pick<App, 'db'>, id: DashboardId): Promise<HistoryIndex> {
	const found = await findHistoryIndex(app.db, id);
	return found?.form === INDEX_FORM ? found : insertHistoryIndex(app.db, id, INDEX_FORM);
}

function isUpToDate(index: HistoryIndex, tips: readonly Oid[]): boolean {
	const have = new Set(index.tips);
	return tips.every((tip) => have.has(tip));
}

/** Where history begins: branches, tags, and branches of the git host. */
export async function tipsOf(repo: Repo): Promise<Oid[]> {
	const refs = await listRefs(repo, 'refs/');
	return [...new Set(refs.filter(({ ref }) => /^refs\/(?:heads|tags|remotes)\//.test(ref)).map(({ oid }) => oid))];
}

function fillingOf(app: Pick<App, 'db'>, dashboard: OpenDashboard): Filling {
	const here = fillings.get(app.db) ?? new Map<DashboardId, Filling>();
	fillings.set(app.db, here);
	const under = here.get(dashboard.row.id);
	if (under) return under;
	const filling = { progress: { done: 0, of: 0 } } as Filling;
	filling.done = fill(app, dashboard, filling).finally(() => here.delete(dashboard.row.id));
	here.set(dashboard.row.id, filling);
	// Whoever waits hears of it; where nobody does any more, the next one who reads tries again.
	filling.done.catch(() => {});
	return filling;
}

async function fill(app: Pick<App, 'db'>, { row, repo }: OpenDashboard, filling: Filling): Promise<HistoryIndex> {
	for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
		const index = await currentIndex(app, row.id);
		const tips = await tipsOf(repo);
		// The oldest first, so that whatever dies in between leaves no commit without those before it.
		const missing = (await listMissing(repo, tips, index.tips)).reverse();
		const known = await knownOids(app.db, index.slot, missing);
		const wanted = missing.filter((oid) => !known.has(oid));
		filling.progress = { done: missing.length - wanted.length, of: missing.length };
		if (!(await put(app, { index, repo, wanted, filling }))) continue;
		if (!(await updateTips(app.db, index.slot, tips))) continue;
		while ((await deleteOldCommits(app.db, index, MOST_DELETED)) > 0) await setImmediate();
		const now = await findHistoryIndex(app.db, row.id);
		if (now?.slot === index.slot) return now;
	}
	throw new Error(`The index of dashboard ${row.id} was replaced ${ATTEMPTS} times while it was filled.`);
}

/** @returns whether the index was there to the end, and the one that counts */
async function put(
	app: Pick<App, 'db'>,
	of: { index: HistoryIndex; repo: Repo; wanted: readonly Oid[]; filling: Filling }
): Promise<boolean> {
	const { index, repo, wanted, filling } = of;
	for await (const commits of ahead(readForIndex(repo, wanted))) {
		for (const some of handfuls(commits)) {
			const isThere = await app.db.transaction().execute((trx) => insertCommits(trx, index.slot, some));
			if (!isThere) return false;
			const { done, of: all } = filling.progress;
			filling.progress = { done: done + some.length, of: all };
			await setImmediate();
		}
		if ((await findHistoryIndex(app.db, index.dashboardId))?.slot !== index.slot) return false;
	}
	return true;
}

function handfuls(commits: readonly NewCommit[]): NewCommit[][] {
	const all: NewCommit[][] = [];
	let room = 0;
	for (const commit of commits) {
		const size = commit.words.told.length + commit.words.lines.length;
		if (size > room || all.length === 0) {
			all.push([]);
			room = MOST_WRITTEN;
		}
		all.at(-1)!.push(commit);
		room -= size;
	}
	return all;
}

/** Asks for the next one before the one that is there is worked on: git reads while the database writes. */
async function* ahead<T>(source: AsyncGenerator<T>): AsyncGenerator<T> {
	let next = source.next();
	try {
		for (let here = await next; !here.done; here = await next) {
			next = source.next();
			next.catch(() => {}); // it is awaited, but maybe not yet
			yield here.value;
		}
	} finally {
		await next.catch(() => {});
		await source.return(undefined);
	}
}
