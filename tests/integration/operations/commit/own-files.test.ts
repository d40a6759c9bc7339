import { expect, test } from 'vitest';
import type { DashboardStop } from '#lib/domain/dashboard.ts';
import { EnvironmentName } from '#lib/domain/ids.ts';
import { stopsOf } from '#lib/features/dashboard/stops.ts';
import { getEnvironment } from '#lib/server/db/environments.ts';
import { assetTreeOf } from '#lib/server/git/asset-trees.ts';
import { readListing } from '#lib/server/git/objects.ts';
import { openBranch } from '#lib/server/operations/apply/open.ts';
import { planApply } from '#lib/server/operations/apply/plan.ts';
import { uncommittedIn } from '#lib/server/operations/apply/uncommitted.ts';
import { compareTrees } from '#lib/server/operations/compare/trees.ts';
import { listTrackedDashboards } from '#lib/server/operations/dashboard/list.ts';
import { openDashboard } from '#lib/server/operations/dashboard/repository.ts';
import { showDashboard } from '#lib/server/operations/dashboard/show.ts';
import { verifyDeployment } from '#lib/server/operations/deployment/verify.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextFor } from '#tests/support/app.ts';
import { branchedWorld } from '#tests/support/operations/branch-steps.ts';
import { deployedWorld, type DeployedWorld } from '#tests/support/operations/deployed-world.ts';
import { renameChart } from '#tests/support/operations/edits.ts';
import { OWN_CHART, practiceWorld, SHARED_CHART } from '#tests/support/operations/practice-world.ts';
import {
	capture,
	changesOf,
	commit,
	liveIn,
	planFor,
	requestsDuring,
	writesIn
} from '#tests/support/operations/steps.ts';
import { deployMain, runJob, trackBySlug } from '#tests/support/whole-way.ts';
import { commit as commitIn } from '../../git/repo.ts';

const AT_THE_TOP = { 'README.md': '# Sales\n', '.gitattributes': '*.yaml diff\n', '.github/check.yaml': 'x\n' };
const DEEPER = { 'charts/README.md': '# Charts\n', 'datasets/.gitkeep': '' };

/** All that says how environments stand to a branch; no ids of commits, which a commit moves. */
async function told({ app, dashboardId }: Pick<DeployedWorld, 'app' | 'dashboardId'>) {
	const [summary] = await execute(listTrackedDashboards, contextFor(app), {});
	const view = await execute(showDashboard, contextFor(app), { dashboardId });
	const { assets, machineMadeOnly } = await changesOf(app, dashboardId);
	const sides = { dashboardId, before: 'main', after: 'environment:dev' };
	const compared = await execute(compareTrees, contextFor(app), sides);
	const opening = await runJob(app, planApply, { dashboardId, branch: 'main' });
	const plan = await planFor(app, dashboardId);
	const withoutCommit = ({ commit: _, labels: _labels, capturedAt: _at, ...stop }: DashboardStop) => stop;
	return {
		...{ changeCount: summary!.changeCount, stops: summary!.stops.map(withoutCommit), standsIn: view.standsIn },
		line: stopsOf(view, assets.length, () => '').map(({ tone, words }) => ({ tone, words })),
		...{ assets, machineMadeOnly, compared: compared.changes.assets, ownFiles: compared.ownFiles },
		opening: { uncommitted: opening.uncommitted, actions: opening.plan.items.map(({ action }) => action) },
		...{ trees: [plan.commitTree, plan.liveTree], items: plan.items, notes: plan.notes }
	};
}

/** Dev and prod hold what `main` says. */
async function worldInStep() {
	const world = await deployedWorld();
	await deployMain(world.app, world.dashboardId, 'prod');
	return world;
}

test.for([
	['at the top', AT_THE_TOP],
	['deeper down', DEEPER]
] as const)('COMMIT-11 with files %s that hold no asset nothing else is told', async ([, own]) => {
	const world = await worldInStep();
	const { app, dashboardId } = world;
	const { trees, ...before } = await told(world);
	expect(before).toMatchObject({
		...{ changeCount: 0, assets: [], ownFiles: [], opening: { uncommitted: [] } },
		standsIn: { main: ['dev', 'prod'] },
		line: [{ words: 'in step' }, { words: 'in step' }]
	});
	await commitIn(app.repoOf(dashboardId), own);
	const { trees: after, standsIn, line, ...same } = await told(world);
	const { standsIn: _, line: _line, ...rest } = before;
	expect(same).toEqual(rest);
	if (own !== AT_THE_TOP) return;
	expect({ standsIn, line }).toEqual({ standsIn: before.standsIn, line: before.line });
	expect(after).toEqual(trees);
});

