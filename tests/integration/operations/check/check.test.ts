import { expect, test } from 'vitest';
import { EnvironmentName } from '#lib/domain/ids.ts';
import { liveRef } from '#lib/domain/refs.ts';
import { captureDashboard } from '#lib/server/operations/dashboard/capture.ts';
import { trackZip } from '#lib/server/operations/dashboard/track-zip.ts';
import { checkDashboard } from '#lib/server/operations/dashboard/check.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { listJobs } from '#lib/server/db/jobs.ts';
import { contextFor } from '#tests/support/app.ts';
import { renameChart } from '#tests/support/operations/edits.ts';
import { OWN_CHART, practiceWorld, recording, SLUG } from '#tests/support/operations/practice-world.ts';
import { changesOf, exportsIn, liveIn, requestsDuring } from '#tests/support/operations/steps.ts';
import { trackBySlug } from '#tests/support/whole-way.ts';
import { git } from '../../git/repo.ts';

async function trackedWorld() {
	const world = await practiceWorld();
	const dashboardId = await trackBySlug(world.app, 'dev', SLUG);
	const check = (maxAgeMs = 0) => execute(checkDashboard, contextFor(world.app), { dashboardId, maxAgeMs });
	return { ...world, dashboardId, check };
}

test('CAPTURE-20 a look asks the lists, exports what moved, and is no job', async () => {
	const { app, dev, dashboardId, check } = await trackedWorld();
	const jobs = (await listJobs(app.db)).length;
	expect(exportsIn(await requestsDuring(dev, check))).toEqual([]);
	renameChart(dev, OWN_CHART, 'Channels');
	const requests = await requestsDuring(dev, async () =>
		expect(await check()).toMatchObject({ how: 'moved', changed: true })
	);
	expect(exportsIn(requests)).toEqual(['chart']);
	expect((await changesOf(app, dashboardId)).assets).toHaveLength(1);
	expect(await listJobs(app.db)).toHaveLength(jobs);
});

test('CAPTURE-20 a look that was just made is not made again', async () => {
	const { dev, check } = await trackedWorld();
	const requests = await requestsDuring(dev, async () =>
		expect(await check(60_000)).toMatchObject({ how: 'fresh', changed: false })
	);
	expect(requests).toEqual([]);
});

test('CAPTURE-20 those who look at once share one look', async () => {
	const { dev, check } = await trackedWorld();
	renameChart(dev, OWN_CHART, 'Channels');
	const requests = await requestsDuring(dev, async () => {
		const found = await Promise.all([check(), check(), check()]);
		expect(new Set(found)).toHaveLength(1);
	});
	expect(exportsIn(requests)).toEqual(['chart']);
});

test('CAPTURE-21 a look that fails says why, changes nothing, and the next one finds it', async () => {
	const { app, dev, dashboardId, check } = await trackedWorld();
	const live = await liveIn(app, dashboardId, 'dev');
	renameChart(dev, OWN_CHART, 'Channels');
	dev.addFault({ match: { path: '/api/v1/chart/export/' }, answer: { status: 500, body: { message: 'Oops' } } });
	await expect(check()).rejects.toMatchObject({ code: 'superset_unexpected', message: expect.stringMatching(/\w/) });
	expect(await liveIn(app, dashboardId, 'dev')).toBe(live);
	expect(await check()).toMatchObject({ how: 'moved', changed: true });
});

test('CAPTURE-21 a dashboard from a ZIP has nowhere to look', async () => {
	const { app } = await practiceWorld();
	const { dashboardId } = await execute(trackZip, contextFor(app), { zip: recording('virtual') });
	expect(await execute(checkDashboard, contextFor(app), { dashboardId })).toEqual({
		...{ how: 'nowhere', changed: false, capturedAt: null }
	});
});

test('CAPTURE-22 captures of one moment, by a person and by pages, are all well', async () => {
	const { app, dev, dashboardId, check } = await trackedWorld();
	renameChart(dev, OWN_CHART, 'Channels');
	const live = liveRef(EnvironmentName.parse('dev'));
	const repo = app.repoOf(dashboardId);
	let isFirst = true;
	dev.onRequest = (request) => {
		// While the export is made, the look of a page comes first.
		if (!request.includes('/export/') || !isFirst) return;
		isFirst = false;
		git(repo, ['update-ref', live, git(repo, ['commit-tree', '-p', live, '-m', 'Capture', `${live}^{tree}`]).trim()]);
	};
	const capture = () => execute(captureDashboard, contextFor(app), { dashboardId, environment: 'dev' });
	expect(await capture()).toMatchObject({ changed: true });
	expect(isFirst).toBe(false);
	dev.onRequest = undefined;
	renameChart(dev, 'Channels', 'Ways');
	await Promise.all([capture(), check(), capture(), capture()]);
	expect((await changesOf(app, dashboardId)).assets.map(({ name }) => name)).toEqual(['Ways']);
});
