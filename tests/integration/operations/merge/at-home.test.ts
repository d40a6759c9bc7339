import { expect, test } from 'vitest';
import { BranchName } from '#lib/domain/refs.ts';
import { openBranch } from '#lib/server/operations/apply/open.ts';
import { planApply } from '#lib/server/operations/apply/plan.ts';
import { compareLayout } from '#lib/server/operations/compare/layout.ts';
import { compareText } from '#lib/server/operations/compare/text.ts';
import { compareTrees } from '#lib/server/operations/compare/trees.ts';
import { showCommit } from '#lib/server/operations/commit/show.ts';
import { headOf } from '#lib/server/operations/dashboard/repository.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextFor } from '#tests/support/app.ts';
import { commitWork, mergeInto } from '#tests/support/merge/two-sides.ts';
import { renameChart } from '#tests/support/operations/edits.ts';
import { OWN_CHART, practiceWorld, SHARED_CHART, SLUG } from '#tests/support/operations/practice-world.ts';
import { capture, changesOf, commit, headOfMain } from '#tests/support/operations/steps.ts';
import { runJob, trackBySlug } from '#tests/support/whole-way.ts';

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

test('CHANGES-24 the layout and the text of a change leave out what came to the branch, too', async () => {
	const { app, dashboardId } = await parted();
	await mergeInto(app, dashboardId, 'side');
	const sides = { dashboardId, before: 'main', after: 'edits:main' };
	const { layout } = await execute(compareLayout, contextFor(app), sides);
	expect(layout.counts).toMatchObject({ added: 0, removed: 0, moved: 0, changed: 1 });
	const { files } = await execute(compareText, contextFor(app), sides);
	expect(files.map(({ path }) => path)).toEqual([expect.stringMatching(/^charts\/edited-in-dev-/)]);
	await expect(execute(compareTrees, contextFor(app), { ...sides, after: 'edits:none' })).rejects.toThrow('none');
});

test('CHANGES-24 what was committed on top is not asked about when the branch is opened in dev', async () => {
	const { app, dev, dashboardId } = await parted();
	await mergeInto(app, dashboardId, 'side');
	const uncommitted = async () =>
		(await runJob(app, planApply, { dashboardId, branch: 'main' })).uncommitted.map(({ name }) => name);
	expect(await uncommitted()).toEqual(['Edited in dev']);
	await commit(app, dashboardId);
	expect(await uncommitted()).toEqual([]);
	await runJob(app, openBranch, { dashboardId, branch: 'main' });
	expect((await changesOf(app, dashboardId)).assets).toEqual([]);
	expect(dev.state.tables.dashboard.map(({ fields }) => fields['dashboard_title'])).toContain('Board 7');
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
