import type { JobId } from '#lib/domain/ids.ts';
import type { JobEvent, JobSummary } from '#lib/domain/job.ts';
import type { Db } from '../db/database.ts';
import { insertJobEvent } from '../db/job-events.ts';
import { advanceJob } from '../db/jobs.ts';

/** What a job says, before it has its place in the log. */
export interface SpokenEvent extends Omit<JobEvent, 'seq'> {
	/** With the event that ends it. */
	readonly result?: unknown;
	readonly error?: JobSummary['error'];
}

/**
 * Append to the log and keep the job's row in step with it. Inside the caller's transaction.
 *
 * @returns the event, or `undefined` when the job has ended or another process has taken it over.
 */
export async function appendEvent(
	db: Db,
	job: { readonly id: JobId; readonly owner: string },
	{ result, error, ...event }: SpokenEvent
): Promise<JobEvent | undefined> {
	const seq = await advanceJob(db, job.id, {
		owner: job.owner,
		state: event.state,
		at: event.at,
		...(result !== undefined && { result }),
		...(error && { error })
	});
	if (seq === undefined) return undefined;
	const numbered = { seq, ...event };
	await insertJobEvent(db, job.id, numbered);
	return numbered;
}

export const enqueuedEvent = (at: number): SpokenEvent => ({
	at,
	kind: 'state',
	message: 'Waiting for its turn',
	progress: 0,
	state: 'queued'
});
