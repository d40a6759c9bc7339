import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { build } from 'vite';
import { DashboardId } from '#lib/domain/ids.ts';
import { createApp, type App } from '#lib/server/app.ts';
import { parseConfig } from '#lib/server/config.ts';
import { listDashboards } from '#lib/server/db/dashboards.ts';
import { listDeployments } from '#lib/server/db/deployments.ts';
import { listJobs } from '#lib/server/db/jobs.ts';
import { headOfMain } from '#tests/support/operations/steps.ts';
import type { PracticeSuperset } from '#tests/support/practice-superset/server.ts';
import { lockOn } from './deployed-world.ts';
import { portsWith, practiceWorld, type PracticeWorld, type PracticeWorldOptions } from './practice-world.ts';
import { cleanEnvironment } from '#tests/support/process/start.ts';
import type { Fate } from './run-to-death.ts';

let program = '';

/** Bundle the program that dies once per file of tests: every start of it then takes a fraction of a second. */
export function bundleTheDoomed(): void {
	beforeAll(async () => {
		program = await mkdtemp(join(resolve('node_modules'), '.crash-'));
		await build({
			configFile: false,
			logLevel: 'error',
			build: { ssr: 'tests/support/operations/run-to-death.ts', outDir: program, emptyOutDir: true, target: 'node20' }
		});
	});
	afterAll(() => rm(program, { recursive: true, force: true }));
}

/** A data folder and two Supersets that can be put back to how they were, as often as a process has to die. */
export interface DoomedWorld {
	readonly dev: PracticeSuperset;
	readonly prod: PracticeSuperset;
	readonly personId: string;
	/** Put both Supersets back; a copy of the data folder on which nobody works. */
	again(): Promise<string>;
}

/** Where a process dies. */
export type Death =
	| { readonly kind: 'before a step'; readonly number: number }
	/** Superset carries the request out all the same. */
	| { readonly kind: 'at a request'; readonly number: number };

/** @param prepare what stands before the job: it runs once */
export async function doomedWorld<Prepared>(
	prepare: (world: PracticeWorld) => Promise<Prepared>,
	options: PracticeWorldOptions = {}
): Promise<DoomedWorld & { readonly prepared: Prepared }> {
	const world = await practiceWorld(options);
	const { app, dev, prod } = world;
	const { personId } = await app.auth.createPerson({
		...{ name: 'Ada', email: 'ada@example.org', password: 'correct horse', role: 'admin' }
	});
	const prepared = await prepare(world);
	await app.close();
	const tables = [dev, prod].map(({ state }) => structuredClone(state.tables));
	return {
		...{ dev, prod, personId, prepared },
		async again() {
			for (const [at, { state }] of [dev, prod].entries()) state.tables = structuredClone(tables[at]!);
			const dir = await mkdtemp(join(tmpdir(), 'dashbranch-doomed-'));
			onTestFinished(() => rm(dir, { recursive: true, force: true, maxRetries: 5 }));
			await cp(world.world.dir, dir, { recursive: true });
			return dir;
		}
	};
}

/** Run a job in a process of its own until it dies; `null` lives to the end and tells how many steps there are. */
export async function run(fate: Omit<Fate, 'dieBefore'>, world: DoomedWorld, death: Death | null): Promise<number> {
	const dieBefore = death?.kind === 'before a step' ? death.number : null;
	const text = JSON.stringify({ ...fate, dieBefore } satisfies Fate);
	const child = spawn(
		process.execPath,
		[
			'-e',
			`import(process.argv[1]).then((module) => module.default(process.argv[2]))`,
			join(program, 'run-to-death.js'),
			text
		],
		{ stdio: ['ignore', 'pipe', 'pipe'], env: cleanEnvironment() }
	);
	let said = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
	let requests = 0;
	const supersets = [world.dev, world.prod];
	for (const superset of supersets) {
		superset.onRequest = () => {
			requests += 1;
			if (death?.kind === 'at a request' && requests === death.number) child.kill('SIGKILL');
		};
	}
	await once(child, 'close');
	for (const superset of supersets) superset.onRequest = undefined;
	if (death) expect({ signal: child.signalCode, said }).toEqual({ signal: 'SIGKILL', said: '' });
	else expect(said).toMatch(/^steps \d+$/m);
	return death ? requests : Number(/^steps (\d+)$/m.exec(said)![1]);
}

/** Every place where a job can die, found by letting it live once. */
export async function deathsOf(fate: Omit<Fate, 'dieBefore' | 'dir'>, world: DoomedWorld): Promise<Death[]> {
	const dir = await world.again();
	const before = world.dev.requests.length + world.prod.requests.length;
	const steps = await run({ ...fate, dir }, world, null);
	const requests = world.dev.requests.length + world.prod.requests.length - before;
	const places = (kind: Death['kind'], count: number) =>
		Array.from({ length: count }, (_, at): Death => ({ kind, number: at + 1 }));
	return [...places('before a step', steps), ...places('at a request', requests)];
}

/** The next start on a folder whose process died; closed at the end of `use`. */
export async function afterDeath(dir: string, use: (app: App) => Promise<void>): Promise<void> {
	const env = { DATA_DIR: dir, LOG_LEVEL: 'silent', DASHBRANCH_ALLOW_PRIVATE: '1' };
	const app = await createApp(parseConfig(env), portsWith());
	try {
		await expectNothingHalf(app);
		await use(app);
	} finally {
		await app.close();
	}
}

/** After a restart: no job that nobody works on, no lock, no deployment that runs for ever, no dashboard that is half there. */
async function expectNothingHalf(app: App): Promise<void> {
	for (const job of await listJobs(app.db, { unfinished: true })) await app.jobs.finished(job.id);
	const jobs = await listJobs(app.db, {});
	for (const job of jobs) expect(['succeeded', 'interrupted']).toContain(job.state);
	for (const environment of ['dev', 'prod']) expect(await lockOn(app, environment)).toBeUndefined();
	for (const { state } of await listDeployments(app.db)) expect(state).not.toBe('running');
	const rows = await listDashboards(app.db);
	for (const { id } of rows) expect(await headOfMain(app, id)).not.toBeNull();
	const names = (await readdir(join(app.config.dataDir, 'repos'))).map((name) => name.replace(/\.git$/, ''));
	for (const { id } of rows) expect(names).toContain(DashboardId.parse(id));
}
