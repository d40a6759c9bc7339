import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { insertOpenMerge, listOpenMerges, updateOpenMerge } from '#lib/server/db/open-merges.ts';
import { closeRepo, readCommit, treeOf } from '#lib/server/git/objects.ts';
import { deleteBranch } from '#lib/server/operations/branch/delete.ts';
import { renameDashboardBranch } from '#lib/server/operations/branch/rename.ts';
import { bringBackDashboard } from '#lib/server/operations/dashboard/bring-back.ts';
import { untrackDashboard } from '#lib/server/operations/dashboard/untrack.ts';
import { abortMerge } from '#lib/server/operations/merge/abort.ts';
import { decideMerge } from '#lib/server/operations/merge/decide.ts';
import { listMerges } from '#lib/server/operations/merge/list.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextFor } from '#tests/support/app.ts';
import { CHART, conflictWorld, OTHER_CHART, type MergeWorld } from '#tests/support/operations/merge-world.ts';
import { refsIn } from '#tests/support/operations/steps.ts';

const hint = expect.stringMatching(/\w/);
const listed = ({ app, dashboardId }: MergeWorld) => execute(listMerges, contextFor(app), { dashboardId });
const idsOf = async ({ show }: MergeWorld, mergeId: string) => (await show(mergeId)).conflicts.map(({ id }) => id);

/** The same with every conflict decided for a side. */
async function decidedWorld(keep: 'mine' | 'theirs') {
	const world = await conflictWorld();
	const ids = await idsOf(world, world.mergeId);
	await world.decide(
		world.mergeId,
		ids.map((id) => ({ id, keep }))
	);
	return { ...world, ids };
}

test.each([
	['mine', '10', 'as in main'],
	['theirs', '20', 'as in side']
] as const)(
	'MERGING-10 decided for %s, the merge is committed with both parents and says so',
	async (keep, is, says) => {
		const world = await decidedWorld(keep);
		const parents = [await world.head('main'), await world.head('side')];
		expect(await world.show(world.mergeId)).toMatchObject({
			...{ decided: 1, of: 1, version: 2, message: expect.stringContaining(says) },
			conflicts: [{ choice: { kind: 'keep', keep } }]
		});
		const made = await world.finish(world.mergeId);
		if (made.kind !== 'merged') throw new Error(made.kind);
		expect(await world.head('main')).toBe(made.commit);
		expect(await readCommit(world.repo, made.commit)).toMatchObject({
			...{ parents, author: { name: 'Emil' }, subject: 'Merge side into main' },
			body: expect.stringMatching(new RegExp(`Decided:\\n- “${CHART}”.*${says}`))
		});
		expect(await world.get('main', CHART, 'cache_timeout')).toBe(is);
		expect(await listed(world)).toEqual([]);
		await expect(world.finish(world.mergeId)).rejects.toMatchObject({ code: 'not_found', hint });
	}
);

test('MERGING-11 what is undecided is not committed, and a decision is taken back', async () => {
	const world = await decidedWorld('theirs');
	const head = await world.head('main');
	expect(await world.decide(world.mergeId, [{ id: world.ids[0], keep: null }])).toMatchObject({ decided: 0 });
	expect(await world.finish(world.mergeId)).toEqual({ kind: 'undecided', undecided: world.ids });
	expect(await world.head('main')).toBe(head);
	await expect(world.decide(world.mergeId, [{ id: 'nothing', keep: 'mine' }])).rejects.toMatchObject({
		...{ code: 'invalid_input', hint },
		issues: [{ path: ['decisions', 0, 'id'], message: 'is no conflict of this merge' }]
	});
});

test('MERGING-12 many who decide at once lose nothing of one another', async () => {
	const world = await conflictWorld();
	const files = Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`notes/${at}.txt`, 'first\n']));
	const saying = (word: string) => Object.fromEntries(Object.keys(files).map((path) => [path, `${word}\n`]));
	await execute(abortMerge, contextFor(world.app), { dashboardId: world.dashboardId, mergeId: world.mergeId });
	await world.commit('main', saying('main'));
	await world.commit('side', saying('side'));
	const started = await world.start('side');
	if (started.kind !== 'conflicts') throw new Error(started.kind);
	expect(started.count).toBe(9);
	const ids = await idsOf(world, started.mergeId);
	const other = await world.world.startAnother();
	const { dashboardId } = world;
	await Promise.all(
		ids.map((id, at) => {
			const input = { dashboardId, mergeId: started.mergeId, decisions: [{ id, keep: 'theirs' }] };
			return execute(decideMerge, contextFor(at % 2 ? other : world.app), input);
		})
	);
	expect(await world.show(started.mergeId)).toMatchObject({ decided: 9, of: 9, version: 10 });
	expect((await listOpenMerges(other.db, world.dashboardId))[0]).toMatchObject({ version: 10 });
});

