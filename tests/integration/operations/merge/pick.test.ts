import { expect, test } from 'vitest';
import { listOpenMerges } from '#lib/server/db/open-merges.ts';
import { readCommit } from '#lib/server/git/objects.ts';
import { pickCommits } from '#lib/server/operations/commit/pick.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { actorOf, contextFor } from '#tests/support/app.ts';
import { CHART, mergeWorld, OTHER_CHART, type MergeWorld } from '#tests/support/operations/merge-world.ts';
import { refsIn } from '#tests/support/operations/steps.ts';

const hint = expect.stringMatching(/\w/);

const pick = async ({ app, dashboardId, head }: MergeWorld, commits: readonly string[], more: object = {}) =>
	execute(pickCommits, contextFor(app, actorOf('analyst')), {
		...{ dashboardId, branch: 'main', expectedHead: await head('main'), commits },
		...more
	});

test('PICK-1 what a commit did comes onto the branch, without what came before it', async () => {
	const world = await mergeWorld();
	const { set, get, repo, head } = world;
	await set('side', CHART, 'cache_timeout', '20');
	const picked = await set('side', OTHER_CHART, 'cache_timeout', '30');
	const mine = await set('main', CHART, 'cache_timeout', '10');
	const made = await pick(world, [picked.slice(0, 10)]);
	expect(made).toMatchObject({ kind: 'picked', empty: [], commits: [{ of: picked, commit: await head('main') }] });
	expect(await readCommit(repo, await head('main'))).toMatchObject({
		...{ parents: [mine], author: { name: 'Ana' }, subject: `Set cache_timeout of ${OTHER_CHART}` },
		body: `(cherry picked from commit ${picked})`
	});
	expect([await get('main', CHART, 'cache_timeout'), await get('main', OTHER_CHART, 'cache_timeout')]).toEqual([
		...['10', '30']
	]);
});

test('PICK-2 of a commit only the chosen assets are taken', async () => {
	const world = await mergeWorld();
	const { commit, get, pathOf, text } = world;
	const paths = [await pathOf('side', CHART), await pathOf('side', OTHER_CHART)] as const;
	const files = await Promise.all(
		paths.map(async (path) => [path, `cache_timeout: 30\n${await text('side', path)}`] as const)
	);
	const picked = await commit('side', { ...Object.fromEntries(files), 'README.md': 'Side\n' });
	expect(await pick(world, [picked], { paths: [paths[1]] })).toMatchObject({ kind: 'picked' });
	expect(await get('main', OTHER_CHART, 'cache_timeout')).toBe('30');
	expect(await get('main', CHART, 'cache_timeout')).toBeUndefined();
	expect(await text('main', 'README.md')).toBeUndefined();
	await expect(pick(world, [picked], { paths: ['charts/nobody.yaml'] })).rejects.toMatchObject({
		...{ code: 'invalid_input', message: expect.stringContaining('charts/nobody.yaml'), hint }
	});
	expect(await pick(world, [picked])).toMatchObject({ kind: 'picked' });
	expect(await get('main', CHART, 'cache_timeout')).toBe('30');
	expect(await text('main', 'README.md')).toBe('Side\n');
});

test('PICK-3 several are picked up to the first that conflicts, which is decided and finished with one parent', async () => {
	const world = await mergeWorld();
	const { set, show, decide, finish, head, repo, get } = world;
	const clean = await set('side', OTHER_CHART, 'cache_timeout', '30');
	const clashing = await set('side', CHART, 'cache_timeout', '20');
	const last = await set('side', OTHER_CHART, 'cache_timeout', '40');
	await set('main', CHART, 'cache_timeout', '10');
	const made = await pick(world, [clean, clashing, last]);
	if (made.kind !== 'conflicts') throw new Error(made.kind);
	const between = await head('main');
	expect(made).toMatchObject({ commits: [{ of: clean, commit: between }], left: [clashing, last], count: 1 });
	const open = await show(made.mergeId);
	expect(open).toMatchObject({
		...{ purpose: 'pick', mine: between, theirs: clashing, from: clashing, base: clean, isBehind: false },
		message: expect.stringContaining(`(cherry picked from commit ${clashing})`)
	});
	await expect(pick(world, [last])).rejects.toMatchObject({ code: 'already_exists', hint });
	await decide(
		made.mergeId,
		open.conflicts.map(({ id }) => ({ id, keep: 'theirs' }))
	);
	const moved = await world.commit('main', { 'README.md': 'Main\n' });
	expect(await finish(made.mergeId, { message: 'Take it over' })).toMatchObject({
		...{ kind: 'merged', message: `Take it over\n\n(cherry picked from commit ${clashing})` }
	});
	expect((await readCommit(repo, await head('main'))).parents).toEqual([moved]);
	expect(await get('main', CHART, 'cache_timeout')).toBe('20');
	expect(await pick(world, [last])).toMatchObject({ kind: 'picked' });
});

test('PICK-4 what leaves nothing, the first commit, a stranger and a head that moved are refused', async () => {
	const world = await mergeWorld();
	const { app, dashboardId, set, first, decide, show, finish } = world;
	const picked = await set('side', CHART, 'cache_timeout', '20');
	const other = await set('side', OTHER_CHART, 'cache_timeout', '30');
	await pick(world, [picked]);
	const refs = await refsIn(app, dashboardId);
	await expect(pick(world, [picked])).rejects.toMatchObject({
		...{ code: 'invalid_input', message: expect.stringContaining('nothing to pick'), hint }
	});
	await expect(pick(world, [first])).rejects.toMatchObject({ message: expect.stringContaining('first one'), hint });
	await expect(pick(world, ['e'.repeat(40)])).rejects.toMatchObject({ code: 'not_found' });
	await expect(pick(world, [other], { expectedHead: first })).rejects.toMatchObject({ code: 'ref_moved' });
	expect(await refsIn(app, dashboardId)).toEqual(refs);
	expect(await pick(world, [picked, other])).toMatchObject({
		kind: 'picked',
		empty: [picked],
		commits: [{ of: other }]
	});

	await set('main', CHART, 'cache_timeout', '10');
	const again = await set('side', CHART, 'cache_timeout', '50');
	const made = await pick(world, [again]);
	if (made.kind !== 'conflicts') throw new Error(made.kind);
	await decide(
		made.mergeId,
		(await show(made.mergeId)).conflicts.map(({ id }) => ({ id, keep: 'mine' }))
	);
	await expect(finish(made.mergeId)).rejects.toMatchObject({ code: 'invalid_input', hint });
	expect(await listOpenMerges(app.db, dashboardId)).toHaveLength(1);
});

test('PICK-5 a merge is picked as what it brought to its first parent', async () => {
	const world = await mergeWorld();
	const { set, start, put, first, get, head } = world;
	await set('main', CHART, 'cache_timeout', '10');
	await set('side', OTHER_CHART, 'cache_timeout', '30');
	await start('side');
	await put('work', first);
	const input = { branch: 'work', expectedHead: first };
	expect(await pick(world, [await head('main')], input)).toMatchObject({ kind: 'picked' });
	expect(await get('work', OTHER_CHART, 'cache_timeout')).toBe('30');
	expect(await get('work', CHART, 'cache_timeout')).toBeUndefined();
});
