import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { DashboardId } from '#lib/domain/ids.ts';
import { BranchName, branchRef } from '#lib/domain/refs.ts';
import { findHistoryIndex, listMatching } from '#lib/server/db/commit-index.ts';
import type { Repo } from '#lib/server/git/exec.ts';
import { resolveRef } from '#lib/server/git/refs.ts';
import { showHistoryGraph } from '#lib/server/operations/history/graph.ts';
import { listHistory } from '#lib/server/operations/history/list.ts';
import { rebuildHistory } from '#lib/server/operations/history/rebuild.ts';
import { whoChanged } from '#lib/server/operations/history/who.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { absoluteRow, median, ms, timed, type Row } from './measure.ts';
import { openBench, trackLarge, type Bench } from './world.ts';

const MAIN = branchRef(BranchName.parse('main'));
const FEW = 1_000;
const MANY = 10_000;
const CHARTS = 200;

/** Filling the index, searching it, and who changed what, on a dashboard of 200 charts with a long history. */
export async function historySearch(): Promise<Row[]> {
	const bench = await openBench();
	try {
		const dashboardId = await trackLarge(bench);
		const repo = bench.app.repoOf(dashboardId);
		await addChartCommits(repo, 0, FEW);
		await execute(rebuildHistory, bench.context, { dashboardId });
		const who = await median(9, () => execute(whoChanged, bench.context, { dashboardId }), { warm: true });
		await addChartCommits(repo, FEW, MANY - FEW);
		const rows = [await fillRow(bench, dashboardId, repo), ...(await searchRows(bench, dashboardId))];
		return [absoluteRow('who changed each chart last', `${CHARTS} charts, 1,000 commits`, who, 100), ...rows];
	} finally {
		await bench.close();
	}
}

async function fillRow({ context }: Bench, dashboardId: DashboardId, repo: Repo): Promise<Row> {
	const own = await timed(() => execute(rebuildHistory, context, { dashboardId }));
	const count = own.result.dashboards[0]!.commits;
	const git = await timed(() => {
		const told = spawnSync('git', ['-C', repo.gitDir, 'log', '--raw', '-r', MAIN], { maxBuffer: 2 ** 30 });
		if (told.status !== 0) throw new Error(told.stderr.toString());
	});
	const patches = await timed(() => {
		const told = spawnSync('git', ['-C', repo.gitDir, 'log', '-p', MAIN], { maxBuffer: 2 ** 30 });
		if (told.status !== 0) throw new Error(told.stderr.toString());
	});
	const perSecond = Math.round(count / (own.ms / 1000));
	return {
		...{ what: 'fill the index of history', at: `${count.toLocaleString('en')} commits` },
		measured: `${perSecond.toLocaleString('en')}/s (${ms(own.ms)})`,
		floor: `${ms(git.ms)} git log --raw, ${ms(patches.ms)} git log -p`,
		...{ limit: '≥ 2,000/s', isKept: perSecond >= 2_000 }
	};
}

async function searchRows({ app, context }: Bench, dashboardId: DashboardId): Promise<Row[]> {
	const at = '10,000 commits';
	const { slot } = (await findHistoryIndex(app.db, dashboardId))!;
	const rows: Row[] = [];
	for (const [what, search, expression] of [
		['search, a rare word', 'measure_4711', '"measure 4711"*'],
		['search, a word of every commit', 'amount', '"amount"*'],
		['search, one letter', 'o', '"o"*'],
		['search, part of a word', 'easure_4711', '"easure 4711"*']
	] as const) {
		const own = await median(9, () => execute(listHistory, context, { dashboardId, search }), { warm: true });
		const floor = await median(9, () => listMatching(app.db, slot, expression), { warm: true });
		rows.push(absoluteRow(what, at, own, 20, `${ms(floor)} FTS5 alone`));
	}
	const filter = { dashboardId, author: 'ada3@example.org', since: '2023-11-14', facets: true };
	const filtered = await median(9, () => execute(listHistory, context, filter), { warm: true });
	const graph = await median(9, () => execute(showHistoryGraph, context, { dashboardId, skip: 5_000 }), { warm: true });
	const fresh = await median(5, async (run) => {
		await addChartCommits(context.app.repoOf(dashboardId), MANY + run, 1);
		return timed(() => execute(listHistory, context, { dashboardId }));
	});
	return [
		...rows,
		absoluteRow('history by author and day, with what to filter by', at, filtered, 20),
		absoluteRow('graph of a page in the middle', at, graph, 50),
		absoluteRow('commit by git, then a history page that shows it', at, fresh, 200)
	];
}

/** Commits that each change the SQL of one chart, written by git itself. */
async function addChartCommits(repo: Repo, first: number, count: number): Promise<void> {
	const start = await resolveRef(repo, MAIN);
	const child = spawn('git', ['-C', repo.gitDir, 'fast-import', '--quiet', '--force'], {
		stdio: ['pipe', 'ignore', 'inherit']
	});
	for (let at = first; at < first + count; at += 1) {
		const chart = String(at % CHARTS).padStart(8, '0');
		const text = `slice_name: Chart ${at % CHARTS}\nviz_type: table\nuuid: ${chart}-0000-4000-8000-000000000000\nparams:\n${OPTIONS}  metric: SUM(measure_${at})\n  where: amount > ${at} AND order_date < ${at % 365}\nversion: 1.0.0\n`;
		const message = `Change measure of chart ${at % CHARTS}`;
		child.stdin.write(
			`commit ${MAIN}\ncommitter Ada ${at % 7} <ada${at % 7}@example.org> ${1_700_000_000 + at * 60} +0000\ndata ${message.length}\n${message}\n${at === first ? `from ${start}\n` : ''}M 100644 inline charts/chart-${chart}.yaml\ndata ${text.length}\n${text}\n`
		);
	}
	child.stdin.end();
	await once(child, 'close');
}

const OPTIONS = Array.from({ length: 40 }, (_, at) => `  option_${at}: value ${at}\n`).join('');
