import { expect, test } from 'vitest';
import type { DashboardId } from '#lib/domain/ids.ts';
import type { App } from '#lib/server/app.ts';
import { createBranch } from '#lib/server/operations/branch/create.ts';
import { deleteBranch } from '#lib/server/operations/branch/delete.ts';
import { listDashboardBranches } from '#lib/server/operations/branch/list.ts';
import { renameDashboardBranch } from '#lib/server/operations/branch/rename.ts';
import { createCommit } from '#lib/server/operations/commit/create.ts';
import { showDashboard } from '#lib/server/operations/dashboard/show.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextFor } from '#tests/support/app.ts';
import { renameChart } from '#tests/support/operations/edits.ts';
import { OWN_CHART, practiceWorld, SLUG } from '#tests/support/operations/practice-world.ts';
import { capture, captureAndCommit, changesOf, headOfMain, refsIn } from '#tests/support/operations/steps.ts';
import { trackBySlug } from '#tests/support/whole-way.ts';

const create = (app: App, dashboardId: DashboardId, name: string, from?: string) =>
	execute(createBranch, contextFor(app), { dashboardId, name, ...(from && { from }) });
const rename = (app: App, dashboardId: DashboardId, name: string, to: string) =>
	execute(renameDashboardBranch, contextFor(app), { dashboardId, name, to });
const remove = (app: App, dashboardId: DashboardId, name: string, expected?: string) =>
	execute(deleteBranch, contextFor(app), { dashboardId, name, ...(expected && { expected }) });

test('BRANCH-1 a branch starts at a head or at a commit, and says how far it is behind', async () => {
	const { app, dev } = await practiceWorld();
	const id = await trackBySlug(app, 'dev', SLUG);
	const first = await headOfMain(app, id);
	renameChart(dev, OWN_CHART, 'Channels');
	const second = (await captureAndCommit(app, id)).commit;
	expect(await create(app, id, 'same')).toMatchObject({ head: second, ahead: 0, behind: 0, isDefault: false });
	expect(await create(app, id, 'old', first!)).toMatchObject({ head: first, ahead: 0, behind: 1 });
	expect(await create(app, id, 'older', 'old')).toMatchObject({ head: first });
	const listed = await execute(listDashboardBranches, contextFor(app), { dashboardId: id });
	expect(listed.map(({ name }) => name).sort()).toEqual(['main', 'old', 'older', 'same']);
});

test('BRANCH-2 names that are taken or none, and starts that are nowhere, make nothing', async () => {
	const { app } = await practiceWorld();
	const id = await trackBySlug(app, 'dev', SLUG);
	const refs = await refsIn(app, id);
	const hint = expect.stringMatching(/\w/);
	await expect(create(app, id, 'main')).rejects.toMatchObject({
		code: 'already_exists',
		message: expect.stringContaining('main'),
		hint
	});
	await expect(create(app, id, 'main/sub')).rejects.toMatchObject({ code: 'already_exists', hint });
	await expect(create(app, id, 'a..b')).rejects.toMatchObject({ code: 'invalid_input' });
	await expect(create(app, id, '--force')).rejects.toMatchObject({ code: 'invalid_input' });
	await expect(create(app, id, 'new', 'nowhere')).rejects.toMatchObject({
		code: 'not_found',
		message: expect.stringContaining('nowhere'),
		hint
	});
	await expect(create(app, id, 'new', 'e'.repeat(40))).rejects.toMatchObject({ code: 'not_found' });
	expect(await refsIn(app, id)).toEqual(refs);
});

test('BRANCH-3 a renamed branch keeps its commits, and the default one stays the default', async () => {
	const { app } = await practiceWorld();
	const id = await trackBySlug(app, 'dev', SLUG);
	const head = await headOfMain(app, id);
	await create(app, id, 'feature');
	await rename(app, id, 'main', 'trunk');
	expect(await execute(showDashboard, contextFor(app), { dashboardId: id })).toMatchObject({
		defaultBranch: 'trunk',
		branch: { name: 'trunk', head, isDefault: true }
	});
	await rename(app, id, 'feature', 'main');
	const { branches } = await execute(showDashboard, contextFor(app), { dashboardId: id });
	expect(branches.map(({ name, isDefault }) => [name, isDefault])).toEqual([
		['trunk', true],
		['main', false]
	]);
	await expect(rename(app, id, 'trunk', 'main')).rejects.toMatchObject({ code: 'already_exists' });
	await expect(rename(app, id, 'gone', 'new')).rejects.toMatchObject({
		code: 'not_found',
		message: expect.stringContaining('gone')
	});
});

test('BRANCH-4 deleting is undone by making it again; the default one and one that moved stay', async () => {
	const { app, dev } = await practiceWorld();
	const id = await trackBySlug(app, 'dev', SLUG);
	const head = await headOfMain(app, id);
	await create(app, id, 'feature');
	expect(await remove(app, id, 'feature')).toMatchObject({ head, unmerged: 0 });
	expect(await create(app, id, 'feature', head!)).toMatchObject({ head });
	await expect(remove(app, id, 'main')).rejects.toMatchObject({
		code: 'invalid_input',
		message: expect.stringContaining('main'),
		hint: expect.stringMatching(/\w/)
	});
	renameChart(dev, OWN_CHART, 'Channels');
	const moved = (await captureAndCommit(app, id)).commit;
	await expect(remove(app, id, 'feature', moved)).rejects.toMatchObject({ code: 'ref_moved' });
	await expect(remove(app, id, 'gone')).rejects.toMatchObject({ code: 'not_found' });
	expect(Object.keys(await refsIn(app, id))).toContain('refs/heads/feature');
});

test('BRANCH-5 a commit to one branch leaves the rest as it is', async () => {
	const { app, dev } = await practiceWorld();
	const dashboardId = await trackBySlug(app, 'dev', SLUG);
	await create(app, dashboardId, 'feature');
	renameChart(dev, OWN_CHART, 'Channels');
	await capture(app, dashboardId);
	const { head, live } = await changesOf(app, dashboardId);
	const { 'refs/heads/feature': _, ...before } = await refsIn(app, dashboardId);
	const made = await execute(createCommit, contextFor(app), {
		...{ dashboardId, branch: 'feature', message: 'Channels', paths: 'all', expectedHead: head, live }
	});
	const { 'refs/heads/feature': feature, ...after } = await refsIn(app, dashboardId);
	expect(feature).toBe(made.commit);
	expect(after).toEqual(before);
});
