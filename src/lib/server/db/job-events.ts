import type { JobId } from '#lib/domain/ids.ts';
import type { JobEvent } from '#lib/domain/job.ts';
import type { Db } from './database.ts';

export async function insertJobEvent(db: Db, jobId: JobId, event: JobEvent): Promise<void> {
	await db
		.insertInto('job_event')
		.values({ job_id: jobId, ...event })
		.execute();
}

/** Everything that a job has said after `after`, in order. */
export function listJobEvents(db: Db, jobId: JobId, after: number): Promise<JobEvent[]> {
	return db
		.selectFrom('job_event')
		.select(['seq', 'at', 'kind', 'message', 'progress', 'state'])
		.where('job_id', '=', jobId)
		.where('seq', '>', after)
		.orderBy('seq')
		.execute();
}
