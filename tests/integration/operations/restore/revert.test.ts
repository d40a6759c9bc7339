import { expect, test } from 'vitest';
import type { DashboardId, Oid } from '#lib/domain/ids.ts';
import { BranchName, branchRef } from '#lib/domain/refs.ts';
import type { App } from '#lib/server/app.ts';
import { readCommit, treeOf } from '#lib/server/git/objects.ts';
import { commitEdits } from '#lib/server/git/write.ts';
import { revertCommit } from '#lib/server/operations/commit/revert.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { actorOf, contextFor } from '#tests/support/app.ts';
import { chartsAt, treeAt } from '#tests/support/operations/branch-steps.ts';
import {
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
	SLUG,
	TITLE
} from '#tests/support/operations/practice-world.ts';
import { captureAndCommit, headOfMain, refsIn } from '#tests/support/operations/steps.ts';
import { seedFrom } from '#tests/support/practice-superset/seed.ts';
import { deployMain, trackBySlug } from '#tests/support/whole-way.ts';

const revert = async (app: App, dashboardId: DashboardId, commit: string, more: object = {}) =>
	execute(revertCommit, contextFor(app), {
		...{ dashboardId, branch: 'main', expectedHead: await headOfMain(app, dashboardId), commit },
		...more
	});

type World = Awaited<ReturnType<typeof practiceWorld>>;

/** Dev with a commit for each edit; `commits[0]` is the first one of all. */
async function edited(...edits: ((world: World) => unknown)[]) {
	const world = await practiceWorld();
	const id = await trackBySlug(world.app, 'dev', SLUG);
	const commits: Oid[] = [(await headOfMain(world.app, id))!];
	for (const edit of edits) {
		await edit(world);
		commits.push((await captureAndCommit(world.app, id)).commit);
	}
	return { ...world, id, commits };
}

const rename =
	(from: string, to: string) =>
	({ dev }: World) =>
		renameChart(dev, from, to);

test('REVERT-1 what a commit did is taken back, and what came after it stays', async () => {
	const { app, id, commits } = await edited(rename(OWN_CHART, 'Channels'), rename(SHARED_CHART, 'Revenue'));
	const made = await revert(app, id, commits[1]!);
	if (made.kind !== 'reverted') throw new Error('It was a conflict.');
	expect(made).toMatchObject({ reverted: [OWN_CHART], alsoTaken: [] });
	expect(await chartsAt(app, id, made.commit)).toEqual([OWN_CHART, 'Revenue']);
	expect(await readCommit(app.repoOf(id), made.commit)).toMatchObject({
		...{ parents: [commits[2]], subject: 'Revert “Say what changed”', author: { name: 'Ada' } },
		body: expect.stringContaining(commits[1]!)
	});
});

test('REVERT-1 the last commit taken back gives the tree before it, and is itself taken back', async () => {
	const { app, id, commits } = await edited(({ dev }) => takeOffDashboard(dev, SLUG, OWN_CHART));
	const repo = app.repoOf(id);
	const made = await revert(app, id, commits[1]!);
	if (made.kind !== 'reverted') throw new Error('It was a conflict.');
	expect(await treeOf(repo, made.commit)).toBe(await treeOf(repo, commits[0]!));
	expect((await deployMain(app, id, 'prod')).deployment.state).toBe('verified');
	const again = await revert(app, id, made.commit);
	if (again.kind !== 'reverted') throw new Error('It was a conflict.');
	expect(await treeOf(repo, again.commit)).toBe(await treeOf(repo, commits[1]!));
});

test('REVERT-2 of an asset that changed since, only what nobody touched again is taken back', async () => {
	const { app, id, commits } = await edited(
		({ dev }) => retitleDashboard(dev, SLUG, 'Second'),
		({ dev }) => takeOffDashboard(dev, SLUG, OWN_CHART)
	);
	const made = await revert(app, id, commits[1]!);
	if (made.kind !== 'reverted') throw new Error('It was a conflict.');
	const tree = await treeAt(app, id, made.commit);
	expect([...tree.assets.values()].find(({ kind }) => kind === 'dashboard')?.name).toBe(TITLE);
	expect(await chartsAt(app, id, made.commit)).toEqual([SHARED_CHART]);
});

