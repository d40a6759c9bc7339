import { expect, test } from 'vitest';
import type { DashboardId, Oid } from '#lib/domain/ids.ts';
import type { App } from '#lib/server/app.ts';
import { readCommit, treeOf } from '#lib/server/git/objects.ts';
import { restoreCommit } from '#lib/server/operations/commit/restore.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { actorOf, contextFor } from '#tests/support/app.ts';
import { chartsAt, treeAt } from '#tests/support/operations/branch-steps.ts';
import {
	chartIn,
	describeDataset,
	putChartOn,
	renameChart,
	retitleDashboard,
	takeOffDashboard
} from '#tests/support/operations/edits.ts';
import {
	DATASET,
	OWN_CHART,
	practiceWorld,
	recording,
	SHARED_CHART,
	SLUG
} from '#tests/support/operations/practice-world.ts';
import { captureAndCommit, changesOf, headOfMain, refsIn } from '#tests/support/operations/steps.ts';
import { seedFrom } from '#tests/support/practice-superset/seed.ts';
import { deployMain, trackBySlug } from '#tests/support/whole-way.ts';

const restore = async (
	app: App,
	dashboardId: DashboardId,
	commit: string,
	paths: 'all' | string[],
	more: object = {}
) =>
	execute(restoreCommit, contextFor(app, actorOf('analyst')), {
		...{ dashboardId, branch: 'main', expectedHead: await headOfMain(app, dashboardId), commit, paths },
		...more
	});

/** A dashboard with a commit for each edit after the first. */
async function edited(...edits: ((world: Awaited<ReturnType<typeof practiceWorld>>) => unknown)[]) {
	const world = await practiceWorld();
	const id = await trackBySlug(world.app, 'dev', SLUG);
	const commits: Oid[] = [(await headOfMain(world.app, id))!];
	for (const edit of edits) {
		await edit(world);
		commits.push((await captureAndCommit(world.app, id)).commit);
	}
	return { ...world, id, commits, first: commits[0]!, last: commits.at(-1)! };
}

test('RESTORE-1 the whole dashboard becomes what it was, as a new commit of who asks', async () => {
	const { app, id, first, last } = await edited(
		({ dev }) => renameChart(dev, OWN_CHART, 'Channels'),
		({ dev }) => retitleDashboard(dev, SLUG, 'Second')
	);
	const made = await restore(app, id, first.slice(0, 10), 'all');
	const repo = app.repoOf(id);
	expect(await readCommit(repo, made.commit)).toMatchObject({
		parents: [last],
		tree: await treeOf(repo, first),
		author: { name: 'Ana' },
		subject: expect.stringMatching(`^Restore the dashboard as of ${first.slice(0, 7)} \\(\\d{4}-\\d\\d-\\d\\d\\)$`)
	});
	expect(await headOfMain(app, id)).toBe(made.commit);
});

test('RESTORE-2 one chart becomes what it was, also under another name; the rest stays', async () => {
	const { app, id, first, last, dev } = await edited(
		({ dev: superset }) => renameChart(superset, OWN_CHART, 'Channels'),
		({ dev: superset }) => renameChart(superset, SHARED_CHART, 'Revenue')
	);
	const [path] = [...(await treeAt(app, id, last)).paths].find(([, { name }]) => name === 'Channels')!;
	const made = await restore(app, id, first, [path]);
	expect(made).toMatchObject({
		...{ restored: [OWN_CHART], alsoTaken: [] },
		message: expect.stringContaining(`Restore “${OWN_CHART}” as of ${first.slice(0, 7)}`),
		places: [{ name: OWN_CHART, place: 'kept' }]
	});
	expect(await chartsAt(app, id, made.commit)).toEqual([OWN_CHART, 'Revenue']);
	const { uuid } = chartIn(dev, 'Revenue');
	expect((await restore(app, id, first, [uuid], { message: 'Back' })).message).toBe('Back');
	expect(await chartsAt(app, id, (await headOfMain(app, id))!)).toEqual([OWN_CHART, SHARED_CHART]);
});

test('RESTORE-3 a chart that was taken off comes back to its place, and is deployed', async () => {
	const { app, id, first } = await edited(({ dev }) => takeOffDashboard(dev, SLUG, OWN_CHART));
	await deployMain(app, id, 'prod');
	const [path] = [...(await treeAt(app, id, first)).paths].find(([, { name }]) => name === OWN_CHART)!;
	const made = await restore(app, id, first, [path]);
	expect(made.places).toMatchObject([{ name: OWN_CHART, place: 'back' }]);
	expect(await treeOf(app.repoOf(id), made.commit)).toBe(await treeOf(app.repoOf(id), first));
	expect((await deployMain(app, id, 'prod')).deployment.state).toBe('verified');
});

test('RESTORE-3 without a place it is in the tree alone, and the answer says so', async () => {
	const { app, id, first } = await edited(({ dev }) => takeOffDashboard(dev, SLUG, OWN_CHART));
	const [path] = [...(await treeAt(app, id, first)).paths].find(([, { name }]) => name === OWN_CHART)!;
	const made = await restore(app, id, first, [path], { place: false });
	expect(made.places).toMatchObject([{ name: OWN_CHART, place: 'absent' }]);
	expect(await chartsAt(app, id, made.commit)).toEqual([OWN_CHART, SHARED_CHART]);
});

test('RESTORE-4 what it needs and the branch lacks comes along, and is named', async () => {
	const { app, id, commits } = await edited(
		async ({ dev }) => {
			await seedFrom([recording('virtual')], dev.state);
			putChartOn(dev, SLUG, 'Net by month');
		},
		({ dev }) => takeOffDashboard(dev, SLUG, 'Net by month')
	);
	const [path] = [...(await treeAt(app, id, commits[1]!)).paths].find(([, { name }]) => name === 'Net by month')!;
	const made = await restore(app, id, commits[1]!, [path]);
	expect(made).toMatchObject({
		restored: ['Net by month'],
		alsoTaken: ['sales_joined'],
		places: [{ place: 'at-the-end' }]
	});
	const { deployment } = await deployMain(app, id, 'prod');
	expect([deployment.state, deployment.proof?.items.length]).toEqual(['verified', 7]);
});

test('RESTORE-5 nothing to restore, a stranger, a head that moved and a commit that is none are refused', async () => {
	const { app, id, first, last } = await edited(({ dev }) => describeDataset(dev, DATASET, 'Orders by day'));
	const refs = await refsIn(app, id);
	const hint = expect.stringMatching(/\w/);
	await expect(restore(app, id, last, 'all')).rejects.toMatchObject({ code: 'invalid_input', hint });
	await expect(restore(app, id, first, ['charts/nobody.yaml'])).rejects.toMatchObject({
		code: 'invalid_input',
		message: expect.stringContaining('charts/nobody.yaml'),
		hint
	});
	await expect(restore(app, id, 'e'.repeat(40), 'all')).rejects.toMatchObject({ code: 'not_found' });
	await expect(restore(app, id, first, 'all', { expectedHead: first })).rejects.toMatchObject({ code: 'ref_moved' });
	expect(await refsIn(app, id)).toEqual(refs);
	expect((await changesOf(app, id)).assets).toEqual([]);
});
