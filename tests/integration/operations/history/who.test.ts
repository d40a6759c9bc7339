import { readFileSync } from 'node:fs';
import { AssetUuid, DashboardId } from '#lib/domain/ids.ts';
import { moveRef } from '#lib/server/git/refs.ts';
import { readFiles } from '#lib/server/git/objects.ts';
import { showLayout } from '#lib/server/operations/dashboard/layout.ts';
import { trackZip } from '#lib/server/operations/dashboard/track-zip.ts';
import { blameAsset } from '#lib/server/operations/history/blame.ts';
import { whoChanged } from '#lib/server/operations/history/who.ts';
import { execute } from '#lib/server/operations/operation.ts';
import type { App } from '#lib/server/app.ts';
import { contextFor, expect, test } from '#tests/support/app.ts';
import { branch, commit, git, gitOid, main } from '../../git/repo.ts';
import { headOfMain } from '#tests/support/operations/steps.ts';
import { whenIndexed } from './history-world.ts';

const at = Date.now();

/** A real dashboard, and ways to change its files and to ask. */
async function askable(app: App) {
	const zip = new Uint8Array(readFileSync('specs/examples/superset/6.1.0/sales-overview.zip'));
	const dashboardId = DashboardId.parse((await execute(trackZip, contextFor(app), { zip })).dashboardId);
	const repo = app.repoOf(dashboardId);
	const first = (await headOfMain(app, dashboardId))!;
	const files = new Map(
		[...(await readFiles(repo, first))].map(([path, bytes]) => [path, Buffer.from(bytes).toString()])
	);
	const pathOf = (folder: string) => [...files.keys()].find((path) => path.startsWith(folder))!;
	const uuidOf = (path: string) => AssetUuid.parse(/^uuid: (.+)$/m.exec(files.get(path)!)?.[1]);
	let ms = at;
	/** Replace a text in a file, on a branch. */
	const edit = async (path: string, [from, to]: [RegExp | string, string], ref = main, target = path) => {
		const text = files.get(path)!.replace(from, to);
		expect(text === files.get(path) && target === path).toBe(false);
		files.delete(path);
		files.set(target, text);
		const moved = target === path ? {} : { [path]: null };
		return commit(repo, { ...moved, [target]: text }, { ref, message: `Edit ${to}`, at: (ms += 1000) });
	};
	const who = (input: object = {}) =>
		whenIndexed(() => execute(whoChanged, contextFor(app), { dashboardId, ...input }));
	const blame = (path: string, part?: object) =>
		whenIndexed(() => execute(blameAsset, contextFor(app), { dashboardId, asset: uuidOf(path), part }));
	const inside = async (path: string, part: object) => {
		const { parts, ...looked } = await blame(path, part);
		return { change: parts[0]!.change, ...looked };
	};
	return { ...{ dashboardId, repo, first, files, pathOf, uuidOf, edit, who, blame, inside } };
}

test('WHO-1 the newest commit that changed each asset’s file, through renames, and not the merge', async ({
	world
}) => {
	const { repo, first, pathOf, uuidOf, edit, who } = await askable(world.app);
	const [path, set] = [pathOf('charts/'), pathOf('datasets/')];
	const uuid = uuidOf(path);
	const renamed = path.replace(/[^/]+(?=-[0-9a-f]{8}\.yaml$)/, 'another');
	const moved = await edit(path, [/^slice_name: .*$/m, 'slice_name: Another'], main, renamed);
	expect((await who()).assets[uuid]).toMatchObject({ oid: moved, author: 'Ada', subject: 'Edit slice_name: Another' });
	expect((await who({ from: first })).assets[uuid]).toMatchObject({ oid: first });
	await moveRef(repo, branch('work'), { from: null, to: moved });
	const work = await edit(set, [/^description: .*$/m, 'description: New'], branch('work'));
	const tree = gitOid(repo, ['rev-parse', `${work}^{tree}`]);
	const merge = gitOid(repo, ['commit-tree', tree, '-p', moved, '-p', work, '-m', 'merge']);
	await moveRef(repo, main, { from: moved, to: merge });
	const { assets, indexing } = await who();
	expect([assets[uuidOf(set)]?.oid, assets[uuid]?.oid, indexing]).toEqual([work, moved, null]);
	expect(Object.values(assets).filter(({ oid }) => oid === merge)).toEqual([]);
});

