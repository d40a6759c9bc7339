import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { Cancelled } from '#lib/domain/errors.ts';
import { JobId } from '#lib/domain/ids.ts';
import type { JobEvent } from '#lib/domain/job.ts';
import type { App } from '../app.ts';
import { beatJobs, getJob, insertJob, listJobs, requestCancel } from '../db/jobs.ts';
import { admit, type Actor, type AnyOperation, type Operation } from '../operations/operation.ts';
import { appendEvent, enqueuedEvent } from './events.ts';
import { followJob } from './follow.ts';
import { HEARTBEAT_MS } from './process-owner.ts';
import { recoverJobs } from './recovery.ts';
import { runJob, type QueuedJob } from './run.ts';
import { Wakes } from './wakes.ts';

/** How many jobs run at once in one process; the others wait in their order. */
export const CONCURRENT_JOBS = 2;

/** How long a stopping server waits for its jobs; what has not ended by then the next start finds. */
const GRACE_MS = 10_000;

/** Why a job is told to stop. */
export type StopReason = 'cancelled' | 'shutdown' | 'lost';

/** Runs operations in the background: every job a row, everything that it says an event of gapless `seq`. */
export class JobRunner {
	readonly #getApp: () => App;
	readonly #resumable: ReadonlyMap<string, AnyOperation>;
	readonly #wakes = new Wakes();
	readonly #queue: QueuedJob[] = [];
	readonly #running = new Map<JobId, { readonly job: QueuedJob; readonly done: Promise<void> }>();
	readonly #dismissed = new AbortController();
	#timer: ReturnType<typeof setInterval> | undefined;
	#isClosed = false;

	/** @param resumable the operations that are run again when their process died */
	constructor(getApp: () => App, resumable: readonly AnyOperation[]) {
		this.#getApp = getApp;
		this.#resumable = new Map(resumable.map((operation) => [operation.name, operation]));
	}

	get #app(): App {
		return this.#getApp();
	}

	/**
	 * Start an operation in the background. Refuses at once what may not run; what it accepts is on disk before this
	 * returns.
	 *
	 * @throws {NotAllowed | InvalidInput} see `admit`. {AppError} see the operation's `check`.
	 */
	async start<Schema extends z.ZodType, Output>(
		operation: Operation<Schema, Output>,
		actor: Actor,
		rawInput: unknown
	): Promise<JobId> {
		const input = admit(operation, actor, rawInput);
		await operation.check?.(input, this.#app);
		const id = JobId.parse(randomUUID());
		const title = (await operation.title?.(input, this.#app)) ?? operation.name;
		const at = this.#app.now();
		await this.#app.db.transaction().execute(async (trx) => {
			await insertJob(trx, {
				id,
				operation: operation.name,
				title,
				href: operation.href?.(input) ?? null,
				input: operation.resumable ? rawInput : null,
				personId: actor.personId,
				startedBy: actor.name,
				owner: this.#app.owner,
				at
			});
			await appendEvent(trx, { id, owner: this.#app.owner }, enqueuedEvent(at));
		});
		this.enqueue({ id, operation, actor, input, abort: new AbortController(), stopReason: null, progress: 0 });
		return id;
	}

	/** Stop a job, wherever it runs. One that has ended stays as it is. */
	async cancel(id: JobId): Promise<void> {
		const job = await getJob(this.#app.db, id);
		await requestCancel(this.#app.db, id, this.#app.now());
		if (job.owner === this.#app.owner) this.#stop(id, 'cancelled');
	}

	/**
	 * Everything that a job has said after `after`, then everything it says next, until it ends. Reads the table, not
	 * memory, so a second tab, a reload and another process see the same log.
	 */
	follow(id: JobId, after: number, signal: AbortSignal): AsyncGenerator<JobEvent> {
		const until = AbortSignal.any([signal, this.#dismissed.signal]);
		return followJob({ db: this.#app.db, wakes: this.#wakes }, { id, after, signal: until });
	}

	/** Wait until a job of any process has ended. */
	async finished(id: JobId, signal: AbortSignal = new AbortController().signal): Promise<JobEvent | undefined> {
		let last: JobEvent | undefined;
		for await (const event of this.follow(id, 0, signal)) last = event;
		return last;
	}

	/** How many readers of this process wait for the next word of a job. */
	readerCount(id: JobId): number {
		return this.#wakes.count(id);
	}

	/** Find what dead processes left behind, then keep watch. Called once, when the app is complete. */
	async begin(): Promise<void> {
		await recoverJobs(this.#app, this.#resumable, (job) => this.enqueue(job), this.#idsAtWork());
		this.#timer = setInterval(() => void this.#watch(), HEARTBEAT_MS);
		this.#timer.unref();
	}

	/** Send every reader of this process away, so that open streams do not hold a stopping server. */
	dismissReaders(): void {
		this.#dismissed.abort();
	}

	/** Tell every job to stop, and wait a while until each has put down where it stands. */
	async close(): Promise<void> {
		this.#isClosed = true;
		clearInterval(this.#timer);
		for (const id of this.#idsAtWork()) this.#stop(id, 'shutdown');
		let timer: ReturnType<typeof setTimeout> | undefined;
		const grace = new Promise<void>((resolve) => (timer = setTimeout(resolve, GRACE_MS)));
		await Promise.race([Promise.all([...this.#running.values()].map(({ done }) => done)), grace]);
		clearTimeout(timer);
		this.dismissReaders();
	}

	/** Put an admitted job in line. For the runner and its recovery. */
	enqueue(job: QueuedJob): void {
		this.#queue.push(job);
		this.#startNext();
	}

	#startNext(): void {
		while (this.#running.size < CONCURRENT_JOBS) {
			const job = this.#queue.shift();
			if (!job) return;
			this.#launch(job);
		}
	}

	#launch(job: QueuedJob): void {
		const done = runJob(this.#app, this.#wakes, job).finally(() => {
			this.#running.delete(job.id);
			this.#startNext();
		});
		this.#running.set(job.id, { job, done });
	}

	#stop(id: JobId, reason: StopReason): void {
		const job = this.#running.get(id)?.job ?? this.#queue.find((queued) => queued.id === id);
		if (!job || job.abort.signal.aborted) return;
		job.stopReason = reason;
		job.abort.abort(new Cancelled(reason === 'shutdown' ? 'The server was stopped.' : undefined));
		// One that still waits says so at once, instead of when its turn comes.
		const at = this.#queue.indexOf(job);
		if (at < 0) return;
		this.#queue.splice(at, 1);
		this.#launch(job);
	}

	#idsAtWork(): ReadonlySet<JobId> {
		return new Set([...this.#running.keys(), ...this.#queue.map(({ id }) => id)]);
	}

	async #watch(): Promise<void> {
		try {
			await beatJobs(this.#app.db, [...this.#idsAtWork()], this.#app.now());
			for (const { id, owner, isCancelRequested } of await listJobs(this.#app.db, { unfinished: true })) {
				if (owner === this.#app.owner && isCancelRequested) this.#stop(id, 'cancelled');
			}
			if (!this.#isClosed) {
				await recoverJobs(this.#app, this.#resumable, (job) => this.enqueue(job), this.#idsAtWork());
			}
		} catch (cause) {
			this.#app.log.error({ err: cause }, 'could not keep watch over jobs; next try in 5 s');
		}
	}
}
