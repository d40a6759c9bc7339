import type { EnvironmentName, JobId } from '#lib/domain/ids.ts';
import type { Db } from './database.ts';

/** Who writes into an environment at the moment. Times: milliseconds since the Unix epoch. */
export interface EnvironmentLock {
	readonly environment: EnvironmentName;
	readonly token: string;
	readonly owner: string;
	readonly purpose: string;
	readonly jobId: JobId | null;
	readonly heldBy: string;
	readonly since: number;
	readonly heartbeatAt: number;
}

/** @returns whether the environment was free and is ours now. */
export async function insertEnvironmentLock(db: Db, lock: EnvironmentLock): Promise<boolean> {
	const { numInsertedOrUpdatedRows } = await db
		.insertInto('environment_lock')
		.values({
			environment: lock.environment,
			token: lock.token,
			owner: lock.owner,
			purpose: lock.purpose,
			job_id: lock.jobId,
			held_by: lock.heldBy,
			since: lock.since,
			heartbeat_at: lock.heartbeatAt
		})
		.onConflict((conflict) => conflict.column('environment').doNothing())
		.executeTakeFirst();
	return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function findEnvironmentLock(db: Db, environment: EnvironmentName): Promise<EnvironmentLock | undefined> {
	const row = await db
		.selectFrom('environment_lock')
		.selectAll()
		.where('environment', '=', environment)
		.executeTakeFirst();
	return (
		row && {
			environment,
			token: row.token,
			owner: row.owner,
			purpose: row.purpose,
			jobId: row.job_id,
			heldBy: row.held_by,
			since: row.since,
			heartbeatAt: row.heartbeat_at
		}
	);
}

/** @returns whether the lock is still the holder's. */
export async function beatEnvironmentLock(db: Db, token: string, at: number): Promise<boolean> {
	const { numUpdatedRows } = await db
		.updateTable('environment_lock')
		.set({ heartbeat_at: at })
		.where('token', '=', token)
		.executeTakeFirst();
	return numUpdatedRows > 0n;
}

/** By the holder's token, so that nobody frees another's. @returns whether it was held. */
export async function deleteEnvironmentLock(db: Db, token: string): Promise<boolean> {
	const { numDeletedRows } = await db.deleteFrom('environment_lock').where('token', '=', token).executeTakeFirst();
	return numDeletedRows > 0n;
}

/** The job that held them is over. */
export async function deleteLocksOfJob(db: Db, jobId: JobId): Promise<void> {
	await db.deleteFrom('environment_lock').where('job_id', '=', jobId).execute();
}
