import type { DashboardId, Oid } from '#lib/domain/ids.ts';
import { BranchName, branchRef } from '#lib/domain/refs.ts';
import type { App } from '#lib/server/app.ts';
import { readFiles } from '#lib/server/git/objects.ts';
import { resolveRef } from '#lib/server/git/refs.ts';
import { readTree, type CanonicalTree } from '#lib/server/superset/bundle/tree.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { createBranch } from '#lib/server/operations/branch/create.ts';
import { createCommit } from '#lib/server/operations/commit/create.ts';
import { showDashboard } from '#lib/server/operations/dashboard/show.ts';
import { contextFor } from '#tests/support/app.ts';
import { OWN_CHART, practiceWorld, SLUG, type PracticeWorld, type PracticeWorldOptions } from './practice-world.ts';
import { chartIn, renameChart } from './edits.ts';
import { capture, headOfMain, liveIn } from './steps.ts';
import { trackBySlug } from '../whole-way.ts';
import type { PracticeSuperset } from '../practice-superset/server.ts';

export const headOf = async (app: App, id: DashboardId, branch: string): Promise<Oid> =>
	(await resolveRef(app.repoOf(id), branchRef(BranchName.parse(branch))))!;

/** What a commit holds. */
export const treeAt = async (app: App, id: DashboardId, commit: Oid): Promise<CanonicalTree> =>
	readTree(await readFiles(app.repoOf(id), commit));

/** Names of the charts of a commit, in order. */
export const chartsAt = async (app: App, id: DashboardId, commit: Oid): Promise<string[]> =>
	[...(await treeAt(app, id, commit)).assets.values()]
		.filter(({ kind }) => kind === 'chart')
		.map(({ name }) => name)
		.sort();

/** Commit what is live in dev to a branch. */
export async function commitTo(app: App, dashboardId: DashboardId, branch: string, message: string): Promise<Oid> {
	await capture(app, dashboardId);
	const input = { dashboardId, branch, message, paths: 'all', live: await liveIn(app, dashboardId, 'dev') };
	const expectedHead = await headOf(app, dashboardId, branch);
	return (await execute(createCommit, contextFor(app), { ...input, expectedHead })).commit;
}

export const stopOf = async (app: App, dashboardId: DashboardId, environment = 'dev') =>
	(await execute(showDashboard, contextFor(app), { dashboardId })).stops.find(
		(one) => one.environment === environment
	)!;

export const namesIn = ({ state }: PracticeSuperset): unknown[] =>
	state.tables.chart.map(({ fields }) => fields['slice_name']).sort();

/** Main is what dev was at first; a branch `feature` calls a chart otherwise, and dev holds what the branch says. */
export interface BranchedWorld extends PracticeWorld {
	readonly dashboardId: DashboardId;
	readonly main: Oid;
	readonly feature: Oid;
}

export async function branchedWorld(options: PracticeWorldOptions = {}): Promise<BranchedWorld> {
	const world = await practiceWorld(options);
	const { app, dev } = world;
	const dashboardId = await trackBySlug(app, 'dev', SLUG);
	const main = (await headOfMain(app, dashboardId))!;
	await execute(createBranch, contextFor(app), { dashboardId, name: 'feature' });
	renameChart(dev, OWN_CHART, 'Channels');
	const feature = await commitTo(app, dashboardId, 'feature', 'Name the channels');
	return { ...world, dashboardId, main, feature };
}

/** Whether a Superset has a chart of this name. */
export const hasChart = (superset: PracticeSuperset, name: string): boolean => {
	try {
		return chartIn(superset, name) !== undefined;
	} catch {
		return false;
	}
};