test('WHO-2 the commit that made a part what it is, though the file changed since', async ({ world }) => {
	const { first, files, pathOf, edit, inside } = await askable(world.app);
	const path = pathOf('charts/');
	const limited = await edit(path, [/^ {2}viz_type:/m, '  row_limit_x: 7\n  viz_type:']);
	await edit(path, [/^slice_name: .*$/m, 'slice_name: Later']);
	const field = (...keys: string[]) => inside(path, { kind: 'field', path: keys });
	expect(await field('params', 'row_limit_x')).toMatchObject({
		change: { oid: limited },
		lookedAt: 2,
		isCutOff: false
	});
	expect(await field('viz_type')).toMatchObject({ change: { oid: first }, lookedAt: 3 });
	await expect(field('params', 'nothing')).rejects.toMatchObject({ code: 'not_found' });
	const [set, board] = [pathOf('datasets/'), pathOf('dashboards/')];
	const metric = (name: string) => inside(set, { kind: 'metric', name });
	const measured = await edit(set, ['expression: AVG(returned)', 'expression: MAX(returned)']);
	expect(await metric('return_rate')).toMatchObject({ change: { oid: measured, author: 'Ada' }, lookedAt: 1 });
	expect(await metric('revenue')).toMatchObject({ change: { oid: first }, lookedAt: 2 });
	expect(await inside(set, { kind: 'column', name: 'order_date' })).toMatchObject({ change: { oid: first } });
	const filter = /native_filter_configuration:\n(?: .*\n)*? +-? *id: (\S+)/.exec(files.get(board)!)![1]!;
	expect(await inside(board, { kind: 'filter', id: filter })).toMatchObject({ change: { oid: first } });
	const node = /^ {2}(CHART-[^:]+):$/m.exec(files.get(board)!)![1]!;
	expect(await inside(board, { kind: 'node', id: node })).toMatchObject({ change: { oid: first } });
});

test('WHO-3 after 200 commits it stops, and says so', async ({ world }) => {
	const { repo, files, pathOf, inside } = await askable(world.app);
	const path = pathOf('charts/');
	const stream = Array.from({ length: 230 }, (_, n) => {
		const text = Buffer.from(files.get(path)!.replace(/^slice_name: .*$/m, `slice_name: N${n}`));
		const from = n === 0 ? 'from refs/heads/main^0\n' : '';
		return `commit refs/heads/main\ncommitter A <a@x> ${Math.floor(at / 1000) + n} +0000\ndata 1\nx\n${from}M 100644 inline ${path}\ndata ${text.length}\n${text.toString()}\n`;
	});
	git(repo, ['fast-import', '--quiet'], stream.join(''));
	expect(await inside(path, { kind: 'field', path: ['viz_type'] })).toMatchObject({
		...{ change: null, lookedAt: 200, isCutOff: true }
	});
	expect(await inside(path, { kind: 'field', path: ['slice_name'] })).toMatchObject({ lookedAt: 1, isCutOff: false });
});

test('WHO-4 of a chart all parts at once, each with the commit that made of it what it is', async ({ world }) => {
	const { first, pathOf, edit, blame } = await askable(world.app);
	const path = pathOf('charts/');
	const limited = await edit(path, [/^ {2}row_limit: .*$/m, '  row_limit: 7']);
	const renamed = await edit(path, [/^slice_name: .*$/m, 'slice_name: Later']);
	const { parts, lookedAt, isCutOff } = await blame(path);
	const of = (name: string) => parts.find((one) => one.name === name);
	expect(of('Name')).toMatchObject({ value: 'Later', change: { oid: renamed } });
	expect(of('Row limit')).toMatchObject({ value: '7', change: { oid: limited } });
	expect(of('Visualization Type')).toMatchObject({ change: { oid: first } });
	expect([lookedAt, isCutOff, parts.filter(({ change }) => change === null)]).toEqual([3, false, []]);
	expect((await blame(pathOf('dashboards/'))).parts.filter(({ part }) => part.kind === 'filter')).toMatchObject([
		{ change: { oid: first } },
		{ change: { oid: first } },
		{ change: { oid: first } }
	]);
});

test('OVERVIEW-4 the layout of a branch, and of a commit before it', async ({ world }) => {
	const { dashboardId, first, pathOf, uuidOf, edit } = await askable(world.app);
	const path = pathOf('charts/');
	await edit(path, [/^slice_name: .*$/m, 'slice_name: Later']);
	const layout = (from?: string) => execute(showLayout, contextFor(world.app), { dashboardId, from });
	const nameIn = ({ layout: { boxes } }: Awaited<ReturnType<typeof layout>>) =>
		boxes.find(({ chart }) => chart === uuidOf(path))?.name;
	const [now, then] = [await layout(), await layout(first)];
	expect([nameIn(now), nameIn(then) === 'Later']).toEqual(['Later', false]);
	expect(then.commit).toBe(first);
	expect(now.assets).toContainEqual(expect.objectContaining({ uuid: uuidOf(path), name: 'Later', kind: 'chart' }));
	expect(now.assets.filter(({ kind, dataset, type }) => kind === 'chart' && (!dataset || !type))).toEqual([]);
	await expect(layout('no-such-branch')).rejects.toMatchObject({ code: 'not_found' });
});
