import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BranchName, branchRef } from '#lib/domain/refs.ts';
import { createBranch } from '#lib/server/operations/branch/create.ts';
import { listHistory } from '#lib/server/operations/history/list.ts';
import { dashboardChanges } from '#lib/server/operations/dashboard/changes.ts';
import { showDashboard } from '#lib/server/operations/dashboard/show.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { readFiles } from '#lib/server/git/objects.ts';
import { resolveRef } from '#lib/server/git/refs.ts';
import { commitEdits } from '#lib/server/git/write.ts';
import type { Repo } from '#lib/server/git/exec.ts';
import { absoluteRow, median, ratioRow, timed, type Row } from './measure.ts';
import { openBench, trackLarge } from './world.ts';

const MAIN = branchRef(BranchName.parse('main'));
const ADA = { name: 'Ada', email: 'ada@example.org' };

/** What the dashboard's page asks of the server, on a repository with a history. */
export async function pages(): Promise<Row[]> {
	const bench = await openBench();
	try {
		const { app, context } = bench;
		const dashboardId = await trackLarge(bench);
		const repo = app.repoOf(dashboardId);
		await addCommits(repo, 1000);
		await execute(createBranch, context, { dashboardId, name: 'feature/one' });
		const path = [...(await readFiles(repo, (await resolveRef(repo, MAIN))!)).keys()].find((name) =>
			name.startsWith('charts/')
		)!;
		await commitEdits(repo, {
			...{
				ref: branchRef(BranchName.parse('feature/one')),
				expected: await resolveRef(repo, MAIN),
				base: await resolveRef(repo, MAIN)
			},
			...{ edits: new Map([[path, null]]), message: 'one\n', author: ADA, at: Date.now() }
		});
		const at = '200 charts, 1,000 commits';
		const head = await median(9, () => execute(showDashboard, context, { dashboardId }), { warm: true });
		const choose = await median(
			9,
			async (run) => {
				const branch = run % 2 === 0 ? 'feature/one' : 'main';
				await execute(showDashboard, context, { dashboardId, branch });
				await execute(dashboardChanges, context, { dashboardId, branch });
			},
			{ warm: true }
		);
		// So that it is not the filling of the index that is measured.
		const fill = () => execute(listHistory, context, { dashboardId, search: 'step', limit: 1 });
		await fill();
		const history = await median(9, () => execute(listHistory, context, { dashboardId, limit: 50 }), { warm: true });
		const commit = await commitFive(repo);
		await addCommits(repo, 9000);
		await fill();
		const longHistory = await median(9, () => execute(listHistory, context, { dashboardId, limit: 50 }), {
			warm: true
		});
		return [
			absoluteRow('read a branch’s head for the page', at, head, 40),
			absoluteRow('choose another branch', at, choose, 50),
			commit,
			absoluteRow('history page of 50', '1,000 commits', history, 20),
			absoluteRow('history page of 50', '10,000 commits', longHistory, 20)
		];
	} finally {
		await bench.close();
	}
}

/** Commits one after another, written by git itself. */
export async function addCommits(repo: Repo, count: number): Promise<void> {
	const start = await resolveRef(repo, MAIN);
	const child = spawn('git', ['-C', repo.gitDir, 'fast-import', '--quiet', '--force'], {
		stdio: ['pipe', 'ignore', 'inherit']
	});
	for (let at = 0; at < count; at += 1) {
		const from = at === 0 ? `from ${start}\n` : '';
		const text = `table_name: t\nuuid: 00000000-0000-4000-8000-000000000000\nnote: ${at}\n`;
		child.stdin.write(
			`commit ${MAIN}\ncommitter Ada <ada@example.org> ${1_700_000_000 + at} +0000\ndata 5\nstep\n${from}M 100644 inline notes/n.txt\ndata ${text.length}\n${text}\n`
		);
	}
	child.stdin.end();
	await once(child, 'close');
}

async function commitFive(repo: Repo): Promise<Row> {
	const bytes = (run: number, file: number) =>
		Buffer.from(`slice_name: run ${run} file ${file}\n${'params: {}\n'.repeat(100)}`);
	const paths = [0, 1, 2, 3, 4].map((file) => `charts/bench-${file}-0000000${file}.yaml`);
	const edits = (run: number) => new Map(paths.map((path, file) => [path, bytes(run, file)]));
	const own = await median(
		9,
		async (run) => {
			const expected = await resolveRef(repo, MAIN);
			await commitEdits(repo, {
				ref: MAIN,
				expected,
				base: expected,
				edits: edits(run),
				message: 'five\n',
				author: ADA,
				at: Date.now()
			});
		},
		{ warm: true }
	);
	const floor = await median(
		9,
		(run) => {
			const files = paths.map(
				(path, file) =>
					`M 100644 inline ${path}\ndata ${bytes(run + 100, file).length}\n${bytes(run + 100, file).toString()}\n`
			);
			const stream = `commit refs/heads/floor\ncommitter Ada <ada@example.org> ${1_700_100_000 + run} +0000\ndata 5\nfive\n${run === 0 ? `from ${MAIN}^0\n` : 'from refs/heads/floor^0\n'}${files.join('')}\n`;
			const made = spawnSync('git', ['-C', repo.gitDir, 'fast-import', '--quiet', '--force'], { input: stream });
			if (made.status !== 0) throw new Error(made.stderr.toString());
		},
		{ warm: true }
	);
	return ratioRow(
		'commit of 5 changed files',
		'200 charts, 1,000 commits',
		own,
		{ ms: floor, name: 'raw git fast-import' },
		3
	);
}

/** The built server, from nothing to the first page, and what it takes when nobody asks. */
export async function startUp(): Promise<Row[]> {
	const dir = await mkdtemp(join(tmpdir(), 'dashbranch-bench-'));
	const port = 20_000 + Math.floor(Math.random() * 20_000);
	const origin = `http://127.0.0.1:${port}`;
	const env = {
		...process.env,
		DATA_DIR: dir,
		HOST: '127.0.0.1',
		PORT: String(port),
		ORIGIN: origin,
		BODY_SIZE_LIMIT: '64M',
		LOG_LEVEL: 'warn'
	};
	const server = spawn(process.execPath, ['build/index.js'], { env, stdio: 'ignore' });
	try {
		const { ms } = await timed(async () => {
			for (let left = 400; left > 0; left -= 1) {
				const answer = await fetch(`${origin}/`).catch(() => undefined);
				if (answer?.ok) return answer.text();
				await new Promise((resolve) => setTimeout(resolve, 10));
			}
			throw new Error('The built server does not answer; npm run build makes it.');
		});
		await new Promise((resolve) => setTimeout(resolve, 3000));
		const status = await readFile(`/proc/${server.pid}/status`, 'utf8').catch(() => '');
		const rss = Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
		return [
			absoluteRow('start to first page', 'empty data folder', ms, 1000),
			{
				what: 'idle memory',
				at: '″',
				measured: rss ? `${rss} MB` : 'not told here',
				floor: '',
				limit: '≤ 150 MB',
				isKept: rss <= 150
			}
		];
	} finally {
		server.kill('SIGTERM');
		await once(server, 'close');
		await rm(dir, { recursive: true, force: true });
	}
}
