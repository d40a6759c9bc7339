import { expect, test } from 'vitest';
import { cancelJob } from '#lib/server/operations/job/cancel.ts';
import { listJobs } from '#lib/server/operations/job/list.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextFor } from '#tests/support/app.ts';
import { JobId } from '#lib/domain/ids.ts';
import type { Plan } from '#lib/domain/plan.ts';
import { chartIn, renameChart } from '#tests/support/operations/edits.ts';
import { OWN_CHART, recording, TITLE } from '#tests/support/operations/practice-world.ts';
import { served, type Served } from './served.ts';

const planHash = async ({ run }: Served): Promise<string> => {
	const { json } = await run(['plan', TITLE, '--to', 'prod', '--json']);
	return (json()['plan'] as unknown as Plan).hash;
};
const writesTo = ({ prod }: Served) => prod.requests.filter((one) => /^(?:POST .*\/import\/|PUT|DELETE)/.test(one));

test('CLI-25 plan shows what would be done and its hash, and writes nothing', async () => {
	const world = await served();
	const { code, out } = await world.run(['plan', TITLE, '--to', 'prod']);
	expect(code).toBe(0);
	expect(out).toMatch(/^“Shared chart A”, commit [0-9a-f]{12} to prod \(Superset 6\.1\.0\)$/m);
	expect(out).toContain(`+ create chart “${OWN_CHART}”`);
	expect(out).toMatch(/^4 create, 0 update, 0 unchanged, 0 unlink, 0 blocked$/m);
	expect(out).toContain(`plan ${await planHash(world)}`);
	expect(writesTo(world)).toEqual([]);
});

test('CLI-25 a plan that is blocked ends with 1, and is not deployed', async () => {
	const world = await served({ inProd: [] });
	const { code, out } = await world.run(['plan', TITLE, '--to', 'prod']);
	expect([code, out]).toEqual([1, expect.stringMatching(/^blocking .*no database connection “Shop”/m)]);
	const deployed = await world.run(['deploy', TITLE, '--to', 'prod', '--yes', '--json']);
	expect([deployed.code, deployed.json()['error']]).toEqual([
		4,
		expect.objectContaining({
			code: 'invalid_input',
			findings: [expect.objectContaining({ path: expect.any(String) })]
		})
	]);
	expect(writesTo(world)).toEqual([]);
});

test.each(['', 'n', 'maybe'])('CLI-26 deploy asks, and “%s” writes nothing', async (answer) => {
	const world = await served();
	const { code, err } = await world.run(['deploy', TITLE, '--to', 'prod'], { answer: () => answer });
	expect(err).toMatch(/4 create[^]*Deploy to prod\? \[y\/N\] [^]*Not deployed; nothing was written\./);
	expect([code, writesTo(world)]).toEqual([130, []]);
});

test('CLI-26 yes deploys', async () => {
	const { run } = await served();
	const { code, out } = await run(['deploy', TITLE, '--to', 'prod'], { answer: () => 'y' });
	expect([code, out]).toEqual([0, expect.stringContaining('prod: proven, 5 of 5 objects equal')]);
});

test('CLI-26 where nobody can be asked --yes is needed, before anything is started', async () => {
	const { run, api } = await served();
	for (const args of [[], ['--json']]) {
		const { code, out, err } = await run(['deploy', TITLE, '--to', 'prod', ...args]);
		expect([code, out + err]).toEqual([2, expect.stringContaining('--yes is not given')]);
	}
	expect(api.requests).toEqual([]);
});

test('CLI-27 the job is followed and the proof shown; programs get plan and deployment', async () => {
	const world = await served();
	const { code, json, err } = await world.run(['deploy', TITLE, '--to', 'prod', '--yes', '--json', '--verbose']);
	expect(code).toBe(0);
	expect(json()).toMatchObject({
		dashboard: { title: TITLE },
		plan: { environment: 'prod' },
		deployment: { state: 'verified', startedBy: 'Emil', proof: { isProven: true } }
	});
	expect(err).toMatch(/Looking at what prod holds[^]*Proving what prod holds now[^]*100%/);
});

test('CLI-27 where the proof fails, it says where and ends with 1', async () => {
	const world = await served();
	await world.run(['deploy', TITLE, '--to', 'prod', '--yes']);
	renameChart(world.dev, OWN_CHART, 'Channels');
	await world.run(['commit', TITLE, '-m', 'Channels by name']);
	const done = { status: 200, body: { message: 'OK' } };
	for (const method of ['POST', 'PUT'])
		world.prod.addFault({ match: { method, path: '/api/v1/chart/' }, answer: done, times: 9 });
	const { code, out } = await world.run(['deploy', TITLE, '--to', 'prod', '--yes']);
	expect(out).toMatch(/^different chart “Channels”\n {4}renamed “Channels” → “Own chart a”$/m);
	expect([code, out]).toEqual([1, expect.stringContaining('prod: differs, 4 of 5 objects equal')]);
});

