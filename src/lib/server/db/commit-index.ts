import { sql, type Insertable, type Selectable } from 'kysely';
import type { DashboardId, Oid } from '#lib/domain/ids.ts';
import type { Db } from './database.ts';
import { fromJson, toJson } from './json.ts';
import type { CommitAssetTable, CommitIndexTable, CommitTextTable, HistoryIndexTable } from './schema.ts';

/** Ids of one slot: from {@link firstIdOf} up, fewer than so many. */
const SLOT_SIZE = 2 ** 32;
/** SQLite takes 32,766 values in one statement. */
const MOST_VALUES = 30_000;

export const firstIdOf = (slot: number): number => slot * SLOT_SIZE;
const lastIdOf = (slot: number): number => firstIdOf(slot + 1) - 1;

export interface HistoryIndex extends Omit<Selectable<HistoryIndexTable>, 'tips' | 'dashboard_id'> {
	readonly dashboardId: DashboardId;
	readonly tips: readonly Oid[];
}

export interface NewCommit {
	readonly commit: Omit<Insertable<CommitIndexTable>, 'id' | 'slot'>;
	readonly assets: readonly Omit<Insertable<CommitAssetTable>, 'commit_id'>[];
	readonly text: Omit<Insertable<CommitTextTable>, 'commit_id'>;
	/** As `indexText` gives them. */
	readonly words: { readonly told: string; readonly lines: string };
}

const indexOf = ({ tips, dashboard_id, ...rest }: Selectable<HistoryIndexTable>): HistoryIndex => ({
	...rest,
	dashboardId: dashboard_id,
	tips: fromJson(tips)
});

/** The index of a dashboard that counts: the one that was begun last. */
export async function findHistoryIndex(db: Db, dashboardId: DashboardId): Promise<HistoryIndex | undefined> {
	const row = await db
		.selectFrom('history_index')
		.selectAll()
		.where('dashboard_id', '=', dashboardId)
		.orderBy('slot', 'desc')
		.limit(1)
		.executeTakeFirst();
	return row && indexOf(row);
}

/** Begin an empty index; from now on it is the one that counts. */
export async function insertHistoryIndex(db: Db, dashboardId: DashboardId, form: number): Promise<HistoryIndex> {
	const row = await db
		.insertInto('history_index')
		.values({ dashboard_id: dashboardId, form, tips: '[]', last_id: 0 })
		.returningAll()
		.executeTakeFirstOrThrow();
	return indexOf(row);
}

/** Say of which commits everything that they reach is in. @returns whether the index is still there */
export async function updateTips(db: Db, slot: number, tips: readonly Oid[]): Promise<boolean> {
	const done = await db
		.updateTable('history_index')
		.set({ tips: toJson(tips) })
		.where('slot', '=', slot)
		.execute();
	return done[0]?.numUpdatedRows === 1n;
}

/**
 * Put commits in, in their order; those that another process put in meanwhile are passed over. For one transaction.
 *
 * @returns whether the index is still there; where it is not, nothing was done
 */
export async function insertCommits(trx: Db, slot: number, commits: readonly NewCommit[]): Promise<boolean> {
	// The first statement writes, so that nobody else gets the same ids.
	const claimed = await trx
		.updateTable('history_index')
		.set({ last_id: sql`max(last_id, ${firstIdOf(slot) - 1}) + ${commits.length}` })
		.where('slot', '=', slot)
		.returning('last_id')
		.executeTakeFirst();
	if (!claimed) return false;
	const known = await knownOids(
		trx,
		slot,
		commits.map(({ commit }) => commit.oid)
	);
	const first = claimed.last_id - commits.length + 1;
	const fresh = commits.map((one, at) => ({ ...one, id: first + at })).filter(({ commit }) => !known.has(commit.oid));
	await insertAll(
		fresh.map(({ id, commit }) => ({ id, slot, ...commit })),
		(rows) => trx.insertInto('commit_index').values(rows).execute()
	);
	await insertAll(
		fresh.flatMap(({ id, assets }) => assets.map((asset) => ({ commit_id: id, ...asset }))),
		(rows) => trx.insertInto('commit_asset').values(rows).execute()
	);
	await insertAll(
		fresh.map(({ id, text }) => ({ commit_id: id, ...text })),
		(rows) => trx.insertInto('commit_text').values(rows).execute()
	);
	await insertAll(
		fresh.map(({ id, words }) => ({ rowid: id, ...words })),
		(rows) => trx.insertInto('commit_search').values(rows).execute()
	);
	return true;
}

