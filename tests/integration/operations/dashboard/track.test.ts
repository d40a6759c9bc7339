import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DashboardId, Oid } from '#lib/domain/ids.ts';
import { BranchName, branchRef } from '#lib/domain/refs.ts';
import type { App } from '#lib/server/app.ts';
import { listDashboards } from '#lib/server/db/dashboards.ts';
import { treeOf } from '#lib/server/git/objects.ts';
import { resolveRef } from '#lib/server/git/refs.ts';
import { availableDashboards } from '#lib/server/operations/dashboard/available.ts';
import { trackZip } from '#lib/server/operations/dashboard/track-zip.ts';
import { trackDashboard } from '#lib/server/operations/dashboard/track.ts';
import { untrackDashboard } from '#lib/server/operations/dashboard/untrack.ts';
import { zipDashboard } from '#lib/server/operations/dashboard/zip.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextFor, openWorld } from '#tests/support/app.ts';
import { test as it } from '#tests/support/app.ts';
import { dashboardIn, heldBy } from '#tests/support/operations/edits.ts';
import { practiceWorld, recording, SLUG, TITLE } from '#tests/support/operations/practice-world.ts';
import { headOfMain } from '#tests/support/operations/steps.ts';
import { runJob, trackBySlug } from '#tests/support/whole-way.ts';

const repositoriesOf = (app: App) => readdirSync(join(app.config.dataDir, 'repos'));
const track = (app: App, zip: Uint8Array, dashboard?: string) =>
	execute(trackZip, contextFor(app), { zip, ...(dashboard && { dashboard }) });
const treeOfMain = async (app: App, id: DashboardId): Promise<Oid> => {
	const head = await resolveRef(app.repoOf(id), branchRef(BranchName.parse('main')));
	return treeOf(app.repoOf(id), Oid.parse(head));
};

test('CAPTURE-10 a dashboard is tracked once, from wherever it comes', async () => {
	const { app, dev } = await practiceWorld();
	await trackBySlug(app, 'dev', SLUG);
	const taken = { code: 'already_exists', message: expect.stringContaining(TITLE), hint: expect.stringMatching(/\w/) };
	const again = { environment: 'dev', supersetId: dashboardIn(dev, SLUG).id };
	await expect(runJob(app, trackDashboard, again)).rejects.toMatchObject(taken);
	await expect(track(app, recording(SLUG))).rejects.toMatchObject(taken);
	expect(await listDashboards(app.db)).toHaveLength(1);
	expect(repositoriesOf(app)).toHaveLength(1);
});

test('CAPTURE-10 of two who track it at once one wins, and the other leaves nothing', async () => {
	const { app, dev } = await practiceWorld();
	const input = { environment: 'dev', supersetId: dashboardIn(dev, SLUG).id };
	const both = await Promise.allSettled([runJob(app, trackDashboard, input), runJob(app, trackDashboard, input)]);
	expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
	const lost = both.find((one) => one.status === 'rejected');
	expect(lost?.reason).toMatchObject({ code: 'already_exists', message: expect.stringContaining(TITLE) });
	expect(await listDashboards(app.db)).toHaveLength(1);
	expect(repositoriesOf(app)).toHaveLength(1);
});

it('CAPTURE-11 a ZIP is tracked without any Superset', async ({ world }) => {
	const { app } = world;
	const { dashboardId, title } = await track(app, recording('sales-overview'));
	expect(title).toBe('Sales overview');
	expect(await listDashboards(app.db)).toMatchObject([{ id: dashboardId, title, home_environment: null }]);
	expect(await headOfMain(app, DashboardId.parse(dashboardId))).not.toBeNull();
});

it('CAPTURE-11 a ZIP of several dashboards asks which one, and takes that one alone', async ({ world }) => {
	const { app } = world;
	const zip = recording('shared-chart-both');
	await expect(track(app, zip)).rejects.toMatchObject({
		code: 'bundle_rejected',
		message: expect.stringMatching(/“Shared chart A” .*“Shared chart B”/),
		hint: 'Choose one of them.'
	});
	expect(repositoriesOf(app)).toEqual([]);
	const one = await track(app, zip, '84c30ab7-733c-56d2-85f8-477d5d4cda72');
	const alone = await openWorld();
	const other = await track(alone.app, recording('shared-chart-b'));
	expect(await treeOfMain(app, DashboardId.parse(one.dashboardId))).toBe(
		await treeOfMain(alone.app, DashboardId.parse(other.dashboardId))
	);
	await alone.close();
});