test('COMMIT-11 a commit with a README is deployed and proven, and writes nothing where its assets are', async () => {
	const world = await worldInStep();
	const { app, prod, dashboardId } = world;
	const readme = await commitIn(app.repoOf(dashboardId), AT_THE_TOP);
	const requests = await requestsDuring(prod, async () => {
		const { deployment, stop } = await deployMain(app, dashboardId, 'prod');
		const assets = await assetTreeOf(app.repoOf(dashboardId), readme);
		expect(deployment).toMatchObject({
			...{ state: 'verified', commit: readme },
			proof: { deployedTree: assets, expectedTree: assets, foundTree: assets }
		});
		expect(stop).toMatchObject({ commit: readme, standing: 'recognised' });
	});
	expect(writesIn(requests)).toEqual([]);
	expect(await runJob(app, verifyDeployment, { dashboardId, environment: 'prod' })).toMatchObject({
		proof: { isProven: true }
	});
});

test('COMMIT-11 what an older Superset can hold of a commit with a README is all of it, and no edit', async () => {
	const { app } = await practiceWorld({ inDev: ['theme'], prodVersion: '4.1.4' });
	const dashboardId = await trackBySlug(app, 'dev', 'theme');
	const readme = await commitIn(app.repoOf(dashboardId), AT_THE_TOP);
	const { deployment, stop } = await deployMain(app, dashboardId, 'prod');
	expect(deployment.proof).toMatchObject({
		isProven: true,
		deployedTree: await assetTreeOf(app.repoOf(dashboardId), readme)
	});
	expect(deployment.proof!.expectedTree).not.toBe(deployment.proof!.deployedTree);
	expect(stop).toMatchObject({ commit: readme, standing: 'recognised' });
	await commitIn(app.repoOf(dashboardId), { 'README.md': '# Sales again\n' });
	const live = (await liveIn(app, dashboardId, 'prod'))!;
	const prod = await getEnvironment(app.db, EnvironmentName.parse('prod'));
	const dashboard = await openDashboard(app, dashboardId);
	expect(await uncommittedIn(app, dashboard, { environment: prod, live, since: readme })).toEqual([]);
});

test('COMMIT-11 edits are committed to a branch that only got a README since it was opened', async () => {
	const { app, dev, dashboardId } = await branchedWorld();
	const open = (branch: string, more: object = {}) => runJob(app, openBranch, { dashboardId, branch, ...more });
	await open('main');
	await commitIn(app.repoOf(dashboardId), AT_THE_TOP);
	expect(await open('main')).toMatchObject({ kind: 'written', kept: null });
	await open('feature');
	await open('main');
	await commitIn(app.repoOf(dashboardId), { 'README.md': '# Sales again\n' });
	renameChart(dev, SHARED_CHART, 'Revenue');
	const choice = { kind: 'commit-here', message: 'Say revenue' };
	const result = await open('feature', { uncommitted: choice });
	expect(result).toMatchObject({ kind: 'written', kept: { kind: 'committed', branch: 'main' } });
	const kept = result.kind === 'written' && result.kept?.kind === 'committed' ? result.kept.commit : undefined;
	expect([...(await readListing(app.repoOf(dashboardId), kept!)).keys()]).toContain('README.md');
});

test('COMMIT-11 after a part was committed on top of a README only the rest is asked about', async () => {
	const { app, dev, dashboardId } = await branchedWorld();
	await runJob(app, openBranch, { dashboardId, branch: 'main' });
	await commitIn(app.repoOf(dashboardId), AT_THE_TOP);
	renameChart(dev, SHARED_CHART, 'Revenue');
	renameChart(dev, OWN_CHART, 'Ways');
	await capture(app, dashboardId);
	const { assets } = await changesOf(app, dashboardId);
	await commit(app, dashboardId, [assets.find(({ name }) => name === 'Ways')!.path]);
	const { uncommitted } = await runJob(app, planApply, { dashboardId, branch: 'feature' });
	expect(uncommitted.map(({ name }) => name)).toEqual(['Revenue']);
});
