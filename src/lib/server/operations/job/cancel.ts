import { z } from 'zod';
import { NotAllowed } from '#lib/domain/errors.ts';
import { JobId } from '#lib/domain/ids.ts';
import { getJob } from '../../db/jobs.ts';
import { defineOperation } from '../operation.ts';

/** Stop a job at its next safe point. One that has ended stays as it is. */
export const cancelJob = defineOperation({
	name: 'job.cancel',
	permission: 'job:cancel',
	input: z.object({ jobId: JobId }),

	async run({ app, actor }, { jobId }) {
		const job = await getJob(app.db, jobId);
		if (actor.role === 'analyst' && job.personId !== actor.personId) {
			throw new NotAllowed(`“${job.title}” was started by ${job.startedBy}.`, {
				hint: `Ask ${job.startedBy}, an engineer or an admin to cancel it.`
			});
		}
		await app.jobs.cancel(jobId);
	}
});