test('CLI-28 --plan carries out exactly this plan', async () => {
	const world = await served();
	const hash = await planHash(world);
	const { code, json } = await world.run(['deploy', TITLE, '--to', 'prod', '--plan', hash, '--yes', '--json']);
	expect([code, (json()['plan'] as unknown as Plan).hash]).toEqual([0, hash]);
	expect(chartIn(world.prod, OWN_CHART)).toBeDefined();
});

test('CLI-28 a stale plan, one for elsewhere and one that is none are refused and write nothing', async () => {
	const world = await served({ inProd: [recording('shared-chart-a')] });
	const hash = await planHash(world);
	const deploy = async (to: string, ...more: string[]) => {
		const { code, out } = await world.run(['deploy', TITLE, '--to', to, '--yes', '--json', ...more]);
		return [code, (JSON.parse(out) as { error: { code: string } }).error.code];
	};
	expect(await deploy('dev', '--plan', hash)).toEqual([4, 'invalid_input']);
	expect(await deploy('prod', '--plan', '0'.repeat(64))).toEqual([4, 'not_found']);
	expect(await deploy('prod', '--plan', 'abc')).toEqual([2, 'usage']);
	expect(await deploy('prod', '--plan', hash, '--commit', 'main')).toEqual([2, 'usage']);
	renameChart(world.prod, OWN_CHART, 'Edited there');
	expect(await deploy('prod', '--plan', hash)).toEqual([4, 'plan_stale']);
	expect(writesTo(world)).toEqual([]);
});

/** A plan that waits for prod until it is cancelled; `onStarted` is called with what Ctrl-C does. */
async function whilePlanning(world: Served, onStarted: (interrupt: () => void) => void) {
	world.prod.addFault({ match: { method: 'GET', path: '/api/v1/chart/' }, delayMs: 600_000, times: 99 });
	let interrupt = () => {};
	let isStarted = false;
	return world.run(['plan', TITLE, '--to', 'prod', '--verbose'], {
		onListening: (given) => (interrupt = given),
		onError: (text) => {
			if (isStarted || !text.includes('Looking at what prod holds')) return;
			isStarted = true;
			onStarted(interrupt);
		}
	});
}
const jobsOf = ({ app }: Served) => execute(listJobs, contextFor(app), {});

test('CLI-29 Ctrl-C cancels the job', async () => {
	const world = await served();
	const { code, err } = await whilePlanning(world, (interrupt) => interrupt());
	expect(err).toMatch(/Cancelling at the next safe point[^]*It was cancelled\./);
	expect(code).toBe(130);
	expect((await jobsOf(world))[0]).toMatchObject({ operation: 'plan.make', state: 'cancelled' });
});

test('CLI-29 a second Ctrl-C leaves the job alone', async () => {
	const world = await served();
	world.api.onAnswer = (answer, request) =>
		request.endsWith('/cancel')
			? Response.json({ error: { code: 'not_allowed', message: 'no' } }, { status: 403 })
			: answer;
	const { code, err } = await whilePlanning(world, (interrupt) => {
		interrupt();
		interrupt();
	});
	const [job] = await jobsOf(world);
	expect([code, err]).toEqual([130, expect.stringContaining(`Job ${job!.id} goes on without you.`)]);
	expect(job!.state).toBe('running');
	// What is still open would keep the program from ending.
	await expect.poll(() => world.app.jobs.readerCount(JobId.parse(job!.id))).toBe(0);
	await execute(cancelJob, contextFor(world.app), { jobId: job!.id });
});

test('CLI-30 a log that breaks off is taken up behind what was seen', async () => {
	const world = await served();
	let breaks = 0;
	world.api.onAnswer = (answer, request) => {
		if (!request.includes('/events') || breaks === 2 || !answer.body) return answer;
		breaks += 1;
		const reader = answer.body.getReader();
		let chunks = 0;
		const cut = new ReadableStream<Uint8Array>({
			async pull(controller) {
				const { value } = await reader.read();
				if (chunks++ === 1 || !value) return controller.error(new Error('cut'));
				controller.enqueue(value);
			},
			cancel: () => reader.cancel()
		});
		return new Response(cut, { headers: answer.headers });
	};
	const { code, err } = await world.run(['plan', TITLE, '--to', 'prod', '--verbose']);
	expect([code, breaks]).toEqual([0, 2]);
	const seen = world.api.requests.flatMap((one) => /events\?after=(\d+)/.exec(one)?.[1] ?? []);
	expect(seen).toEqual(['0', '1', '2']);
	expect(err.match(/Looking at what prod holds/g)).toHaveLength(1);
});
