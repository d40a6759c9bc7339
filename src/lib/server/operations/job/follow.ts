import { z } from 'zod';
import { JobId } from '#lib/domain/ids.ts';
import { getJob } from '../../db/jobs.ts';
import { defineOperation } from '../operation.ts';

/** The log of a job from `after` on, as it grows. Ends with the job, or when the reader leaves. */
export const followJob = defineOperation({
	name: 'job.follow',
	permission: 'job:read',
	// A reader that says nonsense about what it has seen gets everything.
	input: z.object({ jobId: JobId, after: z.coerce.number().int().nonnegative().catch(0) }),

	async run({ app, signal }, { jobId, after }) {
		await getJob(app.db, jobId); // a job that does not exist is a 404, not an empty stream
		return app.jobs.follow(jobId, after, signal);
	}
});
