import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AssetUuid, DashboardId, DeploymentId, EnvironmentName, Oid } from '#lib/domain/ids.ts';
import { BranchName } from '#lib/domain/refs.ts';
import { insertDashboard } from '#lib/server/db/dashboards.ts';
import { getDeployment, insertDeployment } from '#lib/server/db/deployments.ts';
import { findEnvironmentLock } from '#lib/server/db/environment-locks.ts';
import { getJob, listJobs } from '#lib/server/db/jobs.ts';
import { defineOperation } from '#lib/server/operations/operation.ts';
import { actorOf, expect, test, type World } from '#tests/support/app.ts';
import { addEnvironment } from '#tests/support/environment.ts';
import { startProcess } from '#tests/support/process/start.ts';

const dev = EnvironmentName.parse('dev');

/** The one that `work-forever.ts` leaves unfinished, as this process knows it. */
const workAgain = defineOperation({
	name: 'test.work-again',
	permission: 'dashboard:read',
	input: z.object({}),
	resumable: true,
	run: async ({ actor }) => `finished as ${actor.role}`
});

/** A job killed in the middle of writing into `dev`, in a process of its own. */
async function killInTheMiddle(world: World, how: 'once' | 'again', personId = 'person-analyst') {
	await addEnvironment(world.app);
	const other = startProcess('tests/support/process/work-forever.ts', [world.dir, how, personId, 'analyst']);
	await other.said('working');
	const [job] = await listJobs(world.app.db, { unfinished: true });
	expect(job).toMatchObject({ state: 'running', title: 'Work for ever' });
	return { job: job!, other };
}

/** A deployment of that job, as it stands when its process dies. */
async function addRunningDeployment(world: World, jobId: Awaited<ReturnType<typeof killInTheMiddle>>['job']['id']) {
	const dashboardId = DashboardId.parse(randomUUID());
	await insertDashboard(world.app.db, {
		id: dashboardId,
		title: 'Sales',
		dashboard_uuid: AssetUuid.parse(randomUUID()),
		home_environment: null,
		default_branch: BranchName.parse('main'),
		created_at: 0,
		created_by: 'Ana'
	});
	const id = DeploymentId.parse(randomUUID());
	const commit = Oid.parse('a'.repeat(40));
	const open = { safetyCommit: null, finishedAt: null, plan: null, proof: null, failure: null };
	const what = { id, dashboardId, environment: dev, commit, jobId, startedBy: 'Ana', startedAt: 1 };
	await insertDeployment(world.app.db, { ...what, ...open, kind: 'deploy', state: 'running' });
	return id;
}

test('JOB-7 a job killed in the middle is marked at the next start, its lock is free, its deployment failed', async ({
	world
}) => {
	const { job, other } = await killInTheMiddle(world, 'once');
	const deployment = await addRunningDeployment(world, job.id);
	expect(await findEnvironmentLock(world.app.db, dev)).toMatchObject({ purpose: 'Working', jobId: job.id });
	await other.kill();

	const next = await world.startAnother();
	expect(await getJob(next.db, job.id)).toMatchObject({
		state: 'interrupted',
		error: { message: expect.stringContaining('server stopped'), hint: expect.stringContaining('start it again') }
	});
	expect(await next.jobs.finished(job.id)).toMatchObject({ state: 'interrupted', kind: 'state', seq: 4 });
	expect(await findEnvironmentLock(next.db, dev)).toBeUndefined();
	expect(await getDeployment(next.db, deployment)).toMatchObject({
		state: 'failed',
		failure: expect.stringContaining('server stopped')
	});
});

test('JOB-8 a job that may run twice is run again, with the rights of now', async ({ world }) => {
	const person = { name: 'Ana', email: 'ana@example.org', password: 'correct horse', role: 'analyst' } as const;
	const { personId } = await world.app.auth.createPerson(person);
	await world.app.auth.createPerson({ ...person, name: 'Ada', email: 'ada@example.org', role: 'admin' });
	const { job, other } = await killInTheMiddle(world, 'again', personId);
	await other.kill();
	await world.app.auth.setRole(personId, 'engineer');

	const next = await world.startAnother({}, { resumable: [workAgain] });
	expect(await next.jobs.finished(job.id)).toMatchObject({ state: 'succeeded' });
	expect(await getJob(next.db, job.id)).toMatchObject({ result: 'finished as engineer' });
	const messages = await next.db.selectFrom('job_event').select('message').where('job_id', '=', job.id).execute();
	expect(messages.map(({ message }) => message)).toContainEqual(expect.stringContaining('run again from the start'));
});

test('JOB-8 it is not run again for a person who is gone', async ({ world }) => {
	const { job, other } = await killInTheMiddle(world, 'again', 'nobody');
	await other.kill();
	const next = await world.startAnother({}, { resumable: [workAgain] });
	expect((await getJob(next.db, job.id)).state).toBe('interrupted');
});

test('JOB-9 a job of a living process is left alone', async ({ world }) => {
	const { job, other } = await killInTheMiddle(world, 'once');
	const next = await world.startAnother();
	expect((await getJob(next.db, job.id)).state).toBe('running');
	expect(await findEnvironmentLock(next.db, dev)).toMatchObject({ jobId: job.id });
	await other.kill();
});

test('JOB-10 a stopping server ends its jobs, or leaves them to the next start', async ({ world }) => {
	const person = { name: 'Ana', email: 'ana@example.org', password: 'correct horse', role: 'analyst' } as const;
	const actor = await world.app.auth.createPerson(person);
	const untilStopped = (name: 'test.work' | 'test.work-again', resumable: boolean) =>
		defineOperation({
			...workAgain,
			name,
			resumable,
			run: ({ signal }) =>
				new Promise<string>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
		});
	const once = await world.app.jobs.start(untilStopped('test.work', false), actor, {});
	const again = await world.app.jobs.start(untilStopped('test.work-again', true), actorOf('analyst'), {});
	await world.app.db.updateTable('job').set({ person_id: actor.personId }).where('id', '=', again).execute();
	await world.app.close();

	const next = await world.startAnother({}, { resumable: [workAgain] });
	expect(await getJob(next.db, once)).toMatchObject({
		state: 'interrupted',
		error: { message: expect.stringContaining('stopped') }
	});
	expect((await next.jobs.finished(again))?.state).toBe('succeeded');
});