test('MERGING-13 giving up leaves no trace', async () => {
	const world = await decidedWorld('theirs');
	const refs = await refsIn(world.app, world.dashboardId);
	const input = { dashboardId: world.dashboardId, mergeId: world.mergeId };
	expect(await execute(abortMerge, contextFor(world.app), input)).toEqual({ branch: 'main', from: 'side' });
	expect(await listOpenMerges(world.app.db, world.dashboardId)).toEqual([]);
	expect(await refsIn(world.app, world.dashboardId)).toEqual(refs);
	await expect(execute(abortMerge, contextFor(world.app), input)).rejects.toMatchObject({ code: 'not_found', hint });
	expect(await world.start('side')).toMatchObject({ kind: 'conflicts' });
});

test('MERGING-13 one whose commits git has lost is listed all the same, and is given up', async () => {
	const world = await decidedWorld('theirs');
	const { app, dashboardId, mergeId, repo } = world;
	const lost = await world.head('side');
	await world.put('side', world.first);
	await closeRepo(repo);
	await rm(join(repo.gitDir, 'objects', lost.slice(0, 2), lost.slice(2)));
	expect(await listed(world)).toMatchObject([{ id: mergeId, from: 'side', of: 0 }]);
	await expect(world.show(mergeId)).rejects.toMatchObject({
		code: 'not_found',
		message: expect.stringContaining(lost)
	});
	await execute(abortMerge, contextFor(app), { dashboardId, mergeId });
	expect(await listed(world)).toEqual([]);
});

test('MERGING-14 where branch and what comes in moved meanwhile, both are taken in and the decisions hold', async () => {
	const world = await decidedWorld('theirs');
	const mine = await world.set('main', OTHER_CHART, 'cache_timeout', '5');
	const theirs = await world.commit('side', { 'README.md': 'Side\n' });
	expect(await world.show(world.mergeId)).toMatchObject({ isBehind: true });
	const made = await world.finish(world.mergeId);
	if (made.kind !== 'merged') throw new Error(made.kind);
	expect((await readCommit(world.repo, made.commit)).parents).toEqual([mine, theirs]);
	expect([
		...[await world.get('main', CHART, 'cache_timeout'), await world.get('main', OTHER_CHART, 'cache_timeout')],
		await world.text('main', 'README.md')
	]).toEqual(['20', '5', 'Side\n']);
});

test('MERGING-14 new questions are asked before anything is committed, and the old ones not again', async () => {
	const world = await decidedWorld('theirs');
	const mine = await world.set('main', OTHER_CHART, 'cache_timeout', '5');
	await world.set('side', OTHER_CHART, 'cache_timeout', '6');
	const asked = await world.finish(world.mergeId);
	if (asked.kind !== 'undecided') throw new Error(asked.kind);
	expect(await world.head('main')).toBe(mine);
	expect(await world.show(world.mergeId)).toMatchObject({ mine, isBehind: false, decided: 1, of: 2 });
	await world.decide(
		world.mergeId,
		asked.undecided.map((id) => ({ id, keep: 'mine' }))
	);
	expect(await world.finish(world.mergeId)).toMatchObject({ kind: 'merged' });
	expect(await world.get('main', OTHER_CHART, 'cache_timeout')).toBe('5');
});

test('MERGING-14 what somebody else merged meanwhile is said, and the merge is over', async () => {
	const world = await decidedWorld('theirs');
	await world.commit('main', {}, { parents: [await world.head('main'), await world.head('side')] });
	const head = await world.head('main');
	const hasAll = expect.stringMatching(/“main” has all of “side”/);
	await expect(world.finish(world.mergeId)).rejects.toMatchObject({ code: 'not_found', hint: hasAll });
	expect(await world.head('main')).toBe(head);
	expect(await listOpenMerges(world.app.db, world.dashboardId)).toEqual([]);
});

