import type { JobId } from '#lib/domain/ids.ts';
import { isFinal, type JobEvent } from '#lib/domain/job.ts';
import type { Db } from '../db/database.ts';
import { listJobEvents } from '../db/job-events.ts';
import { getJob } from '../db/jobs.ts';
import type { Wakes } from './wakes.ts';

/**
 * The log of a job from `after` on, as it grows; ends with the job, or when the reader leaves.
 *
 * @throws {NotFound} when there is no such job.
 */
export async function* followJob(
	from: { readonly db: Db; readonly wakes: Wakes },
	which: { readonly id: JobId; readonly after: number; readonly signal: AbortSignal }
): AsyncGenerator<JobEvent> {
	let seen = which.after;
	while (!which.signal.aborted) {
		// Listen before reading, or an event that falls between the two would be missed.
		const { woken, stop } = from.wakes.listen(which.id, which.signal);
		try {
			// The state before the events: a job that ends between the two has all its events in the list.
			const { state } = await getJob(from.db, which.id);
			for (const event of await listJobEvents(from.db, which.id, seen)) {
				yield event;
				seen = event.seq;
			}
			if (isFinal(state)) return;
			await woken;
		} finally {
			stop();
		}
	}
}
