import { setTimeout } from 'node:timers/promises';
import { deleteDashboard } from '#lib/server/db/dashboards.ts';
import { findHistoryIndex, insertHistoryIndex } from '#lib/server/db/commit-index.ts';
import type { App } from '#lib/server/app.ts';
import { moveRef } from '#lib/server/git/refs.ts';
import { openDashboard } from '#lib/server/operations/dashboard/repository.ts';
import { refsOf } from '#lib/server/operations/dashboard/stops.ts';
import { entriesOf } from '#lib/server/operations/history/entries.ts';
import { INDEX_FORM, indexOf, tipsOf } from '#lib/server/operations/history/fill.ts';
import { rebuildHistory } from '#lib/server/operations/history/rebuild.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { actorOf, contextFor, expect, test } from '#tests/support/app.ts';
import { startProcess } from '#tests/support/process/start.ts';
import { branch, git, gitOid, makeHistory } from '../../git/repo.ts';
import { chart, historyWorld, SALES } from './history-world.ts';

/** What the tables hold of all dashboards, without what is made up anew each time. */
async function contentOf({ db }: App) {
	const commits = await db
		.selectFrom('commit_index')
		.select(['oid', 'author_name', 'committed_at', 'subject'])
		.orderBy('oid')
		.execute();
	const assets = await db
		.selectFrom('commit_asset')
		.innerJoin('commit_index', 'commit_index.id', 'commit_id')
		.select(['oid', 'path', 'previous_path', 'change', 'is_own', 'kind', 'name'])
		.orderBy('oid')
		.orderBy('path')
		.execute();
	const { count } = await db
		.selectFrom('commit_search')
		.select(({ fn }) => fn.countAll<number>().as('count'))
		.executeTakeFirstOrThrow();
	return { commits, assets, count };
}

test('INDEX-1 an entry names the assets that it changed, and how; a new path of the same one is a rename', async ({
	world
}) => {
	const { commit, list } = await historyWorld(world);
	await commit({ [SALES]: chart('Sales', 'x'), 'datasets/db/orders-3a2b3c4d.yaml': 'table_name: "Or\\u0064ers"\n' });
	await commit({ [SALES]: null, 'charts/umsatz-1a2b3c4d.yaml': chart('Umsatz', 'x') });
	await commit({ 'datasets/db/orders-3a2b3c4d.yaml': null, 'notes.txt': 'a note', 'metadata.yaml': 'version: 1.0.0' });
	const touched = (await list()).entries.map(({ assets }) =>
		assets.map(({ change, kind, name, path }) => `${change} ${kind} ${name} ${path}`)
	);
	expect(touched).toEqual([
		['removed dataset Orders datasets/db/orders-3a2b3c4d.yaml'],
		['renamed chart Umsatz charts/umsatz-1a2b3c4d.yaml'],
		['added chart Sales charts/sales-1a2b3c4d.yaml', 'added dataset Orders datasets/db/orders-3a2b3c4d.yaml']
	]);
	const names = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`charts/c-000000${10 + at}.yaml`, 'x: 1']));
	await commit(names);
	expect((await list({ limit: 1 })).entries[0]).toMatchObject({ assetCount: 20, assets: { length: 8 } });
});

test('INDEX-2 commits that git made behind our back are found at the next look', async ({ world }) => {
	const { repo, commit, find } = await historyWorld(world);
	expect(await find('anything').catch(({ code }: { code: string }) => code)).toBe('not_found');
	const first = await commit({ [SALES]: chart('A', 'x') }, { message: 'first' });
	expect(await find('first')).toEqual(['first']);
	const tree = gitOid(repo, ['rev-parse', `${first}^{tree}`]);
	const fetched = gitOid(repo, ['commit-tree', tree, '-p', first, '-m', 'came by fetch']);
	git(repo, ['update-ref', 'refs/remotes/origin/main', fetched]);
	expect(await find('fetch', { from: fetched })).toEqual(['came by fetch']);
	await moveRef(repo, branch('main'), { from: first, to: fetched });
	expect(await find('fetch')).toEqual(['came by fetch']);
	git(repo, ['update-ref', 'refs/tags/blob', gitOid(repo, ['hash-object', '-w', '--stdin'], 'x')]);
	expect(await find('first', { from: '*' })).toEqual(['first']);
});

