import { expect, test } from 'vitest';
import { listDeployments } from '#lib/server/db/deployments.ts';
import { listJobs } from '#lib/server/db/jobs.ts';
import { changeEveryKind } from '#tests/support/operations/deployed-world.ts';
import { afterDeath, bundleTheDoomed, deathsOf, doomedWorld, run } from '#tests/support/operations/doomed.ts';
import { connectionsOf, heldBy } from '#tests/support/operations/edits.ts';
import { SLUG } from '#tests/support/operations/practice-world.ts';
import { captureAndCommit, deployedIn, headOfMain, planFor, refsIn } from '#tests/support/operations/steps.ts';
import { deployMain, trackBySlug } from '#tests/support/whole-way.ts';

bundleTheDoomed();

test('CRASH-5 killed at each step of deploying', { timeout: 900_000 }, async () => {
	const world = await doomedWorld(async ({ app, dev }) => {
		const dashboardId = await trackBySlug(app, 'dev', SLUG);
		await deployMain(app, dashboardId, 'prod');
		const first = await headOfMain(app, dashboardId);
		changeEveryKind(dev);
		const { commit: second } = await captureAndCommit(app, dashboardId);
		const { hash } = await planFor(app, dashboardId);
		return { dashboardId, first, second, hash };
	});
	const { dashboardId, first, second, hash } = world.prepared;
	const fate = {
		operation: 'deployment.start',
		input: { dashboardId, planHash: hash },
		personId: world.personId
	};
	const deaths = await deathsOf(fate, world);
	expect(deaths.length).toBeGreaterThan(20);
	for (const death of deaths) {
		const dir = await world.again();
		const before = { held: heldBy(world.prod), connections: connectionsOf(world.prod) };
		await run({ ...fate, dir }, world, death);
		const isWritten = JSON.stringify(heldBy(world.prod)) !== JSON.stringify(before.held);
		await afterDeath(dir, async (app) => {
			const job = (await listJobs(app.db, {})).find(({ operation }) => operation === 'deployment.start');
			const [deployment] = await listDeployments(app.db, { dashboardId });
			expect(job?.state).toBe('interrupted');
			expect([first, second]).toContain(await deployedIn(app, dashboardId));
			if (isWritten) {
				expect(['failed', 'verified']).toContain(deployment?.state);
				expect(deployment?.safetyCommit).not.toBeNull();
				const safeties = Object.entries(await refsIn(app, dashboardId)).filter(([ref]) => /^refs\/safety\//.test(ref));
				expect(safeties.map(([, oid]) => oid)).toContain(deployment?.safetyCommit);
			}
			const again = await deployMain(app, dashboardId, 'prod');
			expect(again.deployment).toMatchObject({ state: 'verified', proof: { isProven: true } });
			expect(await deployedIn(app, dashboardId)).toBe(second);
			expect(connectionsOf(world.prod)).toBe(before.connections);
		});
	}
});