test('MERGING-15 of two who finish at once one does it, and the other is told', async () => {
	const world = await decidedWorld('theirs');
	const before = await world.head('main');
	const ends = await Promise.allSettled([world.finish(world.mergeId), world.finish(world.mergeId)]);
	const [done, refused] = ends.sort((a) => (a.status === 'fulfilled' ? -1 : 1));
	expect(done).toMatchObject({ status: 'fulfilled', value: { kind: 'merged', commit: await world.head('main') } });
	expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'not_found', hint } });
	expect((await readCommit(world.repo, await world.head('main'))).parents[0]).toBe(before);
	expect(await listOpenMerges(world.app.db, world.dashboardId)).toEqual([]);
});

test('MERGING-16 with the branch its open merge goes; where what comes in goes, its commits stay', async () => {
	const world = await decidedWorld('theirs');
	const { app, dashboardId, mergeId } = world;
	await execute(deleteBranch, contextFor(app), { dashboardId, name: 'side' });
	expect(await world.show(mergeId)).toMatchObject({ isBehind: false, from: 'side' });
	await world.put('work', await world.head('main'));
	await execute(renameDashboardBranch, contextFor(app), { dashboardId, name: 'main', to: 'trunk' });
	expect(await listed(world)).toMatchObject([{ id: mergeId, branch: 'trunk', decided: 1 }]);
	await execute(renameDashboardBranch, contextFor(app), { dashboardId, name: 'work', to: 'main' });
	expect(await world.finish(mergeId)).toMatchObject({ kind: 'merged' });
	expect(await world.get('trunk', CHART, 'cache_timeout')).toBe('20');
	expect(await world.get('main', CHART, 'cache_timeout')).toBe('10');
});

test('MERGING-16 what comes in is followed to its new name', async () => {
	const world = await decidedWorld('theirs');
	const { app, dashboardId, mergeId } = world;
	await execute(renameDashboardBranch, contextFor(app), { dashboardId, name: 'side', to: 'feature' });
	const theirs = await world.commit('feature', { 'README.md': 'Feature\n' });
	expect(await world.show(mergeId)).toMatchObject({ from: 'feature', isBehind: true });
	expect(await world.finish(mergeId)).toMatchObject({
		...{ kind: 'merged', message: expect.stringContaining('Merge feature into main') }
	});
	expect((await readCommit(world.repo, await world.head('main'))).parents[1]).toBe(theirs);
});

test('MERGING-16 a branch that is deleted during the merge ends it', async () => {
	const world = await conflictWorld();
	const { app, dashboardId } = world;
	await world.put('work', await world.head('main'));
	const started = await world.start('side', { branch: 'work' });
	if (started.kind !== 'conflicts') throw new Error(started.kind);
	await execute(deleteBranch, contextFor(app), { dashboardId, name: 'work' });
	expect((await listOpenMerges(app.db, dashboardId)).map(({ branch }) => branch)).toEqual(['main']);
	await expect(world.finish(started.mergeId)).rejects.toMatchObject({ code: 'not_found', hint });
});

test('MERGING-16 an untracked dashboard comes back with its open merge and what was decided', async () => {
	const world = await decidedWorld('theirs');
	const { app, dashboardId } = world;
	const { trashed } = await execute(untrackDashboard, contextFor(app), { dashboardId });
	expect(await listOpenMerges(app.db, dashboardId)).toEqual([]);
	await execute(bringBackDashboard, contextFor(app), { id: trashed });
	expect(await world.show(world.mergeId)).toMatchObject({ decided: 1, of: 1 });
});

test('MERGING-17 a process that died after the branch moved has merged, one that died before has not', async () => {
	const world = await decidedWorld('theirs');
	const { app, dashboardId, mergeId, repo } = world;
	const [record] = await listOpenMerges(app.db, dashboardId);
	// As it is when the process dies before the branch moves.
	expect(await updateOpenMerge(app.db, record!, { result: await world.head('side') })).toBe(true);
	expect(await listed(world)).toMatchObject([{ id: mergeId }]);
	const before = await treeOf(repo, await world.head('main'));
	expect(await world.finish(mergeId)).toMatchObject({ kind: 'merged' });
	expect(await treeOf(repo, await world.head('main'))).not.toBe(before);
	// As it is when the process dies before the merge is taken out of the list.
	await insertOpenMerge(app.db, { ...record!, result: await world.head('main') });
	expect(await listed(world)).toEqual([]);
	await expect(world.finish(mergeId)).rejects.toMatchObject({ code: 'not_found', hint });
	await world.set('side', CHART, 'cache_timeout', '30');
	await world.set('main', CHART, 'cache_timeout', '40');
	expect(await world.start('side')).toMatchObject({ kind: 'conflicts' });
});
