import { expect, test } from 'vitest';
import { Oid } from '#lib/domain/ids.ts';
import { listOpenMerges } from '#lib/server/db/open-merges.ts';
import { readCommit } from '#lib/server/git/objects.ts';
import { listMerges } from '#lib/server/operations/merge/list.ts';
import { previewMerge } from '#lib/server/operations/merge/preview.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextFor } from '#tests/support/app.ts';
import { CHART, conflictWorld, mergeWorld, OTHER_CHART } from '#tests/support/operations/merge-world.ts';
import { refsIn } from '#tests/support/operations/steps.ts';
import { gitOid } from '../../git/repo.ts';

const hint = expect.stringMatching(/\w/);

test('MERGING-1 a branch that has nothing of its own moves to what comes in', async () => {
	const { start, set, head, repo } = await mergeWorld();
	const theirs = await set('side', CHART, 'cache_timeout', '20');
	expect(await start('side')).toMatchObject({ kind: 'fast_forward', commit: theirs });
	expect(await head('main')).toBe(theirs);
	expect((await readCommit(repo, theirs)).parents).toHaveLength(1);
	expect(await start('side')).toEqual({ kind: 'up_to_date' });
	expect(await start(theirs.slice(0, 9))).toEqual({ kind: 'up_to_date' });
});

test('MERGING-2 edits of different charts are merged at once, into a commit of both', async () => {
	const { start, set, get, head, repo } = await mergeWorld();
	const mine = await set('main', CHART, 'cache_timeout', '10');
	const theirs = await set('side', OTHER_CHART, 'cache_timeout', '20');
	const made = await start('side');
	if (made.kind !== 'merged') throw new Error(made.kind);
	expect(await head('main')).toBe(made.commit);
	expect(await readCommit(repo, made.commit)).toMatchObject({
		...{ parents: [mine, theirs], subject: 'Merge side into main', author: { name: 'Ana' } },
		body: `* Set cache_timeout of ${OTHER_CHART} (${theirs.slice(0, 7)})`
	});
	expect([await get('main', CHART, 'cache_timeout'), await get('main', OTHER_CHART, 'cache_timeout')]).toEqual([
		...['10', '20']
	]);
	expect(await head('side')).toBe(theirs);
});

test('MERGING-2 a message of one’s own is taken, and the same change on both sides is a merge too', async () => {
	const { start, set, head, repo } = await mergeWorld();
	await set('main', CHART, 'cache_timeout', '10');
	await set('side', CHART, 'cache_timeout', '10');
	expect(await start('side', { message: 'Together' })).toMatchObject({ kind: 'merged', message: 'Together' });
	expect(await readCommit(repo, await head('main'))).toMatchObject({ subject: 'Together', parents: { length: 2 } });
});

test('MERGING-3 what both changed differently waits, the branch stays, and asked again it is the same', async () => {
	const { app, dashboardId, start, mergeId, head, show } = await conflictWorld();
	const mine = await head('main');
	const again = await start('side');
	expect(again).toEqual({ kind: 'conflicts', mergeId, count: 1 });
	expect(await head('main')).toBe(mine);
	const listed = await execute(listMerges, contextFor(app), { dashboardId });
	const summary = { id: mergeId, branch: 'main', from: 'side', mine, startedBy: 'Ana', decided: 0, of: 1 };
	expect(listed).toMatchObject([{ ...summary, purpose: 'merge', theirs: await head('side') }]);
	expect(await show(mergeId)).toMatchObject({
		...{ ...summary, isBehind: false, version: 1, message: expect.stringContaining('Merge side into main') },
		conflicts: [{ asset: { name: CHART }, choice: null }]
	});
});

test('MERGING-4 a second merge into the same branch is refused and names the first', async () => {
	const { app, dashboardId, start, set, put, first } = await conflictWorld();
	await put('third', first);
	await set('third', CHART, 'cache_timeout', '30');
	await expect(start('third')).rejects.toMatchObject({
		code: 'already_exists',
		message: expect.stringMatching(/“main”.*“side”.*Ana/),
		hint
	});
	expect(await listOpenMerges(app.db, dashboardId)).toHaveLength(1);
});

test('MERGING-4 two who begin the same merge in one moment get the same one', async () => {
	const { app, dashboardId, start, set } = await mergeWorld();
	await set('main', CHART, 'cache_timeout', '10');
	await set('side', CHART, 'cache_timeout', '20');
	const [one, two] = await Promise.all([start('side'), start('side')]);
	expect(one).toEqual(two);
	expect(await listOpenMerges(app.db, dashboardId)).toHaveLength(1);
});

