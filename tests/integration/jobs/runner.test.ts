import { z } from 'zod';
import { NotFound } from '#lib/domain/errors.ts';
import type { JobId } from '#lib/domain/ids.ts';
import type { JobEvent } from '#lib/domain/job.ts';
import type { App } from '#lib/server/app.ts';
import { getJob } from '#lib/server/db/jobs.ts';
import { defineOperation, type Context } from '#lib/server/operations/operation.ts';
import { stepsOf } from '#lib/server/operations/steps.ts';
import { actorOf, expect, test } from '#tests/support/app.ts';

/** An operation that does what the test says. */
const doing = (
	run: (context: Context) => Promise<unknown>,
	permission: 'dashboard:read' | 'person:write' = 'dashboard:read'
) =>
	defineOperation({
		name: 'test.work',
		permission,
		input: z.object({ what: z.string().default('it') }),
		title: ({ what }) => `Work on ${what}`,
		href: ({ what }) => `/things/${what}`,
		run
	});

async function readAll(app: App, id: JobId, after = 0): Promise<JobEvent[]> {
	const events = [];
	for await (const event of app.jobs.follow(id, after, AbortSignal.timeout(20_000))) events.push(event);
	return events;
}

/** A promise and the function that settles it. */
function gate() {
	let open = () => {};
	const opened = new Promise<void>((resolve) => (open = resolve));
	return { open, opened };
}

const rejectedBy = (signal: AbortSignal) =>
	new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

test('JOB-1 what may not run is refused before it becomes a job', async ({ world: { app } }) => {
	const work = doing(async () => {}, 'person:write');
	await expect(app.jobs.start(work, actorOf('engineer'), {})).rejects.toMatchObject({ code: 'not_allowed' });
	await expect(app.jobs.start(work, actorOf('admin'), { what: 1 })).rejects.toMatchObject({ code: 'invalid_input' });
	expect(await app.db.selectFrom('job').selectAll().execute()).toEqual([]);
});

test('JOB-2 a reader that comes late sees the whole log, and can resume in the middle', async ({ world: { app } }) => {
	const half = gate();
	const id = await app.jobs.start(
		doing(async ({ report, warn }) => {
			await report('One', 0.25);
			await half.opened;
			await warn('Two');
		}),
		actorOf('analyst'),
		{}
	);
	const early = readAll(app, id);
	half.open();
	const late = await readAll(app, id);

	expect(late.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
	expect(late.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
		'state queued',
		'state running',
		'step running',
		'warning running',
		'state succeeded'
	]);
	expect(await early).toEqual(late);
	expect(await readAll(app, id, 3)).toEqual(late.slice(3));
	expect(await readAll(app, id, 5)).toEqual([]);
});

test('JOB-3 progress follows the weights of the steps', async ({ world: { app } }) => {
	const id = await app.jobs.start(
		doing(async (context) => {
			const step = stepsOf(context, { read: 1, write: 3 });
			await step('read', 'Reading');
			await step('read', 'Half read', 0.5);
			await step('write', 'Writing');
			await context.log('One object');
		}),
		actorOf('analyst'),
		{}
	);
	expect((await readAll(app, id)).map(({ progress }) => progress)).toEqual([0, 0, 0, 0.125, 0.25, 0.25, 1]);
});

test('JOB-4 two run at once, the third waits for its turn', async ({ world: { app } }) => {
	const gates = [gate(), gate(), gate()];
	const started: number[] = [];
	const twoRun = gate();
	const ids: JobId[] = [];
	for (const [n, { opened }] of gates.entries()) {
		const work = doing(async () => {
			started.push(n);
			if (started.length === 2) twoRun.open();
			await opened;
		});
		ids.push(await app.jobs.start(work, actorOf('analyst'), {}));
	}
	await twoRun.opened;
	expect((await getJob(app.db, ids[2]!)).state).toBe('queued');
	expect(started).toEqual([0, 1]);

	for (const { open } of gates) open();
	expect((await app.jobs.finished(ids[2]!))?.state).toBe('succeeded');
	expect(started).toEqual([0, 1, 2]);
});

