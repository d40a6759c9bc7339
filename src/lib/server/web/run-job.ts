import type { RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import type { JobSummary } from '#lib/domain/job.ts';
import { showJob } from '../operations/job/show.ts';
import { execute, type Operation } from '../operations/operation.ts';
import { contextOf, jobsOf } from './context.ts';

/** Longer than most of what is started this way takes. */
const WAIT_MS = 20_000;

/**
 * Start a job and wait for its end for a while, so that a form can be answered with what came of it. It goes on when
 * nobody waits any more: then its summary says that it is running.
 *
 * @throws {NotAllowed | InvalidInput} when it may not begin. That it failed is in its summary.
 */
export async function runJob<Schema extends z.ZodType, Output>(
	event: Pick<RequestEvent, 'locals' | 'request'>,
	operation: Operation<Schema, Output>,
	rawInput: unknown
): Promise<JobSummary> {
	const { jobs, actor } = jobsOf(event);
	const jobId = await jobs.start(operation, actor, rawInput);
	await jobs.finished(jobId, AbortSignal.any([event.request.signal, AbortSignal.timeout(WAIT_MS)]));
	return (await execute(showJob, contextOf(event), { jobId })).job;
}
