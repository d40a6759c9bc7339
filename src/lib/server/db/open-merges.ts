import type { Selectable } from 'kysely';
import type { DashboardId, MergeId, Oid } from '#lib/domain/ids.ts';
import type { MergePurpose } from '#lib/domain/merge/session.ts';
import type { BranchName } from '#lib/domain/refs.ts';
import type { Db } from './database.ts';
import { fromJsonOrNull, toJsonOrNull } from './json.ts';
import type { OpenMergeTable } from './schema.ts';

/** A merge that waits for decisions, as it is kept. */
export interface OpenMergeRecord {
	readonly id: MergeId;
	readonly dashboardId: DashboardId;
	readonly purpose: MergePurpose;
	readonly branch: BranchName;
	readonly from: string;
	readonly mine: Oid;
	readonly theirs: Oid;
	readonly base: Oid | null;
	/** Of a picked commit only these assets; `null`: all. */
	readonly paths: readonly string[] | null;
	readonly message: string | null;
	/** Text, for its numbers are more exact than JSON of this language; see `operations/merge/choices.ts`. */
	readonly choices: string;
	/** The commit that the branch was about to be moved to: where the branch has it, the merge is done. */
	readonly result: Oid | null;
	readonly startedBy: string;
	readonly startedAt: number;
	/** Grows with each change. */
	readonly version: number;
}

export async function listOpenMerges(db: Db, dashboardId: DashboardId): Promise<OpenMergeRecord[]> {
	const rows = await db
		.selectFrom('open_merge')
		.selectAll()
		.where('dashboard_id', '=', dashboardId)
		.orderBy('started_at', 'desc')
		.orderBy('id')
		.execute();
	return rows.map(recordOf);
}

/** @returns whether it is kept now: a branch has one at most. */
export async function insertOpenMerge(db: Db, merge: OpenMergeRecord): Promise<boolean> {
	const { numInsertedOrUpdatedRows } = await db
		.insertInto('open_merge')
		.values({
			id: merge.id,
			dashboard_id: merge.dashboardId,
			purpose: merge.purpose,
			branch: merge.branch,
			from_name: merge.from,
			mine: merge.mine,
			theirs: merge.theirs,
			base: merge.base,
			paths: toJsonOrNull(merge.paths),
			message: merge.message,
			choices: merge.choices,
			result: merge.result,
			started_by: merge.startedBy,
			started_at: merge.startedAt,
			version: merge.version
		})
		.onConflict((conflict) => conflict.columns(['dashboard_id', 'branch']).doNothing())
		.executeTakeFirst();
	return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Only where it still is as the caller read it. @returns whether it was. */
export async function updateOpenMerge(
	db: Db,
	{ id, version }: Pick<OpenMergeRecord, 'id' | 'version'>,
	change: Partial<Pick<OpenMergeRecord, 'mine' | 'theirs' | 'base' | 'choices' | 'result'>>
): Promise<boolean> {
	const { numUpdatedRows } = await db
		.updateTable('open_merge')
		.set({ ...change, version: version + 1 })
		.where('id', '=', id)
		.where('version', '=', version)
		.executeTakeFirst();
	return numUpdatedRows > 0n;
}

/** @returns whether it was there. */
export async function deleteOpenMerge(db: Db, id: MergeId): Promise<boolean> {
	const { numDeletedRows } = await db.deleteFrom('open_merge').where('id', '=', id).executeTakeFirst();
	return numDeletedRows > 0n;
}

export async function deleteOpenMergeOf(db: Db, dashboardId: DashboardId, branch: BranchName): Promise<void> {
	await db.deleteFrom('open_merge').where('dashboard_id', '=', dashboardId).where('branch', '=', branch).execute();
}

/** The merge on a branch follows its new name, and so does what is merged from it. */
export async function renameInOpenMerges(
	db: Db,
	dashboardId: DashboardId,
	{ from, to }: { readonly from: BranchName; readonly to: BranchName }
): Promise<void> {
	const ofDashboard = () => db.updateTable('open_merge').where('dashboard_id', '=', dashboardId);
	await ofDashboard().set({ branch: to }).where('branch', '=', from).execute();
	await ofDashboard().set({ from_name: to }).where('from_name', '=', from).where('purpose', '=', 'merge').execute();
}

const recordOf = (row: Selectable<OpenMergeTable>): OpenMergeRecord => ({
	id: row.id,
	dashboardId: row.dashboard_id,
	purpose: row.purpose,
	branch: row.branch,
	from: row.from_name,
	mine: row.mine,
	theirs: row.theirs,
	base: row.base,
	paths: fromJsonOrNull<string[]>(row.paths),
	message: row.message,
	choices: row.choices,
	result: row.result,
	startedBy: row.started_by,
	startedAt: row.started_at,
	version: row.version
});
