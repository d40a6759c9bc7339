import type { Selectable } from 'kysely';
import { NotFound } from '#lib/domain/errors.ts';
import type { JobId } from '#lib/domain/ids.ts';
import { isFinal, type JobState, type JobSummary } from '#lib/domain/job.ts';
import type { Db } from './database.ts';
import { fromJsonOrNull, toJson, toJsonOrNull } from './json.ts';
import type { JobTable } from './schema.ts';

/** A job with what its runner needs to know. */
export interface JobRecord extends Omit<JobSummary, 'id'> {
	readonly id: JobId;
	readonly personId: string;
	/** Raw input of an operation that is run again after a crash. */
	readonly input: unknown;
	/** The process that runs it. */
	readonly owner: string;
	readonly heartbeatAt: number;
	readonly isCancelRequested: boolean;
}

export interface NewJob {
	readonly id: JobId;
	readonly operation: string;
	readonly title: string;
	readonly href: string | null;
	readonly input: unknown;
	readonly personId: string;
	readonly startedBy: string;
	readonly owner: string;
	readonly at: number;
}

const UNFINISHED: readonly JobState[] = ['queued', 'running'];

const jobOf = (row: Selectable<JobTable>): JobRecord => ({
	id: row.id,
	operation: row.operation,
	title: row.title,
	href: row.href,
	state: row.state,
	startedBy: row.started_by,
	createdAt: row.created_at,
	finishedAt: row.finished_at,
	result: fromJsonOrNull(row.result),
	error: fromJsonOrNull(row.error),
	personId: row.person_id,
	input: fromJsonOrNull(row.input),
	owner: row.owner,
	heartbeatAt: row.heartbeat_at,
	isCancelRequested: row.cancel_requested_at !== null
});

/** What pages may see of a job. */
export const summaryOf = ({
	personId: _p,
	input: _i,
	owner: _o,
	heartbeatAt: _h,
	isCancelRequested: _c,
	...job
}: JobRecord): JobSummary => job;

export async function insertJob(db: Db, job: NewJob): Promise<void> {
	await db
		.insertInto('job')
		.values({
			id: job.id,
			operation: job.operation,
			title: job.title,
			href: job.href,
			state: 'queued',
			input: toJsonOrNull(job.input),
			result: null,
			error: null,
			person_id: job.personId,
			started_by: job.startedBy,
			created_at: job.at,
			finished_at: null,
			last_seq: 0,
			owner: job.owner,
			heartbeat_at: job.at,
			cancel_requested_at: null
		})
		.execute();
}

export async function findJob(db: Db, id: JobId): Promise<JobRecord | undefined> {
	const row = await db.selectFrom('job').selectAll().where('id', '=', id).executeTakeFirst();
	return row && jobOf(row);
}

/** @throws {NotFound} when no job has this id. */
export async function getJob(db: Db, id: JobId): Promise<JobRecord> {
	const job = await findJob(db, id);
	if (!job) throw new NotFound('job', id, { hint: 'The page Activity lists those that are kept.' });
	return job;
}

/** Newest first. */
export async function listJobs(
	db: Db,
	of: { unfinished?: boolean; href?: string; limit?: number } = {}
): Promise<JobRecord[]> {
	const rows = await db
		.selectFrom('job')
		.selectAll()
		.$if(of.unfinished === true, (query) => query.where('state', 'in', UNFINISHED))
		.$if(of.href !== undefined, (query) => query.where('href', '=', of.href!))
		.orderBy('created_at', 'desc')
		.orderBy('id')
		.limit(of.limit ?? 100)
		.execute();
	return rows.map(jobOf);
}

/**
 * Move an unfinished job on and take the number of its next event.
 *
 * A write first, so that two processes cannot take the same number; a finished job stays as it is.
 *
 * @returns the event's `seq`, or `undefined` when the job has ended or belongs to another process.
 */
export async function advanceJob(
	db: Db,
	id: JobId,
	to: {
		owner: string;
		state: JobState;
		at: number;
		result?: unknown;
		error?: JobSummary['error'];
	}
): Promise<number | undefined> {
	const row = await db
		.updateTable('job')
		.set((eb) => ({
			state: to.state,
			last_seq: eb('last_seq', '+', 1),
			heartbeat_at: to.at,
			finished_at: isFinal(to.state) ? to.at : null,
			...(to.result !== undefined && { result: toJson(to.result) }),
			...(to.error && { error: toJson(to.error) })
		}))
		.where('id', '=', id)
		.where('owner', '=', to.owner)
		.where('state', 'in', UNFINISHED)
		.returning('last_seq')
		.executeTakeFirst();
	return row?.last_seq;
}

/** Show that these jobs are worked on. */
export async function beatJobs(db: Db, ids: readonly JobId[], at: number): Promise<void> {
	if (ids.length === 0) return;
	await db
		.updateTable('job')
		.set({ heartbeat_at: at })
		.where('id', 'in', ids)
		.where('state', 'in', UNFINISHED)
		.execute();
}

/** Take over a job from a process that is gone. @returns whether it was still that process's. */
export async function takeJob(db: Db, id: JobId, move: { from: string; to: string; at: number }): Promise<boolean> {
	const { numUpdatedRows } = await db
		.updateTable('job')
		.set({ owner: move.to, heartbeat_at: move.at })
		.where('id', '=', id)
		.where('owner', '=', move.from)
		.where('state', 'in', UNFINISHED)
		.executeTakeFirst();
	return numUpdatedRows > 0n;
}

/** Ask the process that runs a job to stop it. */
export async function requestCancel(db: Db, id: JobId, at: number): Promise<void> {
	await db
		.updateTable('job')
		.set({ cancel_requested_at: at })
		.where('id', '=', id)
		.where('state', 'in', UNFINISHED)
		.execute();
}
