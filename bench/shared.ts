import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { AssetUuid, EnvironmentName, type DashboardId } from '#lib/domain/ids.ts';
import { BranchName, branchRef, liveRef } from '#lib/domain/refs.ts';
import { upsertEnvironmentDashboard } from '#lib/server/db/environment-dashboards.ts';
import { moveRef } from '#lib/server/git/refs.ts';
import { commitEdits } from '#lib/server/git/write.ts';
import { sharedChanges } from '#lib/server/operations/changes/shared.ts';
import { createDashboard } from '#lib/server/operations/dashboard/create.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { readExport, treeOfDashboard } from '#lib/server/superset/bundle/export.ts';
import { startPracticeSuperset } from '#tests/support/practice-superset/server.ts';
import { absoluteRow, median, ratioRow, type Row } from './measure.ts';
import { addEnvironment, openBench, type Bench } from './world.ts';

const EXPORT = 'specs/examples/superset/6.1.0/sales-overview.zip';
const DASHBOARDS = 300;
const HOME = EnvironmentName.parse('dev');
const MAIN = BranchName.parse('main');

/** Who else uses what changed, where every other dashboard of the home shares its dataset. */
export async function sharedUse(): Promise<Row[]> {
	const bench = await openBench();
	const home = await startPracticeSuperset({ version: '6.1.0', seed: [] });
	try {
		await addEnvironment(bench, HOME, home.url);
		const ids: DashboardId[] = [];
		for (let at = 0; at < DASHBOARDS; at += 1) ids.push(await trackShared(bench, at));
		const dashboardId = ids[0]!;
		const ask = () => execute(sharedChanges, bench.context, { dashboardId });
		const found = await ask();
		if (found.length !== DASHBOARDS - 1) throw new Error(`${found.length} dashboards were found.`);
		const own = await median(5, ask, { warm: true });
		const floor = await median(3, () => {
			for (const id of ids) spawnSync('git', ['--git-dir', bench.app.repoOf(id).gitDir, 'rev-parse', 'main']);
		});
		const at = `${DASHBOARDS} dashboards share a dataset`;
		return [
			absoluteRow('who else uses what changed', at, own, 200),
			ratioRow('the same', at, own, { ms: floor, name: 'git rev-parse in each' }, 0.1)
		];
	} finally {
		await home.close();
		await bench.close();
	}
}

/** A dashboard of the same export, whose dataset was edited in the environment. */
async function trackShared({ app, context }: Bench, at: number): Promise<DashboardId> {
	const { tree } = treeOfDashboard(await readExport(new Uint8Array(readFileSync(EXPORT)), app.memory));
	const [path, bytes] = [...tree.files].find(([name]) => name.startsWith('datasets/'))!;
	const edited = Buffer.from(bytes)
		.toString()
		.replace(/^table_name: (.*)$/m, 'table_name: $1_edited');
	const write = { author: context.actor, at: app.now() };
	const of = { title: `Sales ${at}`, uuid: AssetUuid.parse(randomUUID()), home: HOME };
	const dashboardId = await createDashboard(context, of, async ({ repo }) => {
		const first = { ref: branchRef(MAIN), expected: null, base: null, edits: tree.files, message: 'Track\n' };
		const { commit } = await commitEdits(repo, { ...first, ...write });
		await moveRef(repo, liveRef(HOME), { from: null, to: commit });
		const edits = new Map([[path, Buffer.from(edited)]]);
		await commitEdits(repo, {
			...{ ref: liveRef(HOME), expected: commit, base: commit, edits, message: 'Capture\n' },
			...write
		});
	});
	const known = { dashboardId, environment: HOME, supersetId: at, changeStamps: null, capturedAt: app.now() };
	await upsertEnvironmentDashboard(app.db, known);
	return dashboardId;
}