async function insertAll<Row extends object>(rows: readonly Row[], insert: (rows: Row[]) => Promise<unknown>) {
	const many = Math.max(1, Math.floor(MOST_VALUES / Object.keys(rows[0] ?? {}).length));
	for (let at = 0; at < rows.length; at += many) await insert(rows.slice(at, at + many));
}

/** Which of these commits are in. */
export async function knownOids(db: Db, slot: number, oids: readonly Oid[]): Promise<Set<Oid>> {
	const rows = await db
		.selectFrom('commit_index')
		.select('oid')
		.where('slot', '=', slot)
		.where('oid', 'in', sql<Oid>`(select value from json_each(${toJson(oids)}))`)
		.execute();
	return new Set(rows.map(({ oid }) => oid));
}

/** Commits whose id is higher than `after`, in order of id, without their text. */
export function listIndexedCommits(
	db: Db,
	slot: number,
	after: number
): Promise<Omit<Selectable<CommitIndexTable>, 'slot' | 'subject'>[]> {
	return db
		.selectFrom('commit_index')
		.select(['id', 'oid', 'author_name', 'author_email', 'committed_at'])
		.where('id', '>', after)
		.where('id', '<=', lastIdOf(slot))
		.orderBy('id')
		.execute();
}

/** Ids of the commits that a full-text expression finds, on its columns `told` and `lines`; in no order. */
export async function listMatching(db: Db, slot: number, expression: string): Promise<number[]> {
	// As one text: thousands of rows as objects would take longer than finding them.
	const { rows } = await sql<{ ids: string }>`
		select json_group_array(rowid) as ids from commit_search
		where commit_search match ${expression} and rowid between ${firstIdOf(slot)} and ${lastIdOf(slot)}`.execute(db);
	return fromJson(rows[0]?.ids ?? '[]');
}

/**
 * Ids of the commits whose folded texts have every one of these parts, wherever; among so many commits from `after` on.
 * `upTo`: the last commit that was looked at; `null` when there was none.
 */
export async function listContaining(
	db: Db,
	of: { slot: number; parts: readonly string[]; after: number; many: number; where: 'told' | 'anywhere' }
): Promise<{ ids: number[]; upTo: number | null }> {
	const holds = of.parts.map((part) =>
		of.where === 'told'
			? sql`instr(told_folded, ${part}) > 0`
			: sql`(instr(told_folded, ${part}) > 0 or instr(lines_folded, ${part}) > 0)`
	);
	const { rows } = await sql<{ ids: string; upTo: number | null }>`
		select json_group_array(commit_id) filter (where ${sql.join(holds, sql` and `)}) as ids, max(commit_id) as upTo
		from (
			select commit_id, told_folded, lines_folded from commit_text
			where commit_id > ${of.after} and commit_id <= ${lastIdOf(of.slot)} order by commit_id limit ${of.many}
		)`.execute(db);
	return { ids: fromJson(rows[0]?.ids ?? '[]'), upTo: rows[0]?.upTo ?? null };
}

