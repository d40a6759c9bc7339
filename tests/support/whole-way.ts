import type { z } from 'zod';
import type { DashboardStop } from '#lib/domain/dashboard.ts';
import type { Deployment } from '#lib/domain/deployment.ts';
import { DashboardId, DeploymentId, EnvironmentName } from '#lib/domain/ids.ts';
import type { Plan } from '#lib/domain/plan.ts';
import type { App } from '#lib/server/app.ts';
import { getJob } from '#lib/server/db/jobs.ts';
import { showDashboard } from '#lib/server/operations/dashboard/show.ts';
import { trackDashboard } from '#lib/server/operations/dashboard/track.ts';
import { showDeployment } from '#lib/server/operations/deployment/show.ts';
import { startDeployment } from '#lib/server/operations/deployment/start.ts';
import { createEnvironment } from '#lib/server/operations/environment/create.ts';
import { execute, type Actor, type Operation } from '#lib/server/operations/operation.ts';
import { makeDeploymentPlan } from '#lib/server/operations/plan/make.ts';
import { actorOf, contextFor } from './app.ts';

/** A job that did not succeed, with everything that it said. */
export class JobFailed extends Error {
	readonly code: string;
	readonly hint: string | undefined;

	constructor(error: { code: string; message: string; hint?: string | undefined }) {
		super(error.message);
		this.code = error.code;
		this.hint = error.hint;
	}
}

/** Run an operation as a job and wait for its end. @throws {JobFailed} */
export async function runJob<Schema extends z.ZodType, Output>(
	app: App,
	operation: Operation<Schema, Output>,
	input: unknown,
	actor: Actor = actorOf('admin')
): Promise<Awaited<Output>> {
	const id = await app.jobs.start(operation, actor, input);
	for await (const event of app.jobs.follow(id, 0, AbortSignal.timeout(300_000))) void event;
	const job = await getJob(app.db, id);
	if (job.state !== 'succeeded')
		throw new JobFailed(job.error ?? { code: job.state, message: `The job was ${job.state}.` });
	return job.result as Awaited<Output>;
}

export interface Reachable {
	readonly url: string;
	readonly username?: string;
	readonly password?: string;
}

export const connect = (
	app: App,
	name: string,
	{
		url,
		username = 'admin',
		password = 'admin12345',
		stage = 'dev'
	}: Reachable & { stage?: 'dev' | 'staging' | 'prod' }
) =>
	execute(createEnvironment, contextFor(app), {
		name,
		title: name,
		url,
		stage,
		credentials: { kind: 'password', username, password, provider: 'db' }
	});

/** Track the dashboard with this slug. */
export async function trackBySlug(app: App, environment: string, slug: string): Promise<DashboardId> {
	const client = await app.superset(EnvironmentName.parse(environment));
	const found = await client.findDashboard({ slug });
	if (!found) throw new Error(`There is no dashboard with the slug ${slug} in ${environment}.`);
	const { dashboardId } = await runJob(app, trackDashboard, { environment, supersetId: found.id });
	return DashboardId.parse(dashboardId);
}

/** Plan and deploy the head of `main`, as a person would who finds nothing to say against the plan. */
export async function deployMain(
	app: App,
	dashboardId: DashboardId,
	environment: string
): Promise<{ plan: Plan; deployment: Deployment; stop: DashboardStop }> {
	const plan = await execute(makeDeploymentPlan, contextFor(app), { dashboardId, commit: 'main', environment });
	const { deploymentId } = await runJob(app, startDeployment, { dashboardId, planHash: plan.hash });
	const deployment = await execute(showDeployment, contextFor(app), { deploymentId: DeploymentId.parse(deploymentId) });
	const { stops } = await execute(showDashboard, contextFor(app), { dashboardId });
	const stop = stops.find((one) => one.environment === environment);
	if (!stop) throw new Error(`${environment} is no environment.`);
	return { plan, deployment, stop };
}
