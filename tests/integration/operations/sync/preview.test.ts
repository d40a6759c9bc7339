import { expect, test } from 'vitest';
import { checkRemote } from '#lib/server/operations/remote/check.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { previewSync } from '#lib/server/operations/sync/preview.ts';
import { contextFor } from '#tests/support/app.ts';
import { OWN_CHART, SHARED_CHART } from '#tests/support/operations/practice-world.ts';
import { refsIn } from '#tests/support/operations/steps.ts';
import { git } from '../../git/repo.ts';
import { remoteWorld } from '../remote/remote-world.ts';
import { commitIn, headIn, headsOf, ours, preview, publish, sync, syncWorld } from './sync-world.ts';

test('SYNC-1 it tells what a pull brings and a push sends, by file and in sentences', async () => {
	const world = await syncWorld();
	const same = { ahead: 0, behind: 0, to_pull: [], to_push: [], conflicts: [], will_orphan: [], is_empty: true };
	expect(await preview(world)).toMatchObject({ ...same, remote_head: world.main, remote_state: 'there' });

	const theirs = await commitIn(world.theirs, { [OWN_CHART]: 'Theirs' }, { files: { 'README.md': 'Hello\n' } });
	const mine = await commitIn(ours(world), { [SHARED_CHART]: 'Mine' });
	const before = await refsIn(world.app, world.dashboardId);
	expect(await preview(world, { fetch: false })).toMatchObject({ ahead: 1, behind: 0, remote_head: world.main });
	const told = await preview(world);
	expect(told).toMatchObject({ branch: 'main', head: mine, remote_head: theirs, ahead: 1, behind: 1, is_empty: false });
	expect(told.to_pull).toEqual([
		{
			path: 'charts/theirs-3ebfefa8.yaml',
			asset: { kind: 'chart', name: 'Theirs' },
			change: 'modified',
			sentences: ['renamed “Own chart a” → “Theirs”']
		},
		{ path: 'README.md', asset: null, change: 'added', sentences: [] }
	]);
	expect(told.to_push).toMatchObject([{ change: 'modified', sentences: ['renamed “Revenue, shared” → “Mine”'] }]);
	expect(told).toMatchObject({ conflicts: [], will_orphan: [], fetched_at: expect.any(Number) });
	expect(await refsIn(world.app, world.dashboardId)).toEqual({ ...before, 'refs/remotes/origin/main': theirs });
	expect(await headIn(world.theirs)).toBe(theirs);
});

test('SYNC-2 conflicts are told by asset, with their questions', async () => {
	const world = await syncWorld();
	await commitIn(world.theirs, { [OWN_CHART]: 'Theirs' });
	await commitIn(ours(world), { [OWN_CHART]: 'Mine' });
	const { conflicts } = await preview(world);
	expect(conflicts).toMatchObject([
		{
			path: 'charts/mine-3ebfefa8.yaml',
			asset: { kind: 'chart', name: 'Mine', path: 'charts/mine-3ebfefa8.yaml' },
			questions: [expect.stringMatching(/^.+: .+ → .+ here, .+ → .+ there$/)]
		}
	]);
});

test('SYNC-3 a branch that the remote never had is all to push, one that it deleted is gone', async () => {
	const world = await syncWorld();
	const { app, dashboardId, feature } = world;
	expect(await preview(world, { branch: 'feature' })).toMatchObject({
		...{ head: feature, remote_head: null, remote_state: 'unpublished', ahead: 1, behind: 0, is_empty: false },
		to_push: [{ sentences: ['renamed “Own chart a” → “Channels”'] }]
	});
	await publish(world, 'feature');
	expect(await preview(world, { branch: 'feature' })).toMatchObject({ remote_state: 'there', is_empty: true });
	git(world.theirs, ['update-ref', '-d', 'refs/heads/feature']);
	await execute(checkRemote, contextFor(app), { dashboardId, maxAgeMs: 0 });
	const gone = { remote_head: null, remote_state: 'gone', ahead: 1, is_empty: false };
	expect(await preview(world, { branch: 'feature' })).toMatchObject(gone);
	await publish(world, 'feature');
	expect(await preview(world, { branch: 'feature' })).toMatchObject({ remote_state: 'there', is_empty: true });
});

test('SYNC-4 a remote that was rewritten is told until both are the same, and what it had is kept', async () => {
	const world = await syncWorld();
	const { app, dashboardId, main, theirs } = world;
	await commitIn(theirs, { [OWN_CHART]: 'Theirs' });
	expect(await sync(world)).toMatchObject({ kind: 'done', pulled: 'fast_forward' });
	const { there: old } = await headsOf(world);
	git(theirs, ['update-ref', 'refs/heads/main', main]);
	const other = await commitIn(theirs, { [SHARED_CHART]: 'Other' });
	const rewritten = { remote_state: 'rewritten', remote_head: other, ahead: 1, behind: 1, conflicts: [] };
	expect(await preview(world)).toMatchObject(rewritten);
	expect(await preview(world)).toMatchObject(rewritten);
	const refs = Object.entries(await refsIn(app, dashboardId));
	expect(refs.filter(([ref]) => ref.startsWith('refs/safety/origin/'))).toEqual([[expect.any(String), old]]);
	expect(await sync(world)).toMatchObject({ kind: 'done', pulled: 'merged', pushed: true });
	expect(await preview(world)).toMatchObject({ remote_state: 'there', is_empty: true });
});

test('SYNC-4 commits that we never had are not missed', async () => {
	const world = await syncWorld();
	const { main, theirs } = world;
	await commitIn(theirs, { [OWN_CHART]: 'Theirs' });
	await preview(world);
	git(theirs, ['update-ref', 'refs/heads/main', main]);
	expect(await preview(world)).toMatchObject({ remote_state: 'there', is_empty: true });
});

test('SYNC-5 without a git remote, or where it does not answer, it fails with the next step', async () => {
	const { app, dashboardId } = await remoteWorld();
	await expect(execute(previewSync, contextFor(app), { dashboardId })).rejects.toMatchObject({
		...{ code: 'invalid_input', hint: expect.stringContaining('settings of the dashboard') }
	});
	const world = await syncWorld();
	world.host.answer = (_request, response) => response.destroy();
	await expect(preview(world)).rejects.toMatchObject({ code: 'remote_failed', hint: expect.stringMatching(/\w\.$/) });
	expect(await preview(world, { fetch: 'false' })).toMatchObject({ is_empty: true });
	await expect(preview(world, { fetch: false, branch: 'none' })).rejects.toMatchObject({ code: 'not_found' });
});
