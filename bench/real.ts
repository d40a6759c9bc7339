import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { EnvironmentName } from '#lib/domain/ids.ts';
import { captureAllDashboards } from '#lib/server/operations/dashboard/capture-all.ts';
import { captureDashboard } from '#lib/server/operations/dashboard/capture.ts';
import { trackDashboard } from '#lib/server/operations/dashboard/track.ts';
import { startDeployment } from '#lib/server/operations/deployment/start.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { makeDeploymentPlan } from '#lib/server/operations/plan/make.ts';
import { trackZip } from '#lib/server/operations/dashboard/track-zip.ts';
import { readBundle, writeZip } from '#lib/server/superset/bundle/zip.ts';
import type { SupersetClient } from '#lib/server/superset/client.ts';
import { SupersetRest } from '#tests/support/superset/rest.mjs';
import { firstCharts, renameOneChart } from './deploys.ts';
import { median, ratioRow, timed, type Row } from './measure.ts';
import { addEnvironment, openBench, runJob } from './world.ts';
import { LARGE } from './zip-to-commit.ts';

/** What `superset-cli sync native` of preset-cli took for one changed chart of 200 on two such cores. */
const PEER_MS = 8100;

const Supersets = z.array(z.object({ version: z.string(), url: z.url(), role: z.string() }));
const supersets = () => Supersets.parse(JSON.parse(process.env['DASHBRANCH_TEST_SUPERSETS'] ?? '[]'));

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
			...(await firstDeploy()),
			...(await unchanged(bench, client))
		];
	} finally {
		await bench.close();
	}
}

/** 50 charts into a Superset that has none of them. */
async function firstDeploy(): Promise<Row[]> {
	const target = supersets().find(({ version, role }) => version.startsWith('6.') && role === 'target');
	if (!target) return [];
	const bench = await openBench();
	try {
		const rest = await SupersetRest.signIn(target.url, { username: 'admin', password: 'admin12345' });
		const names = (await rest.list('database', 'id,database_name')).map((row) => row['database_name']);
		if (!names.includes('Shop')) {
			const database = { database_name: 'Shop', sqlalchemy_uri: 'sqlite:///data/shop.db', expose_in_sqllab: true };
			await rest.send('POST', '/api/v1/database/', database);
		}
		const zip = await withNewUuids(await firstCharts(new Uint8Array(readFileSync(LARGE)), 50));
		const { dashboardId } = await execute(trackZip, bench.context, { zip });
		await addEnvironment(bench, 'prod', target.url);
		const plan = await execute(makeDeploymentPlan, bench.context, { dashboardId, commit: 'main', environment: 'prod' });
		bench.forget();
		const { ms } = await timed(() => runJob(bench.app, startDeployment, { dashboardId, planHash: plan.hash }));
		const floor = {
			ms: bench.requests.reduce((all, one) => all + one.ms, 0),
			name: `its ${bench.requests.length} bare requests`
		};
		const at = `50 charts, Superset ${target.version}`;
		return [ratioRow('first deploy, safety capture and proof included', at, ms, floor, 1.2)];
	} finally {
		await bench.close();
	}
}

/** Each run deploys a dashboard that was never there: charts and the dashboard get uuids of their own. */
async function withNewUuids(zip: Uint8Array): Promise<Uint8Array> {
	const { files } = await readBundle(zip);
	const texts = [...files].map(([path, bytes]) => [path, Buffer.from(bytes).toString('utf8')] as const);
	const own = texts.flatMap(([path, text]) => {
		const uuid = /^(?:charts|dashboards)\//.test(path) ? /^uuid: (\S+)/m.exec(text)?.[1] : undefined;
		return uuid ? [[uuid, randomUUID()] as const] : [];
	});
	const fresh = new Map(own);
	const anyUuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
	const slug = `large-${randomUUID().slice(0, 8)}`;
	return writeZip(
		'bench',
		new Map(
			texts.map(([path, text]) => {
				const renewed = text.replace(anyUuid, (uuid) => fresh.get(uuid) ?? uuid).replace(/^slug: .*/m, `slug: ${slug}`);
				return [path, Buffer.from(renewed)];
			})
		)
	);
}

/** All dashboards of a Superset when nothing has moved since, against exporting them. */
async function unchanged(bench: Awaited<ReturnType<typeof openBench>>, client: SupersetClient): Promise<Row[]> {
	await fillUp(client);
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

/** As many copies of a small dashboard as make a hundred in all. */
async function fillUp(client: SupersetClient): Promise<void> {
	const there = await client.listAllDashboards();
	const source = there.find(({ slug }) => slug === 'sales-overview');
	if (!source) throw new Error(`${client.url} does not hold the practice dashboard “sales-overview”.`);
	const zip = await client.exportAssets('dashboard', [source.id]);
	for (let missing = WANTED_DASHBOARDS - there.length; missing > 0; missing -= 1) {
		await client.importBundle('dashboard', await withNewUuids(zip));
	}
}
const WANTED_DASHBOARDS = 100;
