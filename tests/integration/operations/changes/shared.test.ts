import { expect, test } from 'vitest';
import { EnvironmentName, type DashboardId } from '#lib/domain/ids.ts';
import { BranchName } from '#lib/domain/refs.ts';
import { updateShownBranch } from '#lib/server/db/environment-dashboards.ts';
import { createBranch } from '#lib/server/operations/branch/create.ts';
import { sharedChanges } from '#lib/server/operations/changes/shared.ts';
import { createCommitEverywhere } from '#lib/server/operations/commit/create-everywhere.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextFor } from '#tests/support/app.ts';
import { chartsAt } from '#tests/support/operations/branch-steps.ts';
import { renameChart, retitleDashboard } from '#tests/support/operations/edits.ts';
import { OWN_CHART, practiceWorld, SHARED_CHART, SLUG } from '#tests/support/operations/practice-world.ts';
import { capture, changesOf, commit, headOfMain } from '#tests/support/operations/steps.ts';
import { trackBySlug } from '#tests/support/whole-way.ts';

/** Two dashboards of dev that share a chart, which somebody renamed. */
async function twoDashboards() {
	const world = await practiceWorld({ inDev: ['shared-chart-a', 'shared-chart-b'] });
	const { app, dev } = world;
	const a = await trackBySlug(app, 'dev', SLUG);
	const b = await trackBySlug(app, 'dev', 'shared-chart-b');
	renameChart(dev, SHARED_CHART, 'Revenue');
	await capture(app, a);
	const shared = (of: { paths?: string[]; branch?: string; commit?: string } = {}) =>
		execute(sharedChanges, contextFor(app), { dashboardId: a, ...of });
	const place = async (dashboardId: DashboardId) => {
		const { head, live, assets, branch } = await changesOf(app, dashboardId);
		const paths = assets.filter(({ name }) => name === 'Revenue').map(({ path }) => path);
		return { dashboardId, branch, expectedHead: head, live, paths };
	};
	return { ...world, a, b, shared, place };
}

test('SHARED-1 a change of a shared chart is found in every dashboard that has it to commit', async () => {
	const { app, a, b, shared } = await twoDashboards();
	expect(await shared()).toMatchObject([{ dashboardId: b, assets: [{ name: SHARED_CHART, form: 'other' }] }]);
	await capture(app, b);
	const [path] = (await changesOf(app, a)).assets.map((one) => one.path);
	const found = [{ dashboardId: b, title: 'Shared chart B', branch: 'main', isDefault: true, environment: 'dev' }];
	const asset = { name: 'Revenue', here: path };
	expect(await shared()).toMatchObject(found.map((use) => ({ ...use, assets: [{ ...asset, form: 'same' }] })));
	expect(await shared({ paths: [path!] })).toEqual(await shared());
	expect(await shared({ paths: ['charts/nobody.yaml'] })).toEqual([]);
	await commit(app, b);
	expect(await shared()).toMatchObject([{ dashboardId: b, assets: [{ ...asset, form: 'committed' }] }]);
});

test('SHARED-1 what a commit changed is found where it waits, and what did not change is not', async () => {
	const { app, dev, a, b, shared } = await twoDashboards();
	await capture(app, b);
	const { commit: made } = await commit(app, a);
	expect(await shared()).toEqual([]);
	expect(await shared({ commit: made })).toMatchObject([{ dashboardId: b, assets: [{ form: 'same' }] }]);
	renameChart(dev, OWN_CHART, 'Mine alone');
	await capture(app, a);
	expect(await shared()).toEqual([]);
});

test('SHARED-1 it is asked about the branch that is shown there, and against the one that is looked at here', async () => {
	const { app, a, b, shared } = await twoDashboards();
	await capture(app, b);
	for (const dashboardId of [a, b]) await execute(createBranch, contextFor(app), { dashboardId, name: 'side' });
	const where = { dashboardId: b, environment: EnvironmentName.parse('dev') };
	await updateShownBranch(app.db, where, { branch: BranchName.parse('side'), since: (await headOfMain(app, b))! });
	expect(await shared()).toMatchObject([{ branch: 'side', isDefault: false, assets: [{ form: 'same' }] }]);
	await commit(app, a);
	expect(await shared()).toEqual([]);
	expect(await shared({ branch: 'side' })).toMatchObject([{ assets: [{ form: 'same' }] }]);
});

test('SHARED-1 one that was captured at another time says so', async () => {
	const { app, dev, b, shared } = await twoDashboards();
	renameChart(dev, 'Revenue', 'Income');
	await capture(app, b);
	expect(await shared()).toMatchObject([{ assets: [{ name: 'Income', form: 'other' }] }]);
});

test('SHARED-2 it is committed to all at once, and each says what became of it', async () => {
	const { app, dev, a, b, place } = await twoDashboards();
	retitleDashboard(dev, 'shared-chart-b', 'B, second');
	await capture(app, b);
	const dashboards = [await place(a), await place(b)];
	const everywhere = (places: object[]) =>
		execute(createCommitEverywhere, contextFor(app), { message: 'Shorter', dashboards: places });
	const done = await everywhere(dashboards);
	expect(done.map(({ title, result }) => [title, result.kind])).toEqual([
		['Shared chart A', 'committed'],
		['Shared chart B', 'committed']
	]);
	for (const id of [a, b]) expect(await chartsAt(app, id, (await headOfMain(app, id))!)).toContain('Revenue');
	// What is not shared was not chosen, and stays a change.
	expect((await changesOf(app, b)).assets).toMatchObject([{ kind: 'dashboard' }]);
	const again = await everywhere([
		{ ...dashboards[0]!, expectedHead: await headOfMain(app, a) },
		dashboards[1]!,
		{ ...dashboards[0]!, dashboardId: '3f0a6c1e-7d7b-4a55-9a5e-6a0f3f0f7c11' }
	]);
	expect(again.map(({ result }) => result.kind)).toEqual(['nothing', 'moved', 'failed']);
	expect(again[2]!.result).toMatchObject({ code: 'not_found' });
	await expect(everywhere([dashboards[0]!, dashboards[0]!])).rejects.toMatchObject({ code: 'invalid_input' });
});