const recordings = ['6.1.0', '4.1.4'].flatMap((version) =>
	readdirSync(`specs/examples/superset/${version}`)
		.filter((name) => name.endsWith('.zip') && !/^large|-both/.test(name))
		.map((name) => ({ version, name: name.replace('.zip', '') }))
);

it.for(recordings)(
	'CAPTURE-12 a commit as a ZIP, tracked again, gives the same tree: $name of $version',
	async ({ version, name }, { world }) => {
		const { app } = world;
		const first = await track(app, recording(name, version));
		const tree = await treeOfMain(app, DashboardId.parse(first.dashboardId));
		const { bytes } = await execute(zipDashboard, contextFor(app), {
			...{ dashboardId: first.dashboardId, commit: 'main' }
		});
		await execute(untrackDashboard, contextFor(app), { dashboardId: first.dashboardId });
		const second = await track(app, bytes);
		expect(await treeOfMain(app, DashboardId.parse(second.dashboardId))).toBe(tree);
	}
);

it('CAPTURE-12 its name says the dashboard and the commit; an unknown commit is named', async ({ world }) => {
	const { app } = world;
	const { dashboardId } = await track(app, recording(SLUG));
	const head = await headOfMain(app, DashboardId.parse(dashboardId));
	const zip = (commit: string) => execute(zipDashboard, contextFor(app), { dashboardId, commit });
	expect((await zip(head!)).name).toBe(`shared-chart-a-${head!.slice(0, 7)}.zip`);
	expect((await zip(head!.slice(0, 9))).bytes).toEqual((await zip('main')).bytes);
	await expect(zip('nowhere')).rejects.toMatchObject({
		code: 'not_found',
		message: expect.stringContaining('nowhere')
	});
	await expect(zip('f'.repeat(40))).rejects.toMatchObject({ code: 'not_found' });
});

test('CAPTURE-13 when the capture fails, neither a row nor a repository is left', async () => {
	const { app, dev } = await practiceWorld();
	dev.addFault({ match: { path: '/api/v1/dashboard/export/' }, answer: { status: 500, body: { message: 'Oops' } } });
	await expect(trackBySlug(app, 'dev', SLUG)).rejects.toMatchObject({ code: 'superset_unexpected' });
	expect(await listDashboards(app.db)).toEqual([]);
	expect(repositoriesOf(app)).toEqual([]);
	await trackBySlug(app, 'dev', SLUG);
});

test('CAPTURE-13 a dashboard that is not there is named', async () => {
	const { app } = await practiceWorld();
	await expect(runJob(app, trackDashboard, { environment: 'dev', supersetId: 4711 })).rejects.toMatchObject({
		code: 'not_found',
		message: expect.stringContaining('4711'),
		hint: expect.stringMatching(/\w/)
	});
	expect(repositoriesOf(app)).toEqual([]);
});

test('CAPTURE-14 untracking leaves nothing here and everything there', async () => {
	const { app, dev } = await practiceWorld();
	const dashboardId = await trackBySlug(app, 'dev', SLUG);
	const there = heldBy(dev);
	expect(await execute(untrackDashboard, contextFor(app), { dashboardId })).toMatchObject({ title: TITLE });
	expect(await listDashboards(app.db)).toEqual([]);
	expect(await app.db.selectFrom('environment_dashboard').selectAll().execute()).toEqual([]);
	expect(repositoriesOf(app)).toEqual([]);
	expect(heldBy(dev)).toEqual(there);
	await trackBySlug(app, 'dev', SLUG);
});

test('CAPTURE-15 what an environment has is listed, with what is tracked already', async () => {
	const { app } = await practiceWorld({ inDev: ['shared-chart-a', 'shared-chart-b', 'virtual'] });
	const dashboardId = await trackBySlug(app, 'dev', SLUG);
	const all = await execute(availableDashboards, contextFor(app), { environment: 'dev' });
	expect(all.count).toBe(3);
	expect(Object.fromEntries(all.dashboards.map(({ title, trackedAs }) => [title, trackedAs]))).toEqual({
		'Shared chart A': dashboardId,
		'Shared chart B': null,
		'Virtual dataset': null
	});
	const found = await execute(availableDashboards, contextFor(app), { environment: 'dev', search: 'virt' });
	expect(found.dashboards.map(({ title }) => title)).toEqual(['Virtual dataset']);
});