test('INDEX-3 lines of machine-made places and blank ones are not searchable; what is too long is cut', async ({
	world
}) => {
	const { commit, find } = await historyWorld(world);
	await commit({ [SALES]: chart('A', 'handmade') }, { message: 'one' });
	const many = Array.from({ length: 9_000 }, (_, at) => `line_${at}: ${'x'.repeat(20)}`);
	await commit(
		{ 'charts/b-2a2b3c4d.yaml': many.join('\n'), 'datasets/db/c-3a2b3c4d.yaml': 'sql: SELECT last_of_all' },
		{ message: 'two' }
	);
	expect(await find('handmade')).toEqual(['one']);
	expect(await find('machine')).toEqual([]);
	expect(await find('line_5')).toEqual(['two']);
	expect(await find('last_of_all')).toEqual(['two']);
	expect(await find('line_8999')).toEqual([]);
});

test('INDEX-4 a filling that stops in between goes on where it stopped, and nothing is in it twice', async ({
	world
}) => {
	const { app, repo, list } = await historyWorld(world);
	makeHistory(repo, 300);
	await list({ search: 'commit' });
	const whole = await contentOf(app);
	// As a process leaves it that dies before it says that everything is in.
	await app.db.updateTable('history_index').set({ tips: '[]' }).execute();
	await app.db.deleteFrom('commit_index').where('subject', 'like', '%7').execute();
	expect((await contentOf(app)).count).toBe(270);
	const found = await Promise.all([1, 2, 3].map(() => list({ search: 'commit', limit: 1 })));
	expect(found.map(({ total, indexing }) => [total, indexing])).toEqual(Array(3).fill([300, null]));
	expect(await contentOf(app)).toEqual(whole);
});

test('INDEX-4 a process that is killed while it fills leaves nothing wrong', async ({ world }) => {
	const { app, dashboardId, repo, list } = await historyWorld(world);
	makeHistory(repo, 4_000);
	const other = startProcess('tests/support/process/rebuild-history.ts', [world.dir, '100']);
	const indexed = async () => (await findHistoryIndex(app.db, dashboardId))?.last_id ?? 0;
	while ((await indexed()) === 0) await setTimeout(5);
	await other.kill();
	expect(await list({ search: 'commit', limit: 1 })).toMatchObject({ total: 4_000, indexing: null });
	const { commits, count } = await contentOf(app);
	expect([commits.length, count]).toEqual([4_000, 4_000]);
});

test('INDEX-4 two processes that fill at once, one of them anew, leave each commit once', async ({ world }) => {
	const { app, repo, list } = await historyWorld(world);
	makeHistory(repo, 1_000);
	const other = startProcess('tests/support/process/rebuild-history.ts', [world.dir, '3']);
	await other.said('ready');
	const look = () => list({ search: 'commit', limit: 1 });
	for (let n = 0; n < 5; n++) expect((await look()).total).toBeLessThanOrEqual(1_000);
	await other.ended();
	expect(await look()).toMatchObject({ total: 1_000, indexing: null });
	const { commits, count } = await contentOf(app);
	expect([commits.length, count]).toEqual([1_000, 1_000]);
});

