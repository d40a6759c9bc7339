import { expect, test } from 'vitest';
import { bringBackBranch } from '#lib/server/operations/branch/bring-back.ts';
import { createBranch } from '#lib/server/operations/branch/create.ts';
import { deleteBranch } from '#lib/server/operations/branch/delete.ts';
import { listDeletedBranches } from '#lib/server/operations/branch/deleted.ts';
import { unmergedCommits } from '#lib/server/operations/branch/unmerged.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { createDashboardTag } from '#lib/server/operations/tag/create.ts';
import { contextFor } from '#tests/support/app.ts';
import { branchedWorld, headOf } from '#tests/support/operations/branch-steps.ts';
import { practiceWorld, SLUG } from '#tests/support/operations/practice-world.ts';
import { headOfMain, refsIn } from '#tests/support/operations/steps.ts';
import { trackBySlug } from '#tests/support/whole-way.ts';

test('BRANCH-6 before and after it is deleted, a branch tells what nothing else has', async () => {
	const { app, dashboardId, feature } = await branchedWorld();
	const input = { dashboardId, name: 'feature' };
	const unmerged = () => execute(unmergedCommits, contextFor(app), input);
	expect(await unmerged()).toMatchObject({ head: feature, count: 1, commits: [{ subject: 'Name the channels' }] });
	await execute(createDashboardTag, contextFor(app), { dashboardId, name: 'v1', commit: feature });
	expect(await unmerged()).toMatchObject({ count: 0, commits: [] });
	await execute(createBranch, contextFor(app), { dashboardId, name: 'other', from: 'feature' });
	expect(await execute(deleteBranch, contextFor(app), input)).toMatchObject({ head: feature, unmerged: 0 });
});

test('BRANCH-7 a deleted branch is listed with who deleted it, and is brought back', async () => {
	const { app, dashboardId, feature } = await branchedWorld();
	const gone = await execute(deleteBranch, contextFor(app), { dashboardId, name: 'feature' });
	expect(gone).toMatchObject({ head: feature, unmerged: 1 });
	const list = () => execute(listDeletedBranches, contextFor(app), { dashboardId });
	expect(await list()).toMatchObject([
		{ id: gone.id, name: 'feature', head: feature, deletedBy: { name: 'Ada' }, subject: 'Name the channels' }
	]);
	expect(Object.keys(await refsIn(app, dashboardId))).not.toContain('refs/heads/feature');
	const back = await execute(bringBackBranch, contextFor(app), { dashboardId, id: gone.id });
	expect(back).toEqual({ name: 'feature', head: feature });
	expect(await headOf(app, dashboardId, 'feature')).toBe(feature);
	expect(await list()).toEqual([]);
});

test('BRANCH-7 where its name is taken, it is brought back under another one', async () => {
	const { app, dashboardId, feature } = await branchedWorld();
	const { id } = await execute(deleteBranch, contextFor(app), { dashboardId, name: 'feature' });
	await execute(createBranch, contextFor(app), { dashboardId, name: 'feature' });
	const bring = (more: object) => execute(bringBackBranch, contextFor(app), { dashboardId, id, ...more });
	await expect(bring({})).rejects.toMatchObject({
		code: 'already_exists',
		hint: expect.stringContaining('another name')
	});
	expect(await bring({ name: 'channels' })).toEqual({ name: 'channels', head: feature });
	await expect(bring({ name: 'again' })).rejects.toMatchObject({ code: 'not_found', hint: expect.any(String) });
});

test('BRANCH-8 after 90 days it is let go, and not before', async () => {
	let now = Date.UTC(2026, 0, 1);
	const { app } = await practiceWorld({ ports: { now: () => now } });
	const dashboardId = await trackBySlug(app, 'dev', SLUG);
	const make = async (name: string) => {
		await execute(createBranch, contextFor(app), { dashboardId, name });
		return execute(deleteBranch, contextFor(app), { dashboardId, name });
	};
	await make('first');
	now += 89 * 86_400_000;
	await make('second');
	const names = async () =>
		(await execute(listDeletedBranches, contextFor(app), { dashboardId })).map(({ name }) => name);
	expect(await names()).toEqual(['second', 'first']);
	now += 2 * 86_400_000;
	expect(await names()).toEqual(['second']);
	await make('third');
	const refs = Object.keys(await refsIn(app, dashboardId)).filter((ref) => ref.startsWith('refs/deleted/'));
	expect(refs).toHaveLength(2);
	expect(await headOfMain(app, dashboardId)).not.toBeNull();
});
