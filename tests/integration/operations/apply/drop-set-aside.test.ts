import { expect, test } from 'vitest';
import { bringBackSetAside } from '#lib/server/operations/apply/bring-back.ts';
import { dropSetAside } from '#lib/server/operations/apply/drop-set-aside.ts';
import { listDropped } from '#lib/server/operations/apply/dropped.ts';
import { openBranch } from '#lib/server/operations/apply/open.ts';
import { setAsideAgain } from '#lib/server/operations/apply/set-aside-again.ts';
import { listSetAside } from '#lib/server/operations/apply/set-aside.ts';
import { renameDashboardBranch } from '#lib/server/operations/branch/rename.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextFor } from '#tests/support/app.ts';
import { branchedWorld, hasChart } from '#tests/support/operations/branch-steps.ts';
import { renameChart } from '#tests/support/operations/edits.ts';
import { SHARED_CHART } from '#tests/support/operations/practice-world.ts';
import { refsIn, requestsDuring } from '#tests/support/operations/steps.ts';
import { runJob } from '#tests/support/whole-way.ts';

const DAY_MS = 86_400_000;

type World = Awaited<ReturnType<typeof branchedWorld>>;

const listed = ({ app, dashboardId }: World) => execute(listSetAside, contextFor(app), { dashboardId });
const dropped = ({ app, dashboardId }: World) => execute(listDropped, contextFor(app), { dashboardId });
const drop = ({ app, dashboardId }: World, id: string, more: object = {}) =>
	execute(dropSetAside, contextFor(app), { dashboardId, id, ...more });
const again = ({ app, dashboardId }: World, id: string, more: object = {}) =>
	execute(setAsideAgain, contextFor(app), { dashboardId, id, ...more });

/** `main` is shown in dev; there a chart was called “Revenue”, which was set aside. */
async function asideWorld(now?: () => number) {
	const world = await branchedWorld(now && { ports: { now } });
	const { app, dev, dashboardId } = world;
	renameChart(dev, SHARED_CHART, 'Revenue');
	const uncommitted = { kind: 'set-aside', note: 'Two\n\nlines' };
	await runJob(app, openBranch, { dashboardId, branch: 'main', uncommitted });
	const [aside] = await listed(world);
	return { ...world, aside: aside! };
}

test('APPLY-18 what is dropped is set aside no more, and listed with who dropped it', async () => {
	const world = await asideWorld();
	const { aside, dev } = world;
	const { branch, commit, since, by, at } = aside;
	const requests = await requestsDuring(dev, async () => {
		expect(await drop(world, aside.id)).toMatchObject({ environment: 'dev', branch: 'main' });
	});
	expect(requests).toEqual([]);
	expect(await listed(world)).toEqual([]);
	const [one, ...more] = await dropped(world);
	expect(one).toMatchObject({ branch, commit, since, by, at, note: 'Two\n\nlines', droppedBy: { name: 'Ada' } });
	expect(more).toEqual([]);
	await expect(drop(world, aside.id)).rejects.toMatchObject({ code: 'not_found', hint: expect.any(String) });
});

test('APPLY-18 what was dropped is put back once, as it was, and comes back into dev from there', async () => {
	const world = await asideWorld();
	const { app, dashboardId, aside, dev } = world;
	const gone = await drop(world, aside.id, { environment: 'dev' });
	expect(await again(world, gone.id)).toMatchObject({ id: aside.id });
	expect(await listed(world)).toEqual([aside]);
	expect(await dropped(world)).toEqual([]);
	await expect(again(world, gone.id)).rejects.toMatchObject({ code: 'not_found', hint: expect.any(String) });
	await runJob(app, bringBackSetAside, { dashboardId, id: aside.id });
	expect(hasChart(dev, 'Revenue')).toBe(true);
});

test('APPLY-18 of another environment nothing is dropped or put back', async () => {
	const world = await asideWorld();
	const { id } = world.aside;
	await expect(drop(world, id, { environment: 'prod' })).rejects.toMatchObject({ code: 'not_found' });
	const gone = await drop(world, id);
	await expect(again(world, gone.id, { environment: 'prod' })).rejects.toMatchObject({ code: 'not_found' });
	expect(await dropped(world)).toHaveLength(1);
});

test('APPLY-10 what was dropped goes with its branch to another name', async () => {
	const world = await asideWorld();
	const { app, dashboardId, aside } = world;
	const gone = await drop(world, aside.id);
	await execute(renameDashboardBranch, contextFor(app), { dashboardId, name: 'main', to: 'trunk' });
	expect(await dropped(world)).toMatchObject([{ branch: 'trunk', note: aside.note }]);
	await again(world, gone.id);
	expect(await listed(world)).toEqual([{ ...aside, branch: 'trunk' }]);
});

test('APPLY-18 after 90 days it is let go, and not before', async () => {
	let now = Date.UTC(2026, 0, 1);
	const world = await asideWorld(() => now);
	const { app, dashboardId, dev, aside } = world;
	await drop(world, aside.id);
	now += 90 * DAY_MS;
	expect(await dropped(world)).toHaveLength(1);
	now += 1;
	expect(await dropped(world)).toEqual([]);
	// Its ref goes with the next that is dropped.
	renameChart(dev, SHARED_CHART, 'Income');
	await runJob(app, openBranch, { dashboardId, branch: 'main', uncommitted: { kind: 'set-aside' } });
	const [next] = await listed(world);
	await drop(world, next!.id);
	const refs = Object.keys(await refsIn(app, dashboardId)).filter((ref) => ref.startsWith('refs/dropped/'));
	expect(refs).toEqual([`refs/dropped/dev/${now}`]);
});
