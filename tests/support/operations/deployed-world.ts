import type { Oid, DashboardId } from '#lib/domain/ids.ts';
import { EnvironmentName } from '#lib/domain/ids.ts';
import type { App } from '#lib/server/app.ts';
import { listDeployments, type DeploymentRecord } from '#lib/server/db/deployments.ts';
import { findEnvironmentLock } from '#lib/server/db/environment-locks.ts';
import { deployMain, trackBySlug } from '#tests/support/whole-way.ts';
import { describeDataset, renameChart, retitleDashboard } from './edits.ts';
import {
	DATASET,
	OWN_CHART,
	practiceWorld,
	SLUG,
	type PracticeWorld,
	type PracticeWorldOptions
} from './practice-world.ts';
import { captureAndCommit, headOfMain } from './steps.ts';

/** What prod has: `first` is deployed there, and `second`, which changes an object of every kind, is the head of main. */
export interface DeployedWorld extends PracticeWorld {
	readonly dashboardId: DashboardId;
	readonly first: Oid;
	readonly second: Oid;
}

/** A world with a commit deployed to prod, and another one to deploy that needs all three imports. */
export async function deployedWorld(options: PracticeWorldOptions = {}): Promise<DeployedWorld> {
	const world = await practiceWorld(options);
	const { app, dev } = world;
	const dashboardId = await trackBySlug(app, 'dev', SLUG);
	await deployMain(app, dashboardId, 'prod');
	const first = (await headOfMain(app, dashboardId))!;
	changeEveryKind(dev);
	const { commit: second } = await captureAndCommit(app, dashboardId);
	return { ...world, dashboardId, first, second };
}

/** Edit the dataset, a chart and the dashboard. */
export function changeEveryKind(superset: PracticeWorld['dev']): void {
	describeDataset(superset, DATASET, 'Orders by day');
	renameChart(superset, OWN_CHART, 'Channels');
	retitleDashboard(superset, SLUG, 'Shared, second');
}

export async function lastDeployment(app: App, dashboardId: DashboardId): Promise<DeploymentRecord> {
	const [last] = await listDeployments(app.db, { dashboardId, limit: 1 });
	if (!last) throw new Error('Nothing was deployed.');
	return last;
}

export const lockOn = (app: App, environment = 'prod') =>
	findEnvironmentLock(app.db, EnvironmentName.parse(environment));
