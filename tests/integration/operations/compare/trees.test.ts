import { expect, test } from 'vitest';
import { createBranch } from '#lib/server/operations/branch/create.ts';
import { listSides } from '#lib/server/operations/compare/sides.ts';
import { compareTrees } from '#lib/server/operations/compare/trees.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { createDashboardTag } from '#lib/server/operations/tag/create.ts';
import { contextFor } from '#tests/support/app.ts';
import { renameChart } from '#tests/support/operations/edits.ts';
import { OWN_CHART, practiceWorld, SLUG } from '#tests/support/operations/practice-world.ts';
import { capture, captureAndCommit, headOfMain } from '#tests/support/operations/steps.ts';
import { trackBySlug } from '#tests/support/whole-way.ts';

/** `main`: the chart renamed once; dev: renamed again; a branch and a tag at the first commit. */
async function comparedWorld() {
	const { app, dev } = await practiceWorld();
	const dashboardId = await trackBySlug(app, 'dev', SLUG);
	const first = (await headOfMain(app, dashboardId))!;
	await execute(createBranch, contextFor(app), { dashboardId, name: 'old', from: first });
	await execute(createDashboardTag, contextFor(app), { dashboardId, name: 'v1', commit: first });
	renameChart(dev, OWN_CHART, 'Channels');
	await captureAndCommit(app, dashboardId);
	renameChart(dev, 'Channels', 'Ways to sell');
	await capture(app, dashboardId);
	const head = (await headOfMain(app, dashboardId))!;
	const compare = (before: string, after: string) =>
		execute(compareTrees, contextFor(app), { dashboardId, before, after });
	return { app, dashboardId, first, head, compare };
}

const renamed = (from: string, to: string) => ({ assets: [{ sentences: [`renamed “${from}” → “${to}”`] }] });

test('COMPARE-1 branch, tag, commit, the start of its id and an environment are compared with one another', async () => {
	const { first, head, compare } = await comparedWorld();
	for (const before of ['old', 'v1', first, first.slice(0, 9)]) {
		expect(await compare(before, 'main')).toMatchObject({
			...{ before: { commit: first }, after: { kind: 'branch', name: 'main', commit: head } },
			...{ changes: renamed(OWN_CHART, 'Channels'), sameCount: 4 }
		});
	}
	expect(await compare('main', 'environment:dev')).toMatchObject({
		...{ after: { kind: 'environment', name: 'dev' }, changes: renamed('Channels', 'Ways to sell') }
	});
});

test('COMPARE-2 the parent of a commit, and of the first one nothing', async () => {
	const { first, head, compare } = await comparedWorld();
	expect(await compare(`parent-of:${head}`, head)).toMatchObject({ before: { commit: first } });
	const whole = await compare(`parent-of:${first}`, first);
	expect(whole).toMatchObject({ before: { kind: 'nothing', commit: null }, sameCount: 0 });
	expect(whole.changes.assets.every(({ change }) => change === 'added')).toBe(true);
});

test('COMPARE-3 what is not there is named, with the next step', async () => {
	const { compare } = await comparedWorld();
	const hint = expect.stringMatching(/\w/);
	await expect(compare('nowhere', 'main')).rejects.toMatchObject({ code: 'not_found', hint });
	await expect(compare('main', 'environment:moon')).rejects.toMatchObject({ code: 'not_found', hint });
	await expect(compare('main', 'environment:prod')).rejects.toMatchObject({ code: 'not_found', hint });
	await expect(compare('main', 'environment:../x')).rejects.toMatchObject({ code: 'not_found', hint });
});

test('COMPARE-1 a side compared with itself has no changes', async () => {
	const { compare } = await comparedWorld();
	expect(await compare('main', 'main')).toMatchObject({ changes: { assets: [] }, sameCount: 5 });
});

test('COMPARE-4 what can be compared is listed, and each of it can', async () => {
	const { app, dashboardId, first, head, compare } = await comparedWorld();
	const sides = await execute(listSides, contextFor(app), { dashboardId });
	expect(sides.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
		...['environment dev', 'branch main', 'branch old', 'tag v1'],
		...[expect.stringMatching(/^commit /), expect.stringMatching(/^commit Track/)]
	]);
	expect(sides.slice(-2).map(({ commit }) => commit)).toEqual([head, first]);
	for (const { side, commit } of sides) expect((await compare(side, 'main')).before.commit).toBe(commit);
});
