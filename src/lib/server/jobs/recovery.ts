import { NotAllowed } from '#lib/domain/errors.ts';
import type { JobId } from '#lib/domain/ids.ts';
import type { App } from '../app.ts';
import { failRunningDeployments } from '../db/deployments.ts';
import { deleteLocksOfJob } from '../db/environment-locks.ts';
import { listJobs, takeJob, type JobRecord } from '../db/jobs.ts';
import { admit, type Actor, type AnyOperation } from '../operations/operation.ts';
import { appendEvent } from './events.ts';
import { isGone, SILENT_AFTER_MS } from './process-owner.ts';
import type { QueuedJob } from './run.ts';

const INTERRUPTED = 'The server stopped before this was finished.';

/**
 * Find jobs whose process is gone: run again what may run twice, and mark the others as interrupted, with the locks
 * that they held freed.
 *
 * @param atWork what this process has in line or at work
 */
export async function recoverJobs(
	app: App,
	resumable: ReadonlyMap<string, AnyOperation>,
	enqueue: (job: QueuedJob) => void,
	atWork: ReadonlySet<JobId>
): Promise<void> {
	// Oldest first, so that what is run again keeps its order.
	const unfinished = (await listJobs(app.db, { unfinished: true, limit: 1000 })).reverse();
	for (const job of unfinished) {
		if (!isAbandoned(app, job, atWork)) continue;
		const again = await admittedAgain(app, resumable.get(job.operation), job);
		if (again === undefined) await markInterrupted(app, job);
		else if (await takeJob(app.db, job.id, { from: job.owner, to: app.owner, at: app.now() })) {
			await sayAgain(app, job.id);
			enqueue(again);
		}
	}
}

function isAbandoned(app: App, job: JobRecord, atWork: ReadonlySet<JobId>): boolean {
	// Ours, but not at work: its last word could not be written, or it was just accepted by this very process.
	if (job.owner === app.owner) return !atWork.has(job.id) && app.now() - job.heartbeatAt > SILENT_AFTER_MS;
	return isGone(job.owner, job.heartbeatAt, app.now());
}

async function admittedAgain(
	app: App,
	operation: AnyOperation | undefined,
	job: JobRecord
): Promise<QueuedJob | undefined> {
	if (!operation || job.isCancelRequested) return undefined;
	const actor = await app.auth.findActor(job.personId);
	if (!actor) return undefined;
	try {
		const input: unknown = admit(operation, actor satisfies Actor, job.input);
		return { id: job.id, operation, actor, input, abort: new AbortController(), stopReason: null, progress: 0 };
	} catch (cause) {
		// Not a right of that person any more, or the input of an older version: not ours to run.
		if (!(cause instanceof NotAllowed)) app.log.warn({ err: cause, job: job.id }, 'a job cannot be run again');
		return undefined;
	}
}

async function sayAgain(app: App, id: JobId): Promise<void> {
	await app.db.transaction().execute((trx) =>
		appendEvent(
			trx,
			{ id, owner: app.owner },
			{
				at: app.now(),
				kind: 'warning',
				message: `${INTERRUPTED} It is run again from the start.`,
				progress: 0,
				state: 'queued'
			}
		)
	);
}

async function markInterrupted(app: App, job: JobRecord): Promise<void> {
	const hint = 'Look at what was done up to here, then start it again.';
	const at = app.now();
	await app.db.transaction().execute(async (trx) => {
		const event = {
			at,
			kind: 'state',
			message: `${INTERRUPTED} ${hint}`,
			progress: null,
			state: 'interrupted'
		} as const;
		const said = await appendEvent(
			trx,
			{ id: job.id, owner: job.owner },
			{ ...event, error: { code: 'internal', message: INTERRUPTED, hint } }
		);
		if (!said) return;
		await failRunningDeployments(trx, { jobId: job.id, at, failure: INTERRUPTED });
		await deleteLocksOfJob(trx, job.id);
	});
	app.log.warn({ job: job.id, operation: job.operation }, 'found a job whose process is gone');
}
