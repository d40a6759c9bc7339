import { expect, test } from 'vitest';
import { listJobs } from '#lib/server/db/jobs.ts';
import { findPlan } from '#lib/server/db/plans.ts';
import { PlanHash, type Plan } from '#lib/domain/plan.ts';
import { afterDeath, bundleTheDoomed, deathsOf, doomedWorld, run } from '#tests/support/operations/doomed.ts';
import { renameChart, takeOffDashboard } from '#tests/support/operations/edits.ts';
import { OWN_CHART, SHARED_CHART, SLUG } from '#tests/support/operations/practice-world.ts';
import { capture, captureAndCommit, changesOf, commit } from '#tests/support/operations/steps.ts';
import { deployMain, trackBySlug } from '#tests/support/whole-way.ts';

bundleTheDoomed();

test('CRASH-3 killed at each step of capturing', { timeout: 600_000 }, async () => {
	const world = await doomedWorld(async ({ app, dev }) => {
		const dashboardId = await trackBySlug(app, 'dev', SLUG);
		renameChart(dev, SHARED_CHART, 'Revenue');
		takeOffDashboard(dev, SLUG, OWN_CHART);
		return dashboardId;
	});
	const dashboardId = world.prepared;
	const input = { dashboardId, environment: 'dev' };
	const fate = { operation: 'dashboard.capture', input, personId: world.personId };
	const deaths = await deathsOf(fate, world);
	expect(deaths.length).toBeGreaterThan(8);
	for (const death of deaths) {
		const dir = await world.again();
		await run({ ...fate, dir }, world, death);
		await afterDeath(dir, async (app) => {
			const [job] = await listJobs(app.db, {});
			expect(job).toMatchObject({ operation: 'dashboard.capture', state: 'succeeded' });
			const { assets } = await changesOf(app, dashboardId);
			expect(assets.map(({ kind, change }) => `${kind} ${change}`).sort()).toEqual([
				'chart modified',
				'chart removed',
				'dashboard modified'
			]);
			expect(await capture(app, dashboardId)).toMatchObject({ how: 'unmoved' });
			await commit(app, dashboardId);
		});
	}
});

test('CRASH-4 killed at each step of planning', { timeout: 600_000 }, async () => {
	const world = await doomedWorld(async ({ app, dev, prod }) => {
		const dashboardId = await trackBySlug(app, 'dev', SLUG);
		await deployMain(app, dashboardId, 'prod');
		renameChart(prod, OWN_CHART, 'By hand');
		renameChart(dev, SHARED_CHART, 'Revenue');
		await captureAndCommit(app, dashboardId);
		return dashboardId;
	});
	const dashboardId = world.prepared;
	const input = { dashboardId, commit: 'main', environment: 'prod' };
	const fate = { operation: 'plan.make', input, personId: world.personId };
	const deaths = await deathsOf(fate, world);
	expect(deaths.length).toBeGreaterThan(10);
	for (const death of deaths) {
		const dir = await world.again();
		await run({ ...fate, dir }, world, death);
		await afterDeath(dir, async (app) => {
			const job = (await listJobs(app.db, {})).find(({ operation }) => operation === 'plan.make');
			expect(job?.state).toBe('succeeded');
			const { hash } = job?.result as Plan;
			expect(await findPlan(app.db, dashboardId, PlanHash.parse(hash))).toMatchObject({ hash });
			expect((await deployMain(app, dashboardId, 'prod')).plan.hash).toBe(hash);
		});
	}
});