test('JOB-5 a cancelled job stops by its signal, one that has ended stays as it is', async ({ world: { app } }) => {
	const running = gate();
	const id = await app.jobs.start(
		doing(async ({ signal }) => {
			running.open();
			await rejectedBy(signal);
		}),
		actorOf('analyst'),
		{}
	);
	await running.opened;
	await app.jobs.cancel(id);
	expect(await app.jobs.finished(id)).toMatchObject({ state: 'cancelled', seq: 3 });
	expect((await getJob(app.db, id)).error).toMatchObject({ code: 'cancelled' });

	await app.jobs.cancel(id);
	expect(await app.jobs.finished(id)).toMatchObject({ state: 'cancelled', seq: 3 });
});

test('JOB-5 one that waits is cancelled at once', async ({ world: { app } }) => {
	const { open, opened } = gate();
	const blocking = doing(() => opened);
	for (let n = 0; n < 2; n += 1) await app.jobs.start(blocking, actorOf('analyst'), {});
	const waiting = await app.jobs.start(blocking, actorOf('analyst'), {});
	await app.jobs.cancel(waiting);
	expect(await app.jobs.finished(waiting)).toMatchObject({ state: 'cancelled', seq: 2 });
	open();
});

test('JOB-6 a failure keeps code, sentence and hint', async ({ world: { app } }) => {
	const work = doing(async () => {
		throw new NotFound('chart', 'x', { hint: 'Look again.' });
	});
	const id = await app.jobs.start(work, actorOf('analyst'), {});
	expect(await app.jobs.finished(id)).toMatchObject({ state: 'failed', message: 'There is no chart “x”.' });
	expect((await getJob(app.db, id)).error).toEqual({
		code: 'not_found',
		message: 'There is no chart “x”.',
		hint: 'Look again.'
	});
});

test('JOB-6 a bug keeps an id only, the log has the rest', async ({ world: { app, logLines } }) => {
	const work = doing(async () => {
		throw new TypeError('secret detail');
	});
	const id = await app.jobs.start(work, actorOf('analyst'), {});
	await app.jobs.finished(id);
	const { error } = await getJob(app.db, id);
	expect(error).toMatchObject({ code: 'internal', message: 'Something broke on our side.' });
	expect(JSON.stringify(error)).not.toContain('secret detail');
	const logged = logLines.find((line) => line.includes('secret detail'));
	expect(error?.hint).toContain(JSON.parse(logged!).id);
});

test('JOB-11 a job that another process took over says nothing more and stops', async ({ world: { app } }) => {
	const running = gate();
	const taken = gate();
	let stopped: unknown;
	const id = await app.jobs.start(
		doing(async ({ log, signal }) => {
			running.open();
			await taken.opened;
			await log('Still here').catch((cause: unknown) => (stopped = cause));
			signal.throwIfAborted();
		}),
		actorOf('analyst'),
		{}
	);
	await running.opened;
	await app.db.updateTable('job').set({ owner: 'another' }).where('id', '=', id).execute();
	taken.open();
	await app.jobs.close();
	expect(stopped).toMatchObject({ code: 'cancelled' });
	const events = await app.db.selectFrom('job_event').select('message').where('job_id', '=', id).execute();
	expect(events.map(({ message }) => message)).toEqual(['Waiting for its turn', 'Started']);
});

test('JOB-15 a reader that leaves takes its listener with it', async ({ world: { app } }) => {
	const { open, opened } = gate();
	const id = await app.jobs.start(
		doing(() => opened),
		actorOf('analyst'),
		{}
	);
	const leaving = new AbortController();
	const reader = app.jobs.follow(id, 2, leaving.signal);
	const next = reader.next();
	expect(app.jobs.readerCount(id)).toBe(1);
	leaving.abort();
	expect((await next).done).toBe(true);
	expect(app.jobs.readerCount(id)).toBe(0);

	const staying = app.jobs.follow(id, 2, new AbortController().signal).next();
	app.jobs.dismissReaders();
	expect((await staying).done).toBe(true);
	open();
});