/** Ids of the commits that changed a file that ends so (see `assetSuffixOf`), or the file of this path. */
export async function listTouching(
	db: Db,
	slot: number,
	file: { readonly suffixes: readonly string[] } | { readonly path: string }
): Promise<number[]> {
	const rows = await db
		.selectFrom('commit_asset')
		.select('commit_id')
		.distinct()
		.where('commit_id', '>=', firstIdOf(slot))
		.where('commit_id', '<=', lastIdOf(slot))
		.$if('suffixes' in file, (query) => query.where('suffix', 'in', (file as { suffixes: string[] }).suffixes))
		.$if('path' in file, (query) =>
			query.where((either) =>
				either.or([
					either('path', '=', (file as { path: string }).path),
					either('previous_path', '=', (file as { path: string }).path)
				])
			)
		)
		.execute();
	return rows.map(({ commit_id }) => commit_id);
}

/** What each of these commits changed, in order of path. */
export function listAssetsOf(db: Db, ids: readonly number[]): Promise<Selectable<CommitAssetTable>[]> {
	return db
		.selectFrom('commit_asset')
		.selectAll()
		.where('commit_id', 'in', sql<number>`(select value from json_each(${toJson(ids)}))`)
		.orderBy('commit_id')
		.orderBy('path')
		.execute();
}

/** Everything that commits with an id higher than `after`, up to `upTo`, changed, in order of id. */
export function listTouched(
	db: Db,
	{ after, upTo }: { readonly after: number; readonly upTo: number }
): Promise<Pick<Selectable<CommitAssetTable>, 'commit_id' | 'path' | 'suffix' | 'kind' | 'name' | 'is_own'>[]> {
	return db
		.selectFrom('commit_asset')
		.select(['commit_id', 'path', 'suffix', 'kind', 'name', 'is_own'])
		.where('commit_id', '>', after)
		.where('commit_id', '<=', upTo)
		.orderBy('commit_id')
		.execute();
}

/** How each of these commits changed the file, and from and to which content; in no order. */
export function listContents(
	db: Db,
	slot: number,
	suffixes: readonly string[]
): Promise<Pick<Selectable<CommitAssetTable>, 'commit_id' | 'before_oid' | 'after_oid' | 'is_own' | 'kind'>[]> {
	return db
		.selectFrom('commit_asset')
		.select(['commit_id', 'before_oid', 'after_oid', 'is_own', 'kind'])
		.where('suffix', 'in', suffixes)
		.where('commit_id', '>=', firstIdOf(slot))
		.where('commit_id', '<=', lastIdOf(slot))
		.execute();
}

/** The lines that each of these commits added and removed. */
export function listLines(
	db: Db,
	ids: readonly number[]
): Promise<Pick<Selectable<CommitTextTable>, 'commit_id' | 'lines'>[]> {
	return db.selectFrom('commit_text').select(['commit_id', 'lines']).where('commit_id', 'in', ids).execute();
}

/** First lines of messages. */
export function listSubjects(
	db: Db,
	ids: readonly number[]
): Promise<Pick<Selectable<CommitIndexTable>, 'id' | 'subject'>[]> {
	return db
		.selectFrom('commit_index')
		.select(['id', 'subject'])
		.where('id', 'in', sql<number>`(select value from json_each(${toJson(ids)}))`)
		.execute();
}

/** Take out at most `many` commits of indexes that do not count any more. @returns how many were left to take */
export async function deleteOldCommits(db: Db, current: HistoryIndex, many: number): Promise<number> {
	const old = await db
		.selectFrom('history_index')
		.select('slot')
		.where('dashboard_id', '=', current.dashboardId)
		.where('slot', '<', current.slot)
		.execute();
	for (const { slot } of old) {
		const done = await sql`
			delete from commit_index where id in (
				select id from commit_index where id between ${firstIdOf(slot)} and ${lastIdOf(slot)} limit ${many}
			)`.execute(db);
		if (done.numAffectedRows === BigInt(many)) return many;
		await db.deleteFrom('history_index').where('slot', '=', slot).execute();
	}
	return 0;
}
