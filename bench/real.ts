import { z } from 'zod';
import { EnvironmentName } from '#lib/domain/ids.ts';
import { captureAllDashboards } from '#lib/server/operations/dashboard/capture-all.ts';
import { captureDashboard } from '#lib/server/operations/dashboard/capture.ts';
import { trackDashboard } from '#lib/server/operations/dashboard/track.ts';
import { startDeployment } from '#lib/server/operations/deployment/start.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { makeDeploymentPlan } from '#lib/server/operations/plan/make.ts';
import { renameOneChart } from './deploys.ts';
import { median, ratioRow, timed, type Row } from './measure.ts';
import { addEnvironment, openBench, runJob } from './world.ts';

/** What `superset-cli sync native` of preset-cli took for one changed chart of 200 on two such cores. */
const PEER_MS = 8100;

/** On a real Superset that holds the practice dashboards, `large` among them; copies of small ones are made for the list. */
export async function real(): Promise<Row[]> {
	const text = process.env['DASHBRANCH_TEST_SUPERSETS'];
	if (!text) return [];
	const Supersets = z.array(z.object({ version: z.string(), url: z.url(), role: z.string() }));
	const found = Supersets.parse(JSON.parse(text)).find(
		({ version, role }) => version.startsWith('6.') && role === 'source'
	);
	if (!found) return [];
	const bench = await openBench();
	try {
		await addEnvironment(bench, 'dev', found.url);
		const client = await bench.app.superset(EnvironmentName.parse('dev'));
		const large = await client.findDashboard({ slug: 'large' });
		if (!large) throw new Error(`${found.url} does not hold the practice dashboard “large”.`);
		const { dashboardId } = await runJob(bench.app, trackDashboard, { environment: 'dev', supersetId: large.id });
		const [chart] = await client.chartsOfDashboard(large.id);
		const wholeExport = await median(3, () => client.exportAssets('dashboard', [large.id]));
		const capture = await median(3, async (run) => {
			await client.updateChart(chart!.id, { slice_name: `Bench ${Date.now()} ${run}` });
			return timedCapture();
		});
		async function timedCapture() {
			return runJob(bench.app, captureDashboard, { dashboardId, environment: 'dev' });
		}
		const branch = await renameOneChart(bench, dashboardId, `deployed ${Date.now()}`);
		const plan = await execute(makeDeploymentPlan, bench.context, { dashboardId, commit: branch, environment: 'dev' });
		const deploy = await timed(() => runJob(bench.app, startDeployment, { dashboardId, planHash: plan.hash }));
		return [
			ratioRow(
				'capture of one changed chart',
				`of 200, Superset ${found.version}`,
				capture,
				{ ms: wholeExport, name: 'one whole export' },
				0.5
			),
			ratioRow(
				'deploy with proof of one changed chart',
				`of 200, Superset ${found.version}`,
				deploy.ms,
				{ ms: PEER_MS, name: 'superset-cli sync native, measured before' },
				0.2
			),
			...(await unchanged(bench, client))
		];
	} finally {
		await bench.close();
	}
}

/** All dashboards of a Superset when nothing has moved since, against exporting them. */
async function unchanged(
	bench: Awaited<ReturnType<typeof openBench>>,
	client: Awaited<ReturnType<typeof bench.app.superset>>
): Promise<Row[]> {
	const dashboards = await client.listAllDashboards();
	for (const { id } of dashboards)
		await runJob(bench.app, trackDashboard, { environment: 'dev', supersetId: id }).catch(() => undefined);
	await runJob(bench.app, captureAllDashboards, { environment: 'dev' });
	const capture = await median(3, () => runJob(bench.app, captureAllDashboards, { environment: 'dev' }));
	const floor = await timed(() =>
		client.exportAssets(
			'dashboard',
			dashboards.map(({ id }) => id)
		)
	);
	return [
		ratioRow(
			'capture when nothing changed',
			`${dashboards.length} dashboards, real Superset`,
			capture,
			{ ms: floor.ms, name: 'their export' },
			0.1
		)
	];
}