test('REVERT-3 what was changed again is a conflict that names it, and nothing is committed', async () => {
	const { app, id, commits } = await edited(
		({ dev }) => {
			renameChart(dev, OWN_CHART, 'Channels');
			describeDataset(dev, DATASET, 'Orders by day');
		},
		rename('Channels', 'Ways')
	);
	const refs = await refsIn(app, id);
	expect(await revert(app, id, commits[1]!)).toMatchObject({
		kind: 'conflict',
		assets: [{ kind: 'chart', name: 'Ways', reason: 'was changed again since' }]
	});
	expect(await refsIn(app, id)).toEqual(refs);
	const [path] = [...(await treeAt(app, id, commits[1]!)).paths].find(([, { kind }]) => kind === 'dataset')!;
	expect(await revert(app, id, commits[1]!, { paths: [path] })).toMatchObject({
		kind: 'reverted',
		reverted: [DATASET]
	});
});

test('REVERT-4 what others need now does not go', async () => {
	const { app, id, commits } = await edited(async ({ dev }) => {
		await seedFrom([recording('virtual')], dev.state);
		putChartOn(dev, SLUG, 'Net by month');
	});
	const [path] = [...(await treeAt(app, id, commits[1]!)).paths].find(([, { name }]) => name === 'sales_joined')!;
	expect(await revert(app, id, commits[1]!, { paths: [path] })).toMatchObject({
		kind: 'conflict',
		assets: [{ kind: 'dataset', name: 'sales_joined', reason: 'is needed by “Net by month” now' }]
	});
	expect(await headOfMain(app, id)).toBe(commits[1]);
	expect(await revert(app, id, commits[1]!)).toMatchObject({ kind: 'reverted' });
	expect(await chartsAt(app, id, (await headOfMain(app, id))!)).toEqual([OWN_CHART, SHARED_CHART]);
});

test('REVERT-5 of a merge, what it brought to its first parent is taken back', async () => {
	const { app, id, commits } = await edited(rename(OWN_CHART, 'Channels'));
	const repo = app.repoOf(id);
	const at = { message: 'Merge\n', author: actorOf('admin'), at: app.now(), edits: new Map() };
	const side = await commitEdits(repo, {
		...at,
		...{ ref: branchRef(BranchName.parse('side')), expected: null, base: commits[0]!, parents: [commits[0]!] },
		allowEmpty: true
	});
	const merge = await commitEdits(repo, {
		...at,
		...{ ref: branchRef(BranchName.parse('main')), expected: commits[1]!, base: commits[0]! },
		parents: [commits[1]!, side.commit]
	});
	expect(await chartsAt(app, id, merge.commit)).toEqual([OWN_CHART, SHARED_CHART]);
	const made = await revert(app, id, merge.commit);
	if (made.kind !== 'reverted') throw new Error('It was a conflict.');
	expect(await chartsAt(app, id, made.commit)).toEqual(['Channels', SHARED_CHART]);
});

test('REVERT-6 the first commit, one of another branch, one taken back already and a moved head are refused', async () => {
	const { app, id, commits } = await edited(rename(OWN_CHART, 'Channels'));
	const hint = expect.stringMatching(/\w/);
	const [first, second] = commits as [Oid, Oid];
	await expect(revert(app, id, first)).rejects.toMatchObject({ message: expect.stringContaining('first'), hint });
	const repo = app.repoOf(id);
	const stray = await commitEdits(repo, {
		...{ ref: branchRef(BranchName.parse('stray')), expected: null, base: second, parents: [second] },
		...{ message: 'Stray\n', author: actorOf('admin'), at: app.now(), edits: new Map(), allowEmpty: true }
	});
	await expect(revert(app, id, stray.commit)).rejects.toMatchObject({ message: expect.stringContaining('main'), hint });
	await expect(revert(app, id, second, { expectedHead: first })).rejects.toMatchObject({ code: 'ref_moved' });
	await revert(app, id, second);
	await expect(revert(app, id, second)).rejects.toMatchObject({ message: expect.stringContaining('take back'), hint });
	await expect(revert(app, id, second, { paths: ['charts/nobody.yaml'] })).rejects.toMatchObject({
		code: 'invalid_input',
		message: expect.stringContaining('charts/nobody.yaml')
	});
});
