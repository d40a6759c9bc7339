import { expect, test } from 'vitest';
import { createBranch } from '#lib/server/operations/branch/create.ts';
import { pushBranchByForce } from '#lib/server/operations/branch/push-force.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { actorOf, contextFor } from '#tests/support/app.ts';
import { OWN_CHART, SHARED_CHART } from '#tests/support/operations/practice-world.ts';
import { refsIn } from '#tests/support/operations/steps.ts';
import { git } from '../../git/repo.ts';
import type { RemoteWorld } from '../remote/remote-world.ts';
import { beforePushes, commitIn, headIn, headsOf, ours, preview, refusing, syncWorld } from './sync-world.ts';

/** Both sides have a commit of their own, and what somebody says who saw them. */
async function parted() {
	const world = await syncWorld();
	const lease = await commitIn(world.theirs, { [OWN_CHART]: 'Theirs' });
	const expected = await commitIn(ours(world), { [SHARED_CHART]: 'Mine' });
	return { world, seen: { name: 'main', expected, lease, confirm: 'main' } };
}

const force = ({ app, dashboardId }: RemoteWorld, input: object, role: 'engineer' | 'analyst' = 'engineer') =>
	execute(pushBranchByForce, contextFor(app, actorOf(role)), { dashboardId, ...input });

const keptIn = async ({ app, dashboardId }: RemoteWorld) =>
	Object.entries(await refsIn(app, dashboardId)).filter(([ref]) => ref.startsWith('refs/safety/origin/'));

test('SYNC-30 what is overwritten is kept, and becomes a branch again', async () => {
	const { world, seen } = await parted();
	const { app, dashboardId } = world;
	const { expected, lease } = seen;
	const done = await force(world, seen);
	const [[ref] = []] = await keptIn(world);
	expect(done).toEqual({ kind: 'pushed', head: expected, overwritten: lease, kept: ref, lost: 1 });
	expect(await keptIn(world)).toEqual([[ref, lease]]);
	expect(await headsOf(world)).toEqual({ here: expected, there: expected });
	expect(await preview(world)).toMatchObject({ is_empty: true, remote_state: 'there' });
	const back = await execute(createBranch, contextFor(app), { dashboardId, name: 'theirs', from: lease });
	expect(back.head).toBe(lease);
	expect(await force(world, { ...seen, lease: expected })).toEqual({ kind: 'up_to_date', head: expected });
	expect(await keptIn(world)).toHaveLength(1);
});

test('SYNC-31 it is refused unless the name is typed and both heads are those that were seen', async () => {
	const { world, seen } = await parted();
	const { main } = world;
	const before = await headsOf(world);
	await expect(force(world, { ...seen, confirm: 'Main' })).rejects.toMatchObject({
		issues: [{ path: ['confirm'], message: 'is not “main”' }]
	});
	await expect(force(world, { ...seen, expected: main })).rejects.toMatchObject({ code: 'ref_moved' });
	await expect(force(world, seen, 'analyst')).rejects.toMatchObject({ code: 'not_allowed' });
	expect(await force(world, { ...seen, lease: main })).toMatchObject({ kind: 'rejected', reason: 'moved' });
	expect(await headsOf(world)).toEqual(before);
	expect(await keptIn(world)).toEqual([]);
});

test('SYNC-31 a remote that moves before the push, or refuses it, stays as it is', async () => {
	const { world, seen } = await parted();
	const newer = { there: '' };
	beforePushes(world, 1, async () => (newer.there = await commitIn(world.theirs, { Theirs: 'Newer' })));
	expect(await force(world, seen)).toMatchObject({ kind: 'rejected', reason: 'moved' });
	expect(await headIn(world.theirs)).toBe(newer.there);
	await refusing(world, 'No force here.');
	expect(await force(world, { ...seen, lease: newer.there })).toEqual({
		...{ kind: 'rejected', head: seen.expected, there: newer.there, reason: 'refused' },
		message: 'pre-receive hook declined: No force here.'
	});
	expect(await headIn(world.theirs)).toBe(newer.there);
	expect(await keptIn(world)).toEqual([]);
	git(world.theirs, ['update-ref', '-d', 'refs/heads/main']);
	await expect(force(world, { ...seen, lease: newer.there })).rejects.toMatchObject({ code: 'not_found' });
});
