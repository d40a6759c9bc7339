import { expect, test } from 'vitest';
import type { DashboardId, Oid } from '#lib/domain/ids.ts';
import type { App } from '#lib/server/app.ts';
import { readCommit } from '#lib/server/git/objects.ts';
import { finishMerge } from '#lib/server/operations/merge/finish.ts';
import { listMerges } from '#lib/server/operations/merge/list.ts';
import { startMerge } from '#lib/server/operations/merge/start.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextFor } from '#tests/support/app.ts';
import { afterDeath, bundleTheDoomed, deathsOf, doomedWorld, run } from '#tests/support/operations/doomed.ts';
import { CHART, conflictWorld, mergeWorldIn, OTHER_CHART } from '#tests/support/operations/merge-world.ts';
import { headOfMain } from '#tests/support/operations/steps.ts';

bundleTheDoomed();

const waiting = (app: App, dashboardId: DashboardId) => execute(listMerges, contextFor(app), { dashboardId });

/** Whether main is where it was, or has a merge of exactly these two. */
async function hasMerged(app: App, dashboardId: DashboardId, parents: readonly Oid[]): Promise<boolean> {
	const head = (await headOfMain(app, dashboardId))!;
	if (head === parents[0]) return false;
	expect((await readCommit(app.repoOf(dashboardId), head)).parents).toEqual(parents);
	return true;
}

test('CRASH-7 killed at each step of finishing a merge', { timeout: 600_000 }, async () => {
	const world = await doomedWorld(async ({ world: folder }) => {
		const { mergeId, show, decide, dashboardId, head } = await conflictWorld(await mergeWorldIn(folder));
		await decide(
			mergeId,
			(await show(mergeId)).conflicts.map(({ id }) => ({ id, keep: 'theirs' }))
		);
		return { input: { dashboardId, mergeId }, dashboardId, parents: [await head('main'), await head('side')] };
	});
	const { input, dashboardId, parents } = world.prepared;
	const fate = { operation: 'merge.finish', input, personId: world.personId };
	const deaths = await deathsOf(fate, world);
	expect(deaths.length).toBeGreaterThan(5);
	const seen = new Set<boolean>();
	for (const death of deaths) {
		const dir = await world.again();
		await run({ ...fate, dir }, world, death);
		await afterDeath(dir, async (app) => {
			const isDone = await hasMerged(app, dashboardId, parents);
			seen.add(isDone);
			const open = await waiting(app, dashboardId);
			expect(open.map(({ decided, of }) => [decided, of])).toEqual(isDone ? [] : [[1, 1]]);
			const again = execute(finishMerge, contextFor(app), input);
			if (isDone) await expect(again).rejects.toMatchObject({ code: 'not_found' });
			else expect(await again).toMatchObject({ kind: 'merged' });
			expect(await hasMerged(app, dashboardId, parents)).toBe(true);
			expect(await waiting(app, dashboardId)).toEqual([]);
		});
	}
	expect([...seen].sort()).toEqual([false, true]);
});

test.each([
	['without a question', OTHER_CHART],
	['with a conflict', CHART]
])('CRASH-7 killed at each step of beginning a merge %s', { timeout: 600_000 }, async (_, chart) => {
	const world = await doomedWorld(async ({ world: folder }) => {
		const { set, dashboardId } = await mergeWorldIn(folder);
		const parents = [await set('main', CHART, 'cache_timeout', '10'), await set('side', chart, 'cache_timeout', '20')];
		return { input: { dashboardId, branch: 'main', expectedHead: parents[0], from: 'side' }, dashboardId, parents };
	});
	const { input, dashboardId, parents } = world.prepared;
	const fate = { operation: 'merge.start', input, personId: world.personId };
	const deaths = await deathsOf(fate, world);
	expect(deaths.length).toBeGreaterThan(3);
	for (const death of deaths) {
		const dir = await world.again();
		await run({ ...fate, dir }, world, death);
		await afterDeath(dir, async (app) => {
			const isDone = await hasMerged(app, dashboardId, parents);
			const open = await waiting(app, dashboardId);
			const expectedHead = await headOfMain(app, dashboardId);
			const started = await execute(startMerge, contextFor(app), { ...input, expectedHead });
			if (chart === CHART) {
				expect([isDone, started.kind]).toEqual([false, 'conflicts']);
				for (const { id } of open) expect(started).toMatchObject({ mergeId: id });
				expect(await waiting(app, dashboardId)).toHaveLength(1);
			} else expect([open, started.kind]).toEqual([[], isDone ? 'up_to_date' : 'merged']);
		});
	}
});
