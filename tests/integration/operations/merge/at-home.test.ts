import { expect, test } from 'vitest';
import { BranchName } from '#lib/domain/refs.ts';
import { showCommit } from '#lib/server/operations/commit/show.ts';
import { headOf } from '#lib/server/operations/dashboard/repository.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextFor } from '#tests/support/app.ts';
import { commitWork, mergeInto } from '#tests/support/merge/two-sides.ts';
import { renameChart } from '#tests/support/operations/edits.ts';
import { OWN_CHART, practiceWorld, SHARED_CHART, SLUG } from '#tests/support/operations/practice-world.ts';
import { capture, changesOf, commit, headOfMain } from '#tests/support/operations/steps.ts';
import { trackBySlug } from '#tests/support/whole-way.ts';

/** A branch `side` that went its own way, and a chart that somebody renamed in dev and nobody committed. */
async function parted() {
	const { app, dev } = await practiceWorld();
	const dashboardId = await trackBySlug(app, 'dev', SLUG);
	const from = (await headOfMain(app, dashboardId))!;
	await commitWork(app, dashboardId, {
		branch: 'side',
		from,
		work: [
			['title', 0, 7],
			['row more', 0, 3]
		]
	});
	renameChart(dev, OWN_CHART, 'Edited in dev');
	await capture(app, dashboardId);
	const told = async () =>
		(await changesOf(app, dashboardId)).assets.map(({ name, sentences }) => [name, sentences.length]);
	return { app, dev, dashboardId, told };
}

test('CHANGES-24 what came to the branch by a merge is no change that somebody made in dev', async () => {
	const { app, dashboardId, told } = await parted();
	expect(await told()).toEqual([['Edited in dev', 1]]);
	expect(await mergeInto(app, dashboardId, 'side')).toMatchObject({ kind: 'fast_forward' });
	expect(await told()).toEqual([['Edited in dev', 1]]);
});

test('CHANGES-24 a commit of what was edited in dev keeps what came, however often', async () => {
	const { app, dev, dashboardId, told } = await parted();
	await mergeInto(app, dashboardId, 'side');
	await commit(app, dashboardId);
	const inCommit = async () => {
		const head = await headOf(app.repoOf(dashboardId), BranchName.parse('main'));
		const { changes } = await execute(showCommit, contextFor(app), { dashboardId, commit: head });
		return changes.assets.map(({ name }) => name);
	};
	expect(await inCommit()).toEqual(['Edited in dev']);
	expect(await told()).toEqual([]);
	renameChart(dev, SHARED_CHART, 'Edited again');
	await capture(app, dashboardId);
	expect(await told()).toEqual([['Edited again', 1]]);
	await commit(app, dashboardId);
	expect(await inCommit()).toEqual(['Edited again']);
	expect(await told()).toEqual([]);
});

test('CHANGES-24 where both changed the same, the edit in dev shows as the change that it would be', async () => {
	const { app, dashboardId, told } = await parted();
	const head = (await headOfMain(app, dashboardId))!;
	await commitWork(app, dashboardId, {
		branch: 'names',
		from: head,
		work: [0, 1, 2].map((which) => ['chart name', which, which] as const)
	});
	await mergeInto(app, dashboardId, 'names');
	expect(await told()).toEqual([['Edited in dev', 1]]);
});
