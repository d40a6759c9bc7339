import { expect, test } from 'vitest';
import { readFiles } from '#lib/server/git/objects.ts';
import { compareText } from '#lib/server/operations/compare/text.ts';
import { compareTrees } from '#lib/server/operations/compare/trees.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextFor } from '#tests/support/app.ts';
import { describeDataset, renameChart } from '#tests/support/operations/edits.ts';
import { DATASET, OWN_CHART, practiceWorld, SLUG } from '#tests/support/operations/practice-world.ts';
import { capture, headOfMain } from '#tests/support/operations/steps.ts';
import { trackBySlug } from '#tests/support/whole-way.ts';
import { commit as commitIn } from '../../git/repo.ts';

async function editedWorld() {
	const { app, dev } = await practiceWorld();
	const dashboardId = await trackBySlug(app, 'dev', SLUG);
	renameChart(dev, OWN_CHART, 'Channels');
	describeDataset(dev, DATASET, 'Orders by day');
	await capture(app, dashboardId);
	return (before: string, after: string, paths?: string[]) =>
		execute(compareText, contextFor(app), { dashboardId, before, after, ...(paths && { paths }) });
}

const rowsOf = (file: Awaited<ReturnType<Awaited<ReturnType<typeof editedWorld>>>>['files'][number] | undefined) =>
	file?.hunks.flatMap(({ rows }) =>
		rows.filter(({ kind }) => kind !== 'same').map(({ kind, text }) => `${kind} ${text}`)
	);

test('COMPARE-5 the files that differ, line by line; a renamed one stands once', async () => {
	const compare = await editedWorld();
	const { files } = await compare('main', 'environment:dev');
	expect(files.map(({ path, previousPath }) => [path, previousPath])).toEqual([
		[expect.stringMatching(/^charts\/channels-/), expect.stringMatching(/^charts\/own-chart-a-/)],
		[expect.stringMatching(/^datasets\/shop\/sales-/), null]
	]);
	expect(rowsOf(files[0])).toEqual([`removed slice_name: ${OWN_CHART}`, 'added slice_name: Channels']);
});

test('COMPARE-5 only chosen files, by their path on either side', async () => {
	const compare = await editedWorld();
	const [chart] = (await compare('main', 'environment:dev')).files;
	for (const path of [chart!.path, chart!.previousPath!])
		expect((await compare('main', 'environment:dev', [path])).files).toEqual([chart]);
	expect((await compare('main', 'environment:dev', ['nowhere'])).files).toEqual([]);
});

test('COMPARE-5 against nothing every line is new; against itself nothing differs', async () => {
	const compare = await editedWorld();
	const { files } = await compare('parent-of:main', 'main');
	expect(files.length).toBeGreaterThan(4);
	expect(files.every(({ removed, added }) => removed === 0 && added > 0)).toBe(true);
	expect((await compare('main', 'main')).files).toEqual([]);
});

test('COMPARE-7 files that hold no asset are named and stand at the end; an environment misses none', async () => {
	const { app } = await practiceWorld();
	const dashboardId = await trackBySlug(app, 'dev', SLUG);
	const repo = app.repoOf(dashboardId);
	const first = (await headOfMain(app, dashboardId))!;
	const chart = [...(await readFiles(repo, first))].find(([path]) => path.startsWith('charts/'))!;
	const text = Buffer.from(chart[1])
		.toString()
		.replace(/^slice_name: .*$/m, 'slice_name: Another');
	await commitIn(repo, { 'A.md': 'one\ntwo\n', 'pic.png': Buffer.from([0, 1, 2]), [chart[0]]: text });
	const both = { dashboardId, before: first, after: 'main' };
	const trees = await execute(compareTrees, contextFor(app), both);
	expect([trees.ownFiles, trees.changes.assets.length]).toEqual([['A.md', 'pic.png'], 1]);
	const { files } = await execute(compareText, contextFor(app), both);
	expect(files.slice(1).map(({ path, added, binary }) => [path, added, binary])).toEqual([
		['A.md', 2, false],
		['pic.png', expect.any(Number), true]
	]);
	const chosen = await execute(compareText, contextFor(app), { ...both, paths: ['A.md'] });
	expect(chosen.files.map(({ path }) => path)).toEqual(['A.md']);
	const live = { dashboardId, before: 'main', after: 'environment:dev' };
	expect((await execute(compareTrees, contextFor(app), live)).ownFiles).toEqual([]);
	expect((await execute(compareText, contextFor(app), live)).files).toHaveLength(1);
});