test('MERGING-5 branches without a common commit, a stranger and a head that moved are refused', async () => {
	const { app, dashboardId, start, set, put, repo, first } = await mergeWorld();
	await put('alone', gitOid(repo, ['commit-tree', `${first}^{tree}`, '-m', 'Alone']));
	await set('main', CHART, 'cache_timeout', '10');
	const refs = await refsIn(app, dashboardId);
	await expect(start('alone')).rejects.toMatchObject({
		code: 'invalid_input',
		message: expect.stringMatching(/“alone” and “main” have no commit in common/),
		hint
	});
	await expect(start('nowhere')).rejects.toMatchObject({ code: 'not_found', hint });
	await expect(start(Oid.parse('e'.repeat(40)))).rejects.toMatchObject({ code: 'not_found' });
	await expect(start('side', { expectedHead: first })).rejects.toMatchObject({ code: 'ref_moved' });
	await expect(start('main', { branch: 'origin/main' })).rejects.toMatchObject({ code: 'not_found', hint });
	expect(await refsIn(app, dashboardId)).toEqual(refs);
});

test('MERGING-6 a file with the markers of a merge by hand is named with its branch, and nothing changes', async () => {
	const { app, dashboardId, start, set, commit, text, pathOf } = await mergeWorld();
	await set('main', CHART, 'cache_timeout', '10');
	const path = await pathOf('side', OTHER_CHART);
	const markers = '<<<<<<< HEAD\ncache_timeout: 1\n=======\ncache_timeout: 2\n>>>>>>> other\n';
	await commit('side', { [path]: `${await text('side', path)}${markers}` });
	const refs = await refsIn(app, dashboardId);
	const refused = {
		code: 'bundle_rejected',
		message: expect.stringContaining('“side” cannot be merged'),
		findings: [{ path, message: expect.stringMatching(/^line \d+: .*marker of a conflict/) }],
		hint: expect.stringContaining('“side”')
	};
	await expect(start('side')).rejects.toMatchObject(refused);
	await expect(start('side', { branch: 'elsewhere' })).rejects.toMatchObject({ code: 'not_found' });
	expect(await refsIn(app, dashboardId)).toEqual(refs);
	expect(await listOpenMerges(app.db, dashboardId)).toEqual([]);
});

test('MERGING-6 nor is it merged where the branch could simply move to it', async () => {
	const { start, head, commit, pathOf, first } = await mergeWorld();
	await commit('side', { [await pathOf('side', CHART)]: 'slice_name: [' });
	await expect(start('side')).rejects.toMatchObject({ code: 'bundle_rejected', hint });
	expect(await head('main')).toBe(first);
});

test('MERGING-6 a broken file that both sides have corrected since does not keep them apart', async () => {
	const { start, head, commit, text, pathOf, put, get } = await mergeWorld();
	const path = await pathOf('main', CHART);
	const whole = (await text('main', path))!;
	await put('side', await commit('main', { [path]: 'slice_name: [' }));
	await commit('main', { [path]: `cache_timeout: 10\n${whole}` });
	await commit('side', { [path]: whole, 'README.md': 'Side\n' });
	expect(await start('side')).toMatchObject({ kind: 'merged' });
	expect(await get('main', CHART, 'cache_timeout')).toBe('10');
	expect(await text(await head('main'), 'README.md')).toBe('Side\n');
});

test('MERGING-7 a preview says what would happen, and changes nothing', async () => {
	const { app, dashboardId, set, first, commit } = await mergeWorld();
	const preview = (more: object = {}) =>
		execute(previewMerge, contextFor(app), { dashboardId, branch: 'main', from: 'side', ...more });
	expect(await preview()).toMatchObject({ kind: 'up_to_date', commitCount: 0, changes: { assets: [] } });
	await set('side', CHART, 'cache_timeout', '20');
	await commit('side', { 'README.md': 'Side\n' });
	const refs = await refsIn(app, dashboardId);
	expect(await preview()).toMatchObject({
		...{ kind: 'fast_forward', commitCount: 2, ownFiles: ['README.md'] },
		changes: { assets: [{ name: CHART, change: 'modified' }] }
	});
	const mine = await set('main', OTHER_CHART, 'cache_timeout', '20');
	expect(await preview()).toMatchObject({
		...{ kind: 'merged', mine, ownFiles: ['README.md'], conflicts: [] },
		commits: [{ subject: 'Change' }, { subject: `Set cache_timeout of ${CHART}` }],
		changes: { assets: [{ name: CHART }] },
		message: expect.stringContaining('Merge side into main')
	});
	await set('main', CHART, 'cache_timeout', '10');
	expect(await preview()).toMatchObject({ kind: 'conflicts', conflicts: [{ asset: { name: CHART } }] });
	await expect(preview({ expectedHead: first })).rejects.toMatchObject({ code: 'ref_moved' });
	expect((await refsIn(app, dashboardId))['refs/heads/side']).toBe(refs['refs/heads/side']);
	expect(await listOpenMerges(app.db, dashboardId)).toEqual([]);
});
