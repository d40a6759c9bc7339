import type { Oid } from '#lib/domain/ids.ts';
import { moveRef } from '#lib/server/git/refs.ts';
import { showHistoryGraph } from '#lib/server/operations/history/graph.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextFor, expect, test } from '#tests/support/app.ts';
import { branch, git, gitOid } from '../../git/repo.ts';
import { chart, historyWorld, SALES, type HistoryWorld } from './history-world.ts';

const OTHER = 'charts/other-2a2b3c4d.yaml';
const at = Date.UTC(2026, 1, 1, 12);
const DAY = 86_400_000;

/** Five commits on main, a day apart, by two people; `v1` is on the second one. */
async function filled(world: HistoryWorld): Promise<Oid[]> {
	const [ada, bob] = [
		{ name: 'Ada', email: 'ada@example.org' },
		{ name: 'Bob', email: 'bob@example.org' }
	];
	const oids: Oid[] = [];
	for (const [day, author] of [ada, bob, ada, bob, ada].entries()) {
		const texts = { [day % 2 === 0 ? SALES : OTHER]: chart(`Chart ${day % 2}`, `word_${day} amount`) };
		oids.push(await world.commit(texts, { message: `Day ${day}`, at: at + day * DAY, author }));
	}
	git(world.repo, ['tag', 'v1', oids[1]!]);
	return oids;
}

test('FIND-5 pages in order, with how many there are in all', async ({ world }) => {
	const history = await historyWorld(world);
	await filled(history);
	const page = async (input: object) => {
		const { entries, more, total, indexing } = await history.list(input);
		return [entries.map(({ subject }) => subject), more, total, indexing];
	};
	expect(await page({ limit: 2 })).toEqual([['Day 4', 'Day 3'], true, 5, null]);
	expect(await page({ limit: 2, skip: 4 })).toEqual([['Day 0'], false, 5, null]);
	expect(await page({ search: 'amount', limit: 2, skip: 2 })).toEqual([['Day 2', 'Day 1'], true, 5, null]);
	expect(await page({ search: 'word_3' })).toEqual([['Day 3'], false, 1, null]);
	expect(await page({ skip: 99 })).toEqual([[], false, 5, null]);
});

test('FIND-5 commits that came late stand where their time puts them, and deleted branches are not shown', async ({
	world
}) => {
	const history = await historyWorld(world);
	const [first] = await filled(history);
	await history.find('amount');
	await moveRef(history.repo, branch('late'), { from: null, to: first! });
	const late = await history.commit(
		{ [OTHER]: chart('L', 'amount late') },
		{ ref: branch('late'), message: 'Late', at: at + 1.5 * DAY }
	);
	const all = async () => history.find('amount', { from: '*' });
	expect(await all()).toEqual(['Day 4', 'Day 3', 'Day 2', 'Late', 'Day 1', 'Day 0']);
	expect(await history.find('late')).toEqual([]);
	expect(await history.find(late.slice(0, 9), { from: 'late' })).toEqual(['Late']);
	await moveRef(history.repo, branch('late'), { from: late, to: null });
	expect(await all()).not.toContain('Late');
	await expect(history.list({ from: 'late' })).rejects.toMatchObject({ code: 'not_found' });
});

test('FIND-6 by author, date, asset, tag and where to begin, each and together', async ({ world }) => {
	const history = await historyWorld(world);
	const [, second] = await filled(history);
	const days = async (input: object) =>
		(await history.list(input)).entries.map(({ subject }) => subject.slice(4)).join('');
	expect(await days({ author: 'Bob' })).toBe('31');
	expect(await days({ author: 'ada@example.org' })).toBe('420');
	expect(await days({ since: '2026-02-02', until: '2026-02-04' })).toBe('321');
	expect(await days({ until: String(at + DAY) })).toBe('10');
	expect(await days({ since: '2026-02-04T12:00:00+00:00' })).toBe('43');
	expect(await days({ asset: '1a2b3c4d-0000-4000-8000-000000000000' })).toBe('420');
	expect(await days({ asset: OTHER })).toBe('31');
	expect(await days({ asset: 'no such file' })).toBe('');
	expect([await days({ tag: '*' }), await days({ tag: 'v1' }), await days({ tag: 'v2' })]).toEqual(['1', '1', '']);
	expect([await days({ from: 'v1' }), await days({ from: second })]).toEqual(['10', '10']);
	expect(await days({ author: 'Ada', asset: SALES, since: '2026-02-02', search: 'amount' })).toBe('42');
	for (const wrong of [{ since: 'yesterday' }, { until: '2026-02-31' }, { asset: 'x'.repeat(20_001) }])
		await expect(history.list(wrong)).rejects.toMatchObject({ code: 'invalid_input' });
});

test('FIND-8 what can be filtered by is counted over the history that is looked at', async ({ world }) => {
	const history = await historyWorld(world);
	const [, second] = await filled(history);
	const all = await history.list({ facets: 'true', search: 'nothing has this' });
	expect(all.facets).toMatchObject({
		authors: [
			{ name: 'Ada', count: 3 },
			{ name: 'Bob', count: 2 }
		],
		assets: [
			{ kind: 'chart', name: 'Chart 0', path: SALES, count: 3 },
			{ kind: 'chart', name: 'Chart 1', path: OTHER, count: 2 }
		],
		...{ tags: ['v1'], moreAuthors: false, moreAssets: false }
	});
	const some = await history.list({ facets: true, from: second });
	expect(some.facets?.authors.map(({ count }) => count)).toEqual([1, 1]);
	expect((await history.list()).facets).toBeNull();
});

test('GRAPH-2 pages of the graph are parts of one drawing, of all branches', async ({ world }) => {
	const { app, dashboardId, repo, commit } = await historyWorld(world);
	const base = await commit({ a: '1' });
	await moveRef(repo, branch('work'), { from: null, to: base });
	const work = await commit({ b: '1' }, { ref: branch('work') });
	const main = await commit({ a: '2' });
	const tree = gitOid(repo, ['rev-parse', `${main}^{tree}`]);
	const merge = gitOid(repo, ['commit-tree', tree, '-p', main, '-p', work, '-m', 'merge']);
	await moveRef(repo, branch('main'), { from: main, to: merge });
	const draw = (input: object) => execute(showHistoryGraph, contextFor(app), { dashboardId, ...input });
	const whole = await draw({});
	expect(whole.rows.map(({ oid }) => oid)).toEqual([merge, main, work, base]);
	expect(whole).toMatchObject({ width: 2, more: false });
	const page = await draw({ skip: 1, limit: 2 });
	expect(page).toEqual({ rows: whole.rows.slice(1, 3), width: 2, more: true });
	expect((await draw({ from: 'work' })).rows).toHaveLength(2);
});