test('INDEX-5 made anew it holds the same; one of older rules is made anew by itself', async ({ world }) => {
	const { app, dashboardId, repo, list } = await historyWorld(world);
	makeHistory(repo, 50);
	await list({ search: 'commit' });
	const before = await contentOf(app);
	const rebuilt = await execute(rebuildHistory, contextFor(app), {});
	expect(rebuilt.dashboards).toEqual([{ id: dashboardId, title: 'Sales', commits: 50 }]);
	expect(await contentOf(app)).toEqual(before);
	expect(await list({ search: 'commit', limit: 1 })).toMatchObject({ total: 50 });
	await insertHistoryIndex(app.db, dashboardId, INDEX_FORM - 1);
	expect(await list({ search: 'commit', limit: 1 })).toMatchObject({ total: 50 });
	expect(await findHistoryIndex(app.db, dashboardId)).toMatchObject({ form: INDEX_FORM });
	expect(await contentOf(app)).toEqual(before);
	const analyst = contextFor(app, actorOf('engineer'));
	await expect(execute(rebuildHistory, analyst, {})).rejects.toMatchObject({ code: 'not_allowed' });
});

test('INDEX-5 with a dashboard goes its index, the full text too', async ({ world }) => {
	const gone = await historyWorld(world);
	const kept = await historyWorld(world);
	for (const { repo, list } of [gone, kept]) {
		makeHistory(repo, 20);
		expect((await list({ search: 'commit' })).total).toBe(20);
	}
	await deleteDashboard(gone.app.db, gone.dashboardId);
	const { commits, assets, count } = await contentOf(gone.app);
	expect([commits.length, assets.length, count]).toEqual([20, 20, 20]);
	expect((await kept.list({ search: 'commit' })).total).toBe(20);
});

test('INDEX-6 what is no canonical tree, no text, too large or odd is indexed as far as it goes', async ({ world }) => {
	const { repo, commit, find, list } = await historyWorld(world);
	const base = await commit({ README: 'plain words', 'charts/not yaml-1a2b3c4d.yaml': ': [' }, { message: 'odd' });
	await commit(
		{ 'pic.png': Buffer.from([1, 0, 2, 65, 66]), 'charts/huge-2a2b3c4d.yaml': Buffer.alloc(9_000_000, 'word ') },
		{ message: 'large' }
	);
	const tree = gitOid(repo, ['mktree'], `160000 commit ${base}\tsub\n`);
	const message = 'control \u0001\u0007 characters\u001b[31m\n\nbody\u0000';
	const raw = `tree ${tree}\nparent ${base}\nauthor <> 99999999999999 +0000\ncommitter X <x@x> 5 +0000\n\n${message}`;
	const odd = gitOid(repo, ['hash-object', '-t', 'commit', '-w', '--stdin', '--literally'], raw);
	git(repo, ['update-ref', 'refs/heads/odd', odd]);
	expect(await find('plain')).toEqual(['odd']);
	expect(await find('word')).toEqual(['odd']);
	expect(await find('control', { from: 'odd' })).toHaveLength(1);
	expect((await list({ from: 'odd' })).entries[0]).toMatchObject({ assetCount: 1, assets: [{ change: 'removed' }] });
	expect((await list()).entries[0]).toMatchObject({ subject: 'large', assets: [{ name: 'huge', change: 'added' }] });
});

test('INDEX-7 who does not want to wait is told how far it is, and sees what git has', async ({ world }) => {
	const { app, dashboardId, repo, list } = await historyWorld(world);
	makeHistory(repo, 2_000);
	const dashboard = await openDashboard(app, dashboardId);
	const [refs, tips] = await Promise.all([refsOf(dashboard), tipsOf(repo)]);
	const { index, progress } = await indexOf(app, dashboard, { tips, waitMs: 0 });
	expect(progress!.done).toBeLessThan(2_000);
	const [entry] = await entriesOf(app.db, { dashboard, index, refs, terms: [] }, tips);
	expect(entry).toMatchObject({
		subject: 'Commit 1999',
		assetCount: 1,
		assets: [{ kind: 'chart', change: 'modified' }]
	});
	expect(await list({ search: 'commit' })).toMatchObject({ total: 2_000, indexing: null });
	expect((await indexOf(app, dashboard, { tips, waitMs: 0 })).progress).toBeNull();
});
