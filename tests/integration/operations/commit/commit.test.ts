import { expect, test } from 'vitest';
import { Oid } from '#lib/domain/ids.ts';
import { assetTreeOf } from '#lib/server/git/asset-trees.ts';
import { readCommit, readFiles, treeOf } from '#lib/server/git/objects.ts';
import { createCommit } from '#lib/server/operations/commit/create.ts';
import { listHistory } from '#lib/server/operations/history/list.ts';
import { showCommit } from '#lib/server/operations/commit/show.ts';
import { restoreCommit } from '#lib/server/operations/commit/restore.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { actorOf, contextFor } from '#tests/support/app.ts';
import {
	chartIn,
	describeDataset,
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
import { capture, captureAndCommit, changesOf, commit, headOfMain, refsIn } from '#tests/support/operations/steps.ts';
import { seedFrom } from '#tests/support/practice-superset/seed.ts';
import { deployMain, trackBySlug } from '#tests/support/whole-way.ts';
import { commit as commitIn } from '../../git/repo.ts';

test('COMMIT-1 all that was captured becomes the tree of the branch, in the name of who asks', async () => {
	const { app, dev } = await practiceWorld();
	const dashboardId = await trackBySlug(app, 'dev', SLUG);
	renameChart(dev, OWN_CHART, 'Channels');
	describeDataset(dev, DATASET, 'Orders by day');
	await capture(app, dashboardId);
	const { head, live, assets } = await changesOf(app, dashboardId);
	expect(assets).toHaveLength(2);
	const made = await execute(createCommit, contextFor(app, actorOf('analyst')), {
		...{ dashboardId, branch: 'main', message: ' Channels by name \n', paths: 'all', expectedHead: head, live }
	});
	const repo = app.repoOf(dashboardId);
	expect(await readCommit(repo, made.commit)).toMatchObject({
		subject: 'Channels by name',
		parents: [head],
		author: { name: 'Ana', email: 'analyst@example.org' }
	});
	expect(await assetTreeOf(repo, made.commit)).toBe(await treeOf(repo, live!));
	expect(await headOfMain(app, dashboardId)).toBe(made.commit);
	expect((await changesOf(app, dashboardId)).assets).toEqual([]);
});

test('COMMIT-2 a chosen asset is committed alone', async () => {
	const { app, dev } = await practiceWorld();
	const id = await trackBySlug(app, 'dev', SLUG);
	renameChart(dev, OWN_CHART, 'Channels');
	renameChart(dev, SHARED_CHART, 'Revenue');
	await capture(app, id);
	const { assets } = await changesOf(app, id);
	const chosen = assets.find(({ name }) => name === 'Channels')!;
	expect(await commit(app, id, [chosen.path])).toMatchObject({ alsoTaken: [] });
	expect((await changesOf(app, id)).assets).toMatchObject([{ kind: 'chart', name: 'Revenue' }]);
});

test('COMMIT-3 what a chosen dashboard needs comes along: new charts, their dataset', async () => {
	const { app, dev } = await practiceWorld();
	const id = await trackBySlug(app, 'dev', SLUG);
	// A chart of a new dataset comes onto the dashboard.
	await seedFrom([recording('virtual')], dev.state);
	const chart = chartIn(dev, 'Net by month');
	const row = dev.state.tables.dashboard.find(({ fields }) => fields['slug'] === SLUG)!;
	row.charts.push(chart.id);
	row.fields['position_json'] = String(row.fields['position_json']).replace(
		/("ROW-\w+": ?\{"children": ?\[)/,
		'$1"CHART-new", '
	);
	const layout = JSON.parse(String(row.fields['position_json'])) as Record<string, unknown>;
	layout['CHART-new'] = {
		...{ type: 'CHART', id: 'CHART-new', children: [] },
		meta: { chartId: chart.id, uuid: chart.uuid, width: 4, height: 20, sliceName: 'Net by month' }
	};
	row.fields['position_json'] = JSON.stringify(layout);
	dev.state.touch(row, 1);
	await capture(app, id);

	const { assets } = await changesOf(app, id);
	expect(assets.map(({ kind, change }) => `${kind} ${change}`).sort()).toEqual([
		'chart added',
		'dashboard modified',
		'dataset added'
	]);
	const { alsoTaken } = await commit(app, id, [assets.find(({ kind }) => kind === 'dashboard')!.path]);
	expect([...alsoTaken].sort()).toEqual(['Net by month', 'sales_joined']);
	expect((await changesOf(app, id)).assets).toEqual([]);
	expect((await deployMain(app, id, 'prod')).deployment.state).toBe('verified');
});

test('COMMIT-4 a chosen chart that is gone goes from the branch too', async () => {
	const { app, dev } = await practiceWorld();
	const id = await trackBySlug(app, 'dev', SLUG);
	takeOffDashboard(dev, SLUG, OWN_CHART);
	await capture(app, id);
	const { assets } = await changesOf(app, id);
	await commit(
		app,
		id,
		assets.map(({ path }) => path)
	);
	expect((await changesOf(app, id)).assets).toEqual([]);
});

test('COMMIT-5 a head that moved since is refused, and nothing is committed', async () => {
	const { app, dev } = await practiceWorld();
	const dashboardId = await trackBySlug(app, 'dev', SLUG);
	renameChart(dev, OWN_CHART, 'Channels');
	await capture(app, dashboardId);
	const { head, live } = await changesOf(app, dashboardId);
	const input = { dashboardId, branch: 'main', message: 'Mine', paths: 'all', expectedHead: head, live };
	await execute(createCommit, contextFor(app), { ...input, message: 'Theirs' });
	const refs = await refsIn(app, dashboardId);
	await expect(execute(createCommit, contextFor(app), input)).rejects.toMatchObject({
		code: 'ref_moved',
		hint: expect.stringContaining('Reload')
	});
	expect(await refsIn(app, dashboardId)).toEqual(refs);
});

test('COMMIT-5 of two who commit at once one wins', async () => {
	const { app, dev } = await practiceWorld();
	const dashboardId = await trackBySlug(app, 'dev', SLUG);
	renameChart(dev, OWN_CHART, 'Channels');
	await capture(app, dashboardId);
	const { head, live } = await changesOf(app, dashboardId);
	const input = { dashboardId, branch: 'main', paths: 'all', expectedHead: head, live };
	const both = await Promise.allSettled(
		['Mine', 'Theirs'].map((message) => execute(createCommit, contextFor(app), { ...input, message }))
	);
	expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
	expect(both.find((one) => one.status === 'rejected')?.reason).toMatchObject({ code: 'ref_moved' });
});

test('COMMIT-6 nothing to commit, unknown assets and captures, no message: each is refused with a next step', async () => {
	const { app, dev } = await practiceWorld();
	const dashboardId = await trackBySlug(app, 'dev', SLUG);
	const { head, live } = await changesOf(app, dashboardId);
	const right = { dashboardId, branch: 'main', message: 'Say it', paths: 'all', expectedHead: head, live };
	const refs = await refsIn(app, dashboardId);
	const refused = (input: object) => expect(execute(createCommit, contextFor(app), { ...right, ...input })).rejects;
	const hint = expect.stringMatching(/\w/);
	await refused({}).toMatchObject({ code: 'invalid_input', message: expect.stringContaining('main'), hint });
	renameChart(dev, OWN_CHART, 'Channels');
	await refused({ paths: ['charts/nobody.yaml'] }).toMatchObject({
		code: 'invalid_input',
		message: expect.stringContaining('charts/nobody.yaml'),
		hint
	});
	await refused({ live: 'f'.repeat(40) }).toMatchObject({ code: 'not_found' });
	await refused({ branch: 'gone' }).toMatchObject({
		code: 'not_found',
		message: expect.stringContaining('gone'),
		hint
	});
	await refused({ message: ' \n' }).toMatchObject({
		code: 'invalid_input',
		message: expect.stringContaining('message')
	});
	await refused({ paths: [] }).toMatchObject({ code: 'invalid_input', message: expect.stringContaining('paths') });
	expect(await refsIn(app, dashboardId)).toEqual(refs);
});

test('COMMIT-7 history is read page by page, searched, and says where each commit is', async () => {
	const { app, dev } = await practiceWorld();
	const dashboardId = await trackBySlug(app, 'dev', SLUG);
	await deployMain(app, dashboardId, 'prod');
	const first = Oid.parse(await headOfMain(app, dashboardId));
	for (const name of ['One', 'Two', 'Three']) {
		retitleDashboard(dev, SLUG, name);
		await capture(app, dashboardId);
		await commit(app, dashboardId, 'all', `Title ${name}`);
	}
	const list = (input: object) => execute(listHistory, contextFor(app), { dashboardId, ...input });
	const page = await list({ limit: 3 });
	expect(page.entries.map(({ subject }) => subject)).toEqual(['Title Three', 'Title Two', 'Title One']);
	expect(page.more).toBe(true);
	expect(page.entries[0]?.branches).toEqual(['main']);
	const rest = await list({ limit: 3, skip: 3 });
	expect(rest).toMatchObject({ more: false, entries: [{ oid: first, deployedTo: ['prod'] }] });
	// The one gave that title, the other took it away.
	const found = (await list({ search: 'title two' })).entries.map(({ subject }) => subject);
	expect(found).toEqual(['Title Three', 'Title Two']);
	expect((await list({ search: first.slice(0, 8) })).entries.map(({ oid }) => oid)).toEqual([first]);
	expect((await list({ from: first })).entries).toHaveLength(1);
});

test('COMMIT-8 a commit shows what it changed', async () => {
	const { app, dev } = await practiceWorld();
	const dashboardId = await trackBySlug(app, 'dev', SLUG);
	renameChart(dev, OWN_CHART, 'Channels');
	const made = await captureAndCommit(app, dashboardId);
	const shown = await execute(showCommit, contextFor(app), { dashboardId, commit: made.commit });
	expect(shown.entry).toMatchObject({ oid: made.commit, branches: ['main'] });
	expect(shown.changes.assets).toMatchObject([{ sentences: [`renamed “${OWN_CHART}” → “Channels”`] }]);
	const [parent] = shown.entry.parents;
	const root = await execute(showCommit, contextFor(app), { dashboardId, commit: parent });
	expect(new Set(root.changes.assets.map(({ change }) => change))).toEqual(new Set(['added']));
});

test('COMMIT-9 a chart saved again with nothing visible changed is counted and not told', async () => {
	const { app, dev } = await practiceWorld();
	const dashboardId = await trackBySlug(app, 'dev', SLUG);
	const chart = chartIn(dev, OWN_CHART);
	const query = JSON.parse(String(chart.fields['query_context'])) as Record<string, unknown>;
	chart.fields['query_context'] = JSON.stringify({ ...query, result_type: 'results' });
	dev.state.touch(chart, 1);
	await capture(app, dashboardId);
	const { assets, machineMadeOnly } = await changesOf(app, dashboardId);
	expect(machineMadeOnly).toBe(1);
	expect(assets).toMatchObject([{ name: OWN_CHART, hiddenCount: 1 }]);
});

test('COMMIT-10 files of the repository that hold no asset stay, whatever is committed or restored', async () => {
	const { app, dev } = await practiceWorld();
	const dashboardId = await trackBySlug(app, 'dev', SLUG);
	const repo = app.repoOf(dashboardId);
	const first = (await headOfMain(app, dashboardId))!;
	// The first commit has attributes; these take their place.
	const own = { 'README.md': '# Sales\n', '.gitattributes': '*.yaml text\n', 'docs/how.txt': 'so\n' };
	await commitIn(repo, own);
	const ownFiles = async () => {
		const files = await readFiles(repo, (await headOfMain(app, dashboardId))!);
		return Object.fromEntries(
			Object.keys(own).map((path) => [path, files.get(path) && Buffer.from(files.get(path)!).toString()])
		);
	};
	renameChart(dev, OWN_CHART, 'Channels');
	describeDataset(dev, DATASET, 'Orders by day');
	await capture(app, dashboardId);
	const { head, live, assets } = await changesOf(app, dashboardId);
	expect(assets.map(({ kind }) => kind).sort()).toEqual(['chart', 'dataset']);
	const make = (paths: 'all' | string[], expectedHead: Oid) =>
		execute(createCommit, contextFor(app), {
			...{ dashboardId, branch: 'main', message: 'x' },
			paths,
			expectedHead,
			live
		});
	const { commit: one } = await make([assets[0]!.path], head);
	expect(await ownFiles()).toEqual(own);
	const { commit: all } = await make('all', one);
	expect(await ownFiles()).toEqual(own);
	const restored = await execute(restoreCommit, contextFor(app), {
		...{ dashboardId, branch: 'main', expectedHead: all, commit: first, paths: 'all' }
	});
	expect(await ownFiles()).toEqual(own);
	expect((await readFiles(repo, restored.commit)).size).toBe((await readFiles(repo, first)).size + 2);
	await capture(app, dashboardId);
	// What was taken back on the branch is nobody's edit in dev.
	expect((await changesOf(app, dashboardId)).assets).toEqual([]);
});
