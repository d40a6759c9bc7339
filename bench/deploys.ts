import { readFileSync } from 'node:fs';
import { isList, isMapping, mapping, type Mapping, type Value } from '#lib/domain/value.ts';
import { BranchName, branchRef } from '#lib/domain/refs.ts';
import { createBranch } from '#lib/server/operations/branch/create.ts';
import { openDashboard } from '#lib/server/operations/dashboard/repository.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { makeDeploymentPlan } from '#lib/server/operations/plan/make.ts';
import { commitEdits } from '#lib/server/git/write.ts';
import { resolveRef } from '#lib/server/git/refs.ts';
import { parseYaml, writeYaml } from '#lib/server/superset/bundle/yaml.ts';
import { readBundle, writeZip } from '#lib/server/superset/bundle/zip.ts';
import { startPracticeSuperset } from '#tests/support/practice-superset/server.ts';
import { absoluteRow, timed, type Row } from './measure.ts';
import { addEnvironment, openBench, trackLarge, type Bench } from './world.ts';
import { LARGE } from './zip-to-commit.ts';

const sum = (bench: Bench): number => bench.requests.reduce((all, { ms }) => all + ms, 0);

/** What planning adds to the requests that it makes, on a practice Superset. */
export async function deploys(): Promise<Row[]> {
	return planning();
}

async function planning(): Promise<Row[]> {
	const bench = await openBench();
	const target = await startPracticeSuperset({ version: '6.1.0', seed: [new Uint8Array(readFileSync(LARGE))] });
	try {
		const dashboardId = await trackLarge(bench);
		await addEnvironment(bench, 'prod', target.url);
		await execute(makeDeploymentPlan, bench.context, { dashboardId, commit: 'main', environment: 'prod' });
		bench.forget();
		const { ms } = await timed(() =>
			execute(makeDeploymentPlan, bench.context, { dashboardId, commit: 'main', environment: 'prod' })
		);
		return [
			absoluteRow(
				'plan, own time without Superset’s',
				'200 charts',
				ms - sum(bench),
				300,
				`${bench.requests.length} requests`
			)
		];
	} finally {
		await target.close();
		await bench.close();
	}
}

/** The same dashboard with only its first charts. */
export async function firstCharts(zip: Uint8Array, count: number): Promise<Uint8Array> {
	const { files } = await readBundle(zip);
	const kept = new Map(files);
	const charts = [...files.keys()].filter((path) => path.startsWith('charts/')).sort();
	for (const path of charts.slice(count)) kept.delete(path);
	const uuids = new Set(
		charts.slice(0, count).map((path) => (parseYaml(Buffer.from(files.get(path)!).toString()) as Mapping)['uuid'])
	);
	const path = [...files.keys()].find((name) => name.startsWith('dashboards/'))!;
	const dashboard = parseYaml(Buffer.from(files.get(path)!).toString()) as Mapping;
	kept.set(
		path,
		Buffer.from(writeYaml({ ...dashboard, position: onlyThese(dashboard['position'] as Mapping, uuids) }))
	);
	return writeZip('bench', kept);
}

function onlyThese(position: Mapping, uuids: ReadonlySet<Value | undefined>): Mapping {
	const isGone = (node: Value | undefined) => {
		const meta = isMapping(node) && node['type'] === 'CHART' ? node['meta'] : undefined;
		return isMapping(meta) && !uuids.has(meta['uuid']);
	};
	return mapping(
		Object.entries(position)
			.filter(([, node]) => !isGone(node))
			.map(([id, node]) => {
				const children = isMapping(node) ? node['children'] : undefined;
				if (!isList(children)) return [id, node];
				return [id, { ...(node as Mapping), children: children.filter((child) => !isGone(position[String(child)])) }];
			})
	);
}

/** A branch with one chart renamed. */
export async function renameOneChart(bench: Bench, dashboardId: string, title: string): Promise<string> {
	const id = (await import('#lib/domain/ids.ts')).DashboardId.parse(dashboardId);
	const { repo } = await openDashboard(bench.app, id);
	const { readFiles } = await import('#lib/server/git/objects.ts');
	const name = BranchName.parse(`bench-${title.replaceAll(' ', '-')}`);
	await execute(createBranch, bench.context, { dashboardId, name });
	const head = (await resolveRef(repo, branchRef(name)))!;
	const [path, bytes] = [...(await readFiles(repo, head))].find(([file]) => file.startsWith('charts/'))!;
	const text = Buffer.from(bytes)
		.toString()
		.replace(/^slice_name: .*/m, `slice_name: ${title}`);
	await commitEdits(repo, {
		ref: branchRef(name),
		expected: head,
		base: head,
		edits: new Map([[path, Buffer.from(text)]]),
		message: 'rename\n',
		author: bench.context.actor,
		at: Date.now()
	});
	return name;
}
