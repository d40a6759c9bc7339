import type { AssetUuid } from '#lib/domain/ids.ts';
import { assetKey, canonicalAssets, type CanonicalAssets } from '../bundle/canonical.ts';
import { dashboardsIn, assetsOfDashboard, treeOfAssets } from '../bundle/tree.ts';
import { stableNumber } from '../bundle/ids.ts';
import type { Translation } from '../bundle/translation.ts';
import { readBundle } from '../bundle/zip.ts';
import type { RemoteChart, RemoteDataset } from '../remote.ts';
import { factsFrom, type Captured, type CaptureRequest, type KnownNumbers } from './capture.ts';
import { absentDatasets, identitiesOf } from './identities.ts';
import type { CaptureStamps } from './stamps.ts';

/** How deep charts may draw charts that draw charts. */
const MAX_DEPTH = 5;

/** Export the whole dashboard, and what its export leaves out. */
export async function captureWhole(request: CaptureRequest): Promise<Captured> {
	const { client, dashboard, signal } = request;
	const call = signal ? { signal } : {};
	const known = request.previous?.stamps.supersetId;
	const found =
		(known === undefined ? undefined : await sameDashboard(request, known)) ??
		(await client.findDashboard({ uuid: dashboard }, call));
	if (!found) return { kind: 'absent' };

	// The lists before the export: what somebody changes in between is seen by the next capture, never missed by it.
	const linked = await client.chartsOfDashboard(found.id, call);
	const datasets = await client.listDatasets(call);
	const databases = request.reference ? await client.listDatabases(call) : [];
	const identities = identitiesOf(request.reference, { databases, datasets }, request.mapping);
	await request.log?.(`Exporting “${found.title}” with ${linked.length} charts`);
	const bundle = await readBundle(await client.exportAssets('dashboard', [found.id], call));

	const files = new Map(bundle.files);
	const numbers = {
		charts: new Map(linked.map(({ id, uuid }) => [id, uuid])),
		datasets: new Map(datasets.map(({ id, uuid }) => [id, uuid])),
		annotationLayers: new Map<number, string>()
	};
	const complete = await completed(request, { files, numbers, datasets, translation: identities.translation });
	const uuid = dashboardsIn(complete.assets).find((one) => one.uuid === found.uuid)?.uuid ?? found.uuid;
	const tree = treeOfAssets(assetsOfDashboard(complete.assets, uuid));
	return {
		kind: 'captured',
		tree,
		how: 'whole',
		stamps: stampsOf(
			{ supersetId: found.id, dashboard: found.stamp, linked, others: complete.others, datasets },
			tree.assets,
			identities
		)
	};
}

async function sameDashboard({ client, dashboard, signal }: CaptureRequest, id: number) {
	const found = await client.findDashboard({ id }, signal ? { signal } : {});
	return found?.uuid === dashboard ? found : undefined;
}

interface Exported {
	readonly files: Map<string, Uint8Array>;
	readonly numbers: {
		charts: Map<number, AssetUuid>;
		datasets: Map<number, AssetUuid>;
		annotationLayers: Map<number, string>;
	};
	readonly datasets: readonly RemoteDataset[];
	readonly translation: Translation;
}

/**
 * What an export leaves out: charts drawn as layers of others and not linked (never exported with them), annotation
 * layers, which have only a number, and datasets of one name in two schemas (before 6.0 one file overwrites the other).
 */
export async function completed(
	request: CaptureRequest,
	exported: Exported
): Promise<{ assets: CanonicalAssets; others: readonly RemoteChart[] }> {
	const { client, memory, signal } = request;
	const call = signal ? { signal } : {};
	const { files, numbers, translation } = exported;
	const read = () => canonicalAssets(files, { translation, facts: factsFrom(numbers as KnownNumbers), memory });
	const others = new Map<number, RemoteChart>();
	let assets = read();
	let allCharts: readonly RemoteChart[] | undefined;

	for (let depth = 0; depth < MAX_DEPTH && assets.findings.some(({ code }) => code === 'unknown_number'); depth += 1) {
		if (!allCharts) {
			allCharts = await client.listCharts(call);
			for (const { id, uuid } of allCharts) numbers.charts.set(id, uuid);
			for (const { id, name } of await client.listAnnotationLayers(call)) numbers.annotationLayers.set(id, name);
			assets = read();
		}
	}
	for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
		const drawn = drawnElsewhere(assets, allCharts ?? []);
		if (drawn.length === 0) break;
		await request.log?.(`Exporting ${drawn.length} charts that others draw as layers`);
		const { files: more } = await readBundle(
			await client.exportAssets(
				'chart',
				drawn.map(({ id }) => id),
				call
			)
		);
		for (const [path, bytes] of more) if (path !== 'metadata.yaml' && path !== 'tags.yaml') files.set(path, bytes);
		for (const chart of drawn) others.set(chart.id, chart);
		assets = read();
	}
	for (const uuid of absentDatasets(assets.assets)) {
		const dataset = exported.datasets.find((one) => one.uuid === translation.toEnvironment(uuid));
		if (!dataset) continue;
		await request.log?.(`Exporting dataset ${dataset.name}`);
		const { files: more } = await readBundle(await client.exportAssets('dataset', [dataset.id], call));
		for (const [path, bytes] of more) {
			if (path.startsWith('datasets/')) files.set(path.replace(/\.yaml$/, `_${dataset.id}.yaml`), bytes);
			else if (path.startsWith('databases/')) files.set(path, bytes);
		}
		assets = read();
	}
	return { assets, others: [...others.values()] };
}

function drawnElsewhere(found: CanonicalAssets, allCharts: readonly RemoteChart[]): RemoteChart[] {
	if (allCharts.length === 0) return [];
	const named = new Set<number>();
	for (const asset of found.assets.values())
		if (asset.kind === 'chart') for (const number of asset.uses.charts) named.add(number);
	return allCharts.filter(({ uuid }) => !found.assets.has(assetKey('chart', uuid)) && named.has(stableNumber(uuid)));
}

export function stampsOf(
	at: {
		supersetId: number;
		dashboard: string;
		linked: readonly { id: number; stamp: string }[];
		others: readonly { id: number; stamp: string }[];
		datasets: readonly { id: number; uuid: AssetUuid; stamp: string }[];
	},
	assets: CanonicalAssets['assets'],
	identities: { readonly translation: Translation; readonly matches: readonly { from: AssetUuid; to: AssetUuid }[] }
): CaptureStamps {
	const used = at.datasets.filter(({ uuid }) =>
		assets.has(assetKey('dataset', identities.translation.toRepository(uuid)))
	);
	const record = (items: readonly { id: number; stamp: string }[]) =>
		Object.fromEntries(items.map(({ id, stamp }) => [String(id), stamp]));
	return {
		supersetId: at.supersetId,
		dashboard: at.dashboard,
		charts: record(at.linked),
		otherCharts: record(at.others),
		datasets: record(used),
		matched: identities.matches.map(({ from, to }) => [from, to])
	};
}
