import { z } from 'zod';
import { JobId } from '#lib/domain/ids.ts';
import { listJobEvents } from '../../db/job-events.ts';
import { getJob, summaryOf } from '../../db/jobs.ts';
import { defineOperation } from '../operation.ts';

/** One job and everything that it has said up to now. */
export const showJob = defineOperation({
	name: 'job.show',
	permission: 'job:read',
	input: z.object({ jobId: JobId }),

	async run({ app }, { jobId }) {
		const job = summaryOf(await getJob(app.db, jobId));
		return { job, events: await listJobEvents(app.db, jobId, 0) };
	}
});
