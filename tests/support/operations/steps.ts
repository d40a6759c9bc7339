import type { Oid, DashboardId } from '#lib/domain/ids.ts';
import { EnvironmentName } from '#lib/domain/ids.ts';
import { BranchName, branchRef, deployedRef, liveRef } from '#lib/domain/refs.ts';
import type { App } from '#lib/server/app.ts';
import { listRefs, resolveRef } from '#lib/server/git/refs.ts';
import { createCommit } from '#lib/server/operations/commit/create.ts';
import { captureDashboard } from '#lib/server/operations/dashboard/capture.ts';
import { dashboardChanges } from '#lib/server/operations/dashboard/changes.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { makeDeploymentPlan } from '#lib/server/operations/plan/make.ts';
import { contextFor } from '#tests/support/app.ts';
import type { PracticeSuperset } from '#tests/support/practice-superset/server.ts';
import { runJob } from '#tests/support/whole-way.ts';

export const capture = (app: App, dashboardId: DashboardId, environment = 'dev') =>
	runJob(app, captureDashboard, { dashboardId, environment });

export const changesOf = (app: App, dashboardId: DashboardId) =>
	execute(dashboardChanges, contextFor(app), { dashboardId });

export const planFor = (app: App, dashboardId: DashboardId, environment = 'prod', commit = 'main') =>
	execute(makeDeploymentPlan, contextFor(app), { dashboardId, commit, environment });

/** Commit what was captured last; everything, or the named paths. */
export async function commit(
	app: App,
	dashboardId: DashboardId,
	paths: 'all' | readonly string[] = 'all',
	message = 'Say what changed'
): Promise<{ commit: Oid; alsoTaken: readonly string[] }> {
	const { head, live } = await changesOf(app, dashboardId);
	return execute(createCommit, contextFor(app), {
		...{ dashboardId, branch: 'main', message, paths },
		...{ expectedHead: head, live }
	});
}

export const captureAndCommit = async (app: App, dashboardId: DashboardId) => {
	await capture(app, dashboardId);
	return commit(app, dashboardId);
};

export const headOfMain = (app: App, dashboardId: DashboardId): Promise<Oid | null> =>
	resolveRef(app.repoOf(dashboardId), branchRef(BranchName.parse('main')));

export const liveIn = (app: App, dashboardId: DashboardId, environment: string): Promise<Oid | null> =>
	resolveRef(app.repoOf(dashboardId), liveRef(EnvironmentName.parse(environment)));

export const deployedIn = (app: App, dashboardId: DashboardId, environment = 'prod'): Promise<Oid | null> =>
	resolveRef(app.repoOf(dashboardId), deployedRef(EnvironmentName.parse(environment)));

/** All refs of a dashboard's repository: name → commit. */
export const refsIn = async (app: App, dashboardId: DashboardId): Promise<Record<string, string>> =>
	Object.fromEntries((await listRefs(app.repoOf(dashboardId), 'refs/')).map(({ ref, oid }) => [ref, oid]));

/** The requests that a Superset gets while something is done. */
export async function requestsDuring(superset: PracticeSuperset, work: () => Promise<unknown>): Promise<string[]> {
	const before = superset.requests.length;
	await work();
	return superset.requests.slice(before);
}

export const exportsIn = (requests: readonly string[]): string[] =>
	requests.flatMap((request) => /^GET \/api\/v1\/(\w+)\/export\//.exec(request)?.[1] ?? []);

export const writesIn = (requests: readonly string[]): string[] =>
	requests.filter((request) => /^(?:PUT|DELETE|POST \/api\/v1\/\w+\/import)/.test(request));
