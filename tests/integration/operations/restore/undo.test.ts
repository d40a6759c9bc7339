import { expect, test } from 'vitest';
import { Oid } from '#lib/domain/ids.ts';
import { BranchName, remoteRef } from '#lib/domain/refs.ts';
import { moveRef } from '#lib/server/git/refs.ts';
import { redoCommit } from '#lib/server/operations/commit/redo.ts';
import { undoCommit } from '#lib/server/operations/commit/undo.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { createDashboardTag } from '#lib/server/operations/tag/create.ts';
import { deleteTag } from '#lib/server/operations/tag/delete.ts';
import { contextFor } from '#tests/support/app.ts';
import { renameChart, retitleDashboard } from '#tests/support/operations/edits.ts';
import { OWN_CHART, practiceWorld, SLUG } from '#tests/support/operations/practice-world.ts';
import { captureAndCommit, changesOf, headOfMain, refsIn } from '#tests/support/operations/steps.ts';
import { deployMain, trackBySlug } from '#tests/support/whole-way.ts';

async function committed() {
	const world = await practiceWorld();
	const dashboardId = await trackBySlug(world.app, 'dev', SLUG);
	const first = Oid.parse(await headOfMain(world.app, dashboardId));
	renameChart(world.dev, OWN_CHART, 'Channels');
	const { commit } = await captureAndCommit(world.app, dashboardId);
	const input = { dashboardId, branch: 'main', expectedHead: commit };
	const undo = (more: object = {}) => execute(undoCommit, contextFor(world.app), { ...input, ...more });
	const redo = (more: object = {}) =>
		execute(redoCommit, contextFor(world.app), { ...input, expectedHead: first, commit, ...more });
	return { ...world, dashboardId, first, commit, undo, redo };
}

test('UNDO-1 the last commit is taken back, and what it committed shows as changes again', async () => {
	const { app, dashboardId, first, commit, undo } = await committed();
	expect(await undo()).toEqual({ head: first, undone: commit, message: 'Say what changed' });
	expect(await headOfMain(app, dashboardId)).toBe(first);
	expect((await changesOf(app, dashboardId)).assets).toMatchObject([{ name: 'Channels' }]);
});

test('UNDO-2 what was taken back is put back, once', async () => {
	const { app, dashboardId, commit, undo, redo } = await committed();
	await undo();
	const held = Object.entries(await refsIn(app, dashboardId)).filter(([ref]) => ref.startsWith('refs/undone/'));
	expect(held.map(([, oid]) => oid)).toEqual([commit]);
	expect(await redo()).toEqual({ head: commit });
	expect(await headOfMain(app, dashboardId)).toBe(commit);
	expect((await changesOf(app, dashboardId)).assets).toEqual([]);
	expect(Object.keys(await refsIn(app, dashboardId)).join()).not.toContain('undone');
	await expect(redo({ expectedHead: commit })).rejects.toMatchObject({ code: 'not_found' });
});

test('UNDO-2 where somebody committed meanwhile it is not put back', async () => {
	const { app, dev, dashboardId, undo, redo } = await committed();
	await undo();
	retitleDashboard(dev, SLUG, 'Second');
	const { commit: other } = await captureAndCommit(app, dashboardId);
	await expect(redo()).rejects.toMatchObject({ code: 'ref_moved' });
	await expect(redo({ expectedHead: other })).rejects.toMatchObject({
		code: 'invalid_input',
		hint: expect.stringMatching(/\w/)
	});
	expect(await headOfMain(app, dashboardId)).toBe(other);
});

test('UNDO-3 a commit that others may have stays: pushed, tagged, deployed, the first, not the last', async () => {
	const { app, dashboardId, first, commit, undo } = await committed();
	const hint = expect.stringContaining('Revert');
	const repo = app.repoOf(dashboardId);
	const main = remoteRef(BranchName.parse('main'));
	await moveRef(repo, main, { from: null, to: commit });
	await expect(undo()).rejects.toMatchObject({
		code: 'invalid_input',
		message: expect.stringContaining('git host'),
		hint
	});
	await moveRef(repo, main, { from: commit, to: first });
	await execute(createDashboardTag, contextFor(app), { dashboardId, name: 'v1', commit });
	await expect(undo()).rejects.toMatchObject({ message: expect.stringContaining('tag'), hint });
	await execute(deleteTag, contextFor(app), { dashboardId, name: 'v1' });
	await deployMain(app, dashboardId, 'prod');
	await expect(undo()).rejects.toMatchObject({ message: expect.stringContaining('prod'), hint });
	await expect(undo({ expectedHead: first })).rejects.toMatchObject({ code: 'ref_moved' });
	expect(await headOfMain(app, dashboardId)).toBe(commit);
});

test('UNDO-3 a dashboard keeps its first commit', async () => {
	const { dashboardId, first, undo, app } = await committed();
	await undo();
	await expect(undo({ expectedHead: first })).rejects.toMatchObject({
		code: 'invalid_input',
		message: expect.stringContaining('first')
	});
	expect(await headOfMain(app, dashboardId)).toBe(first);
});
