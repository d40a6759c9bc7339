import childProcess from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';
import Sqlite from 'better-sqlite3';
import type { App } from '#lib/server/app.ts';
import { createApp } from '#lib/server/app.ts';
import { parseConfig } from '#lib/server/config.ts';
import { captureDashboard } from '#lib/server/operations/dashboard/capture.ts';
import { trackDashboard } from '#lib/server/operations/dashboard/track.ts';
import { startDeployment } from '#lib/server/operations/deployment/start.ts';
import { finishMerge } from '#lib/server/operations/merge/finish.ts';
import { startMerge } from '#lib/server/operations/merge/start.ts';
import type { AnyOperation } from '#lib/server/operations/operation.ts';
import { makeDeploymentPlan } from '#lib/server/operations/plan/make.ts';
import { runSync } from '#lib/server/operations/sync/run.ts';

const OPERATIONS: Record<string, AnyOperation> = Object.fromEntries(
	[trackDashboard, captureDashboard, makeDeploymentPlan, startDeployment, startMerge, finishMerge, runSync].map(
		(one) => [one.name, one]
	)
);

export interface Fate {
	readonly dir: string;
	readonly operation: string;
	readonly input: unknown;
	readonly personId: string;
	/** Die before the step of this number, counted from 1; `null` lives to the end. */
	readonly dieBefore: number | null;
}

/**
 * Run an operation as a job, in a process that ends itself by SIGKILL just before one of the steps that leave something
 * on disk: each start of git, and each statement that changes a table of dashboards, plans, deployments, locks or open merges.
 * Prints the number of steps when it lives to the end.
 */
export default async function runToDeath(text: string): Promise<void> {
	const fate = JSON.parse(text) as Fate;
	const env = { DATA_DIR: fate.dir, LOG_LEVEL: 'silent', DASHBRANCH_ALLOW_PRIVATE: '1' };
	const app: App = await createApp(parseConfig(env));
	const person = { personId: fate.personId, name: 'Ada', email: 'ada@example.org', role: 'admin' } as const;
	const count = countSteps(fate.dieBefore);
	const id = await app.jobs.start(OPERATIONS[fate.operation]!, person, fate.input);
	await app.jobs.finished(id);
	console.log(`steps ${count()}`);
	process.exit(0);
}

function countSteps(dieBefore: number | null): () => number {
	let steps = 0;
	const step = () => {
		steps += 1;
		if (steps === dieBefore) process.kill(process.pid, 'SIGKILL');
	};
	const { spawn } = childProcess;
	childProcess.spawn = ((...args: Parameters<typeof spawn>) => {
		step();
		return spawn(...args);
	}) as typeof spawn;
	syncBuiltinESMExports();

	const statement = Object.getPrototypeOf(new Sqlite(':memory:').prepare('select 1')) as {
		source: string;
		run(...args: unknown[]): unknown;
	};
	const { run } = statement;
	statement.run = function (this: typeof statement, ...args: unknown[]) {
		if (/^(?:insert into|update|delete from) "(?:dashboard|environment_|plan|deployment|open_merge)/.test(this.source))
			step();
		return run.apply(this, args);
	};
	return () => steps;
}
