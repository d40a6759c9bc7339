import { AppError, Cancelled, StorageFailed } from '#lib/domain/errors.ts';
import type { JobId } from '#lib/domain/ids.ts';
import type { JobEvent, JobSummary } from '#lib/domain/job.ts';
import type { App } from '../app.ts';
import { failRunningDeployments } from '../db/deployments.ts';
import { hurryReaders } from '../operations/live/hurry.ts';
import type { Actor, AnyOperation, Context } from '../operations/operation.ts';
import { presentUnknown } from '../log.ts';
import { appendEvent, type SpokenEvent } from './events.ts';
import type { StopReason } from './runner.ts';
import type { Wakes } from './wakes.ts';

/** A job in memory: admitted, and in line or at work. */
export interface QueuedJob {
	readonly id: JobId;
	readonly operation: AnyOperation;
	readonly actor: Actor;
	readonly input: unknown;
	readonly abort: AbortController;
	stopReason: StopReason | null;
	/** The last that it reported, 0 to 1; lines of the log repeat it. */
	progress: number;
}

/** Run one job to its end and put down how it ended. Never throws. */
export async function runJob(app: App, wakes: Wakes, job: QueuedJob): Promise<void> {
	const say = (event: Pick<JobEvent, 'kind' | 'message' | 'state'> & Partial<SpokenEvent>) =>
		speak(app, wakes, job, event);
	const context: Context = {
		app,
		actor: job.actor,
		signal: job.abort.signal,
		job: job.id,
		report: (message, progress) => {
			if (progress !== undefined) job.progress = Math.min(1, Math.max(0, progress));
			return say({ kind: 'step', message, state: 'running' });
		},
		log: (message) => say({ kind: 'log', message, state: 'running' }),
		warn: (message) => say({ kind: 'warning', message, state: 'running' })
	};
	try {
		job.abort.signal.throwIfAborted();
		await say({ kind: 'state', message: 'Started', state: 'running' });
		// Whoever listens for the signal from here on would miss one that came while this was written.
		job.abort.signal.throwIfAborted();
		const result = await job.operation.run(context, job.input);
		hurryReaders(app, job.operation, { by: job.actor.name, input: job.input });
		job.progress = 1;
		await say({ kind: 'state', message: 'Done', state: 'succeeded', result: result ?? null });
	} catch (cause) {
		await end(app, job, cause, say).catch((err) => {
			// Without its last word the job looks alive; the watch finds it silent and marks it.
			app.log.error({ err, job: job.id }, 'could not write how a job ended');
		});
	}
}

async function end(
	app: App,
	job: QueuedJob,
	cause: unknown,
	say: (event: Pick<JobEvent, 'kind' | 'message' | 'state'> & Partial<SpokenEvent>) => Promise<void>
): Promise<void> {
	if (job.stopReason === 'lost') return;
	// The next start runs it again; it is not over.
	if (job.stopReason === 'shutdown' && job.operation.resumable) return;
	const error = errorOf(app, job, cause);
	const state = job.stopReason === 'shutdown' ? 'interrupted' : job.stopReason === 'cancelled' ? 'cancelled' : 'failed';
	await say({ kind: 'state', message: error.message, state, error });
	await failRunningDeployments(app.db, { jobId: job.id, at: app.now(), failure: error.message });
}

function errorOf(app: App, job: QueuedJob, cause: unknown): NonNullable<JobSummary['error']> {
	if (job.stopReason === 'shutdown') {
		return {
			code: 'cancelled',
			message: 'The server was stopped before this was finished.',
			hint: 'Look at what was done up to here, then start it again.'
		};
	}
	const known = job.stopReason === 'cancelled' && !(cause instanceof AppError) ? new Cancelled() : cause;
	if (!(known instanceof AppError))
		return presentUnknown(app.log, cause, { job: job.id, operation: job.operation.name });
	if (known.cause !== undefined || known instanceof StorageFailed) {
		app.log.warn({ err: known, job: job.id, operation: job.operation.name }, 'job failed');
	}
	return { code: known.code, message: known.message, ...(known.hint !== undefined && { hint: known.hint }) };
}

async function speak(
	app: App,
	wakes: Wakes,
	job: QueuedJob,
	event: Pick<JobEvent, 'kind' | 'message' | 'state'> & Partial<SpokenEvent>
): Promise<void> {
	const spoken = await app.db
		.transaction()
		.execute((trx) =>
			appendEvent(trx, { id: job.id, owner: app.owner }, { at: app.now(), progress: job.progress, ...event })
		);
	wakes.wake(job.id);
	if (event.kind === 'state') app.live.hurry([`job:${job.id}`], job.actor.name);
	if (spoken) return;
	// Another process took the job over because it believed us dead: two must not do the same work.
	job.stopReason ??= 'lost';
	job.abort.abort(new Cancelled('Another process has taken this job over.'));
	throw new Cancelled('Another process has taken this job over.');
}
