import JSZip from 'jszip';
import { expect, test } from 'vitest';
import { assetTreeOf } from '#lib/server/git/asset-trees.ts';
import { readFiles, readListing, treeOf } from '#lib/server/git/objects.ts';
import { trackZip } from '#lib/server/operations/dashboard/track-zip.ts';
import { zipDashboard } from '#lib/server/operations/dashboard/zip.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { GIT_ATTRIBUTES } from '#lib/server/superset/bundle/git-attributes.ts';
import { contextFor } from '#tests/support/app.ts';
import {
	dashboardIn,
	describeDataset,
	renameChart,
	retitleDashboard,
	takeOffDashboard
} from '#tests/support/operations/edits.ts';
import { DATASET, OWN_CHART, practiceWorld, recording, SLUG, TITLE } from '#tests/support/operations/practice-world.ts';
import {
	capture,
	changesOf,
	exportsIn,
	headOfMain,
	liveIn,
	requestsDuring,
	writesIn
} from '#tests/support/operations/steps.ts';
import { trackBySlug } from '#tests/support/whole-way.ts';

test('CAPTURE-1 what a dashboard’s home holds becomes live, and the first commit of main has the same assets', async () => {
	const { app } = await practiceWorld();
	const id = await trackBySlug(app, 'dev', SLUG);
	const changes = await changesOf(app, id);
	expect(changes).toMatchObject({ environment: 'dev', branch: 'main', assets: [], findings: [] });
	const repo = app.repoOf(id);
	expect(await assetTreeOf(repo, changes.head)).toBe(await treeOf(repo, changes.live!));
});

test('CAPTURE-17 the first commit has attributes for git beside the assets, which no capture and no ZIP has', async () => {
	const { app } = await practiceWorld();
	const fromZip = (await execute(trackZip, contextFor(app), { zip: recording('virtual') })).dashboardId;
	for (const dashboardId of [await trackBySlug(app, 'dev', SLUG), fromZip]) {
		const repo = app.repoOf(dashboardId);
		const files = await readFiles(repo, (await headOfMain(app, dashboardId))!);
		const lines = Buffer.from(files.get('.gitattributes')!).toString().split('\n');
		expect(lines).toEqual([...GIT_ATTRIBUTES, '']);
		const { bytes } = await execute(zipDashboard, contextFor(app), { dashboardId, commit: 'main' });
		const paths = Object.keys((await JSZip.loadAsync(bytes)).files);
		expect(paths.some((path) => path.endsWith('metadata.yaml'))).toBe(true);
		expect(paths.filter((path) => path.includes('.gitattributes'))).toEqual([]);
		const live = await liveIn(app, dashboardId, 'dev');
		expect(live && (await readListing(repo, live)).has('.gitattributes')).toBe(dashboardId === fromZip ? null : false);
	}
});

test('CAPTURE-2 where nothing moved nothing is exported, and live stays where it is', async () => {
	const { app, dev } = await practiceWorld();
	const id = await trackBySlug(app, 'dev', SLUG);
	const before = await liveIn(app, id, 'dev');
	let result;
	const requests = await requestsDuring(dev, async () => (result = await capture(app, id)));
	expect(result).toEqual({ commit: before, how: 'unmoved', changed: false });
	expect(exportsIn(requests)).toEqual([]);
	expect(requests).toHaveLength(3);
});

test('CAPTURE-3 a chart that moved is exported alone', async () => {
	const { app, dev } = await practiceWorld();
	const id = await trackBySlug(app, 'dev', SLUG);
	renameChart(dev, OWN_CHART, 'Channels');
	const requests = await requestsDuring(dev, async () =>
		expect(await capture(app, id)).toMatchObject({ how: 'moved', changed: true })
	);
	expect(exportsIn(requests)).toEqual(['chart']);
	expect((await changesOf(app, id)).assets).toMatchObject([
		{ kind: 'chart', change: 'modified', sentences: [`renamed “${OWN_CHART}” → “Channels”`] }
	]);
});

test('CAPTURE-3 a dataset that moved is exported alone', async () => {
	const { app, dev } = await practiceWorld();
	const id = await trackBySlug(app, 'dev', SLUG);
	describeDataset(dev, DATASET, 'Orders by day');
	const requests = await requestsDuring(dev, () => capture(app, id));
	expect(exportsIn(requests)).toEqual(['dataset']);
	const { assets } = await changesOf(app, id);
	expect(assets).toMatchObject([
		{ kind: 'dataset', name: DATASET, change: 'modified', sentences: ['description changed in 1 line'] }
	]);
});

test('CAPTURE-4 a dashboard that moved is exported whole', async () => {
	const { app, dev } = await practiceWorld();
	const id = await trackBySlug(app, 'dev', SLUG);
	retitleDashboard(dev, SLUG, 'Shared, renamed');
	const requests = await requestsDuring(dev, async () =>
		expect(await capture(app, id)).toMatchObject({ how: 'whole', changed: true })
	);
	expect(exportsIn(requests)).toEqual(['dashboard']);
	expect((await changesOf(app, id)).assets).toMatchObject([
		{ kind: 'dashboard', sentences: [`renamed “${TITLE}” → “Shared, renamed”`] }
	]);
});

test('CAPTURE-4 a chart that went is seen', async () => {
	const { app, dev } = await practiceWorld();
	const id = await trackBySlug(app, 'dev', SLUG);
	takeOffDashboard(dev, SLUG, OWN_CHART);
	expect(await capture(app, id)).toMatchObject({ how: 'whole', changed: true });
	expect((await changesOf(app, id)).assets).toContainEqual(
		expect.objectContaining({ kind: 'chart', name: OWN_CHART, change: 'removed' })
	);
});

test('CAPTURE-5 what was saved without a change moves nothing, and the next capture exports nothing', async () => {
	const { app, dev } = await practiceWorld();
	const id = await trackBySlug(app, 'dev', SLUG);
	const before = await liveIn(app, id, 'dev');
	dev.state.touch(dashboardIn(dev, SLUG), 1);
	expect(await capture(app, id)).toEqual({ commit: before, how: 'whole', changed: false });
	expect(await capture(app, id)).toMatchObject({ how: 'unmoved' });
});

test('CAPTURE-6 a dashboard that was deleted there has no live, and comes back when it does', async () => {
	const { app, dev } = await practiceWorld();
	const id = await trackBySlug(app, 'dev', SLUG);
	const rows = dev.state.tables.dashboard;
	dev.state.tables.dashboard = [];
	expect(await capture(app, id)).toEqual({ commit: null, how: 'absent', changed: true });
	expect(await changesOf(app, id)).toMatchObject({ live: null, assets: [] });
	dev.state.tables.dashboard = rows;
	expect(await capture(app, id)).toMatchObject({ how: 'whole', changed: true });
	expect((await changesOf(app, id)).assets).toEqual([]);
});

test('CAPTURE-7 a capture writes nothing into Superset', async () => {
	const { app, dev } = await practiceWorld();
	const requests = await requestsDuring(dev, async () => capture(app, await trackBySlug(app, 'dev', SLUG)));
	expect(writesIn(requests)).toEqual([]);
});
