import { expect, test } from 'vitest';
import { listDashboards } from '#lib/server/db/dashboards.ts';
import { trackDashboard } from '#lib/server/operations/dashboard/track.ts';
import { DashboardId } from '#lib/domain/ids.ts';
import { afterDeath, bundleTheDoomed, deathsOf, doomedWorld, run } from '#tests/support/operations/doomed.ts';
import { dashboardIn } from '#tests/support/operations/edits.ts';
import { SLUG } from '#tests/support/operations/practice-world.ts';
import { capture, changesOf } from '#tests/support/operations/steps.ts';
import { runJob } from '#tests/support/whole-way.ts';

bundleTheDoomed();

test('CRASH-2 killed at each step of tracking', { timeout: 600_000 }, async () => {
	const world = await doomedWorld(async () => undefined);
	const input = { environment: 'dev', supersetId: dashboardIn(world.dev, SLUG).id };
	const fate = { operation: 'dashboard.track', input, personId: world.personId };
	const deaths = await deathsOf(fate, world);
	expect(deaths.length).toBeGreaterThan(10);
	for (const death of deaths) {
		const dir = await world.again();
		await run({ ...fate, dir }, world, death);
		await afterDeath(dir, async (app) => {
			const [there] = await listDashboards(app.db);
			if (there) {
				await expect(runJob(app, trackDashboard, input)).rejects.toMatchObject({ code: 'already_exists' });
			} else await runJob(app, trackDashboard, input);
			const [dashboard, ...others] = await listDashboards(app.db);
			expect(others).toEqual([]);
			const id = DashboardId.parse(dashboard?.id);
			expect(await capture(app, id)).toMatchObject({ how: 'unmoved' });
			expect((await changesOf(app, id)).assets).toEqual([]);
		});
	}
});
