import { expect, test } from 'vitest';
import type { DashboardId } from '#lib/domain/ids.ts';
import { sharedChanges } from '#lib/server/operations/changes/shared.ts';
import { createCommitEverywhere } from '#lib/server/operations/commit/create-everywhere.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextFor } from '#tests/support/app.ts';
import { chartsAt } from '#tests/support/operations/branch-steps.ts';
import { renameChart, retitleDashboard } from '#tests/support/operations/edits.ts';
import { practiceWorld, SHARED_CHART, SLUG } from '#tests/support/operations/practice-world.ts';
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
	const shared = (paths?: string[]) =>
		execute(sharedChanges, contextFor(app), { dashboardId: a, ...(paths && { paths }) });
	const place = async (dashboardId: DashboardId) => {
		const { head, live, assets, branch } = await changesOf(app, dashboardId);
		const paths = assets.filter(({ name }) => name === 'Revenue').map(({ path }) => path);
		return { dashboardId, branch, expectedHead: head, live, paths };
	};
	return { ...world, a, b, shared, place };
}

test('SHARED-1 a change of a shared chart is found in every dashboard that has it to commit', async () => {
	const { app, a, b, shared } = await twoDashboards();
	expect(await shared()).toEqual([]);
	await capture(app, b);
	const [path] = (await changesOf(app, a)).assets.map((one) => one.path);
	expect(await shared([path!])).toMatchObject([
		{ dashboardId: b, title: 'Shared chart B', branch: 'main', assets: [{ name: 'Revenue', form: 'same' }] }
	]);
	expect(await shared(['charts/nobody.yaml'])).toEqual([]);
	await commit(app, b);
	expect(await shared()).toEqual([]);
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
	await expect(everywhere([dashboards[0]!, dashboards[0]!])).rejects.toMatchObject({ code: 'invalid_input' });
});
