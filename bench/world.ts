import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';
import type { DashboardId } from '#lib/domain/ids.ts';
import { DashboardId as Id } from '#lib/domain/ids.ts';
import { createApp, type App } from '#lib/server/app.ts';
import { parseConfig } from '#lib/server/config.ts';
import { getJob } from '#lib/server/db/jobs.ts';
import { closeGit } from '#lib/server/git/objects.ts';
import { createLogger } from '#lib/server/log.ts';
import { createEnvironment } from '#lib/server/operations/environment/create.ts';
import { trackZip } from '#lib/server/operations/dashboard/track-zip.ts';
import { execute, type Actor, type Context, type Operation } from '#lib/server/operations/operation.ts';
import { createSupersetClient } from '#lib/server/superset/client.ts';
import type { RequestRecord } from '#lib/server/superset/options.ts';
import { LARGE } from './zip-to-commit.ts';

const ADA: Actor = { personId: 'bench', name: 'Ada', email: 'ada@example.org', role: 'admin' };

export interface Bench {
	readonly app: App;
	readonly context: Context;
	/** Every request to a Superset since the last {@link Bench.forget}. */
	readonly requests: RequestRecord[];
	forget(): void;
	close(): Promise<void>;
}

/** An app on an empty folder that notes what it asks of Supersets. */
export async function openBench(): Promise<Bench> {
	const dir = await mkdtemp(join(tmpdir(), 'dashbranch-bench-'));
	const requests: RequestRecord[] = [];
	const config = parseConfig({ DATA_DIR: dir, ORIGIN: 'http://127.0.0.1:3000', DASHBRANCH_ALLOW_PRIVATE: '1' });
	const app = await createApp(config, {
		log: createLogger('error'),
		supersetOf: (access) =>
			createSupersetClient({ ...access, allowPrivate: true, onRequest: (record) => requests.push(record) })
	});
	const nothing = async () => {};
	const context: Context = {
		app,
		actor: ADA,
		signal: new AbortController().signal,
		job: null,
		report: nothing,
		log: nothing,
		warn: nothing
	};
	return {
		app,
		context,
		requests,
		forget: () => void requests.splice(0),
		async close() {
			await app.close();
			await closeGit();
			await rm(dir, { recursive: true, force: true });
		}
	};
}

export const addEnvironment = (bench: Bench, name: string, url: string) =>
	execute(createEnvironment, bench.context, {
		...{ name, title: name, url, stage: 'prod' },
		credentials: { kind: 'password', username: 'admin', password: 'admin12345', provider: 'db' }
	});

export async function trackLarge(bench: Bench): Promise<DashboardId> {
	const { dashboardId } = await execute(trackZip, bench.context, { zip: new Uint8Array(readFileSync(LARGE)) });
	return Id.parse(dashboardId);
}

/** Run as a job, as pages do. */
export async function runJob<Schema extends z.ZodType, Output>(
	app: App,
	operation: Operation<Schema, Output>,
	input: unknown
) {
	const id = await app.jobs.start(operation, ADA, input);
	await app.jobs.finished(id);
	const job = await getJob(app.db, id);
	if (job.state !== 'succeeded') throw new Error(`${job.title}: ${job.error?.message ?? job.state}`);
	return job.result as Awaited<Output>;
}
