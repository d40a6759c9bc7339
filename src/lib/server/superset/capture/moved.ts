import type { AssetUuid } from '#lib/domain/ids.ts';
import { absentDatasets, translationOfPairs } from './identities.ts';
import { assetKey, canonicalAssets } from '../bundle/canonical.ts';
import { assetsOfDashboard, treeOfAssets } from '../bundle/tree.ts';
import { readBundle } from '../bundle/zip.ts';
import { factsFrom, type Captured, type CaptureRequest } from './capture.ts';
import type { ChangeStamps } from '../stamps.ts';
import { movedBetween, type CaptureStamps } from './stamps.ts';
import { stampsOf } from './whole.ts';

/**
 * Capture by exporting only the charts and datasets that moved. `undefined` when that would not tell everything: no
 * capture before, the dashboard itself moved, charts came or went, or a moved chart asks for something new.
 */
export async function captureMoved(request: CaptureRequest): Promise<Captured | undefined> {
	const { client, previous, signal, memory } = request;
	if (!previous) return undefined;
	const { stamps, tree } = previous;
	const call = signal ? { signal } : {};
	const dashboard = await client.findDashboard({ id: stamps.supersetId }, call);
	if (!dashboard || dashboard.uuid !== request.dashboard || dashboard.stamp !== stamps.dashboard) return undefined;

	const hasOthers = Object.keys(stamps.otherCharts).length > 0;
	const listed = hasOthers ? await client.listCharts(call) : await client.chartsOfDashboard(dashboard.id, call);
	const linked = listed.filter((chart) => chart.dashboards.some(({ id }) => id === dashboard.id));
	const others = listed.filter(({ id }) => stamps.otherCharts[String(id)] !== undefined);
	const datasets = await client.listDatasets(call);
	const used = datasets.filter(({ id }) => stamps.datasets[String(id)] !== undefined);
	const movedCharts = movedBetween(stamps.charts, new Map(linked.map(({ id, stamp }) => [id, stamp])));
	const movedOthers = movedBetween(stamps.otherCharts, new Map(others.map(({ id, stamp }) => [id, stamp])));
	const movedDatasets = movedBetween(stamps.datasets, new Map(used.map(({ id, stamp }) => [id, stamp])));
	if (!movedCharts || !movedOthers || !movedDatasets) return undefined;

	const charts = [...movedCharts, ...movedOthers];
	if (charts.length === 0 && movedDatasets.length === 0) return { kind: 'captured', tree, stamps, how: 'unmoved' };
	// From about a third on, one export of the whole is cheaper than one of many charts, each with its dataset.
	if (charts.length > 10 && charts.length * 3 > linked.length) return undefined;

	await request.log?.(`Exporting what moved: ${charts.length} charts, ${movedDatasets.length} datasets`);
	const files = new Map<string, Uint8Array>();
	const take = async (kind: 'chart' | 'dataset', ids: readonly number[]) => {
		if (ids.length === 0) return;
		const bundle = await readBundle(await client.exportAssets(kind, ids, call));
		for (const [path, bytes] of bundle.files) files.set(path, bytes);
	};
	await take('chart', charts);
	const translation = translationOfPairs(request.reference, request.mapping, new Map(stamps.matched));
	const numbers = {
		charts: new Map<number, AssetUuid>(listed.map(({ id, uuid }) => [id, uuid])),
		datasets: new Map<number, AssetUuid>(datasets.map(({ id, uuid }) => [id, uuid])),
		annotationLayers: new Map<number, string>()
	};
	// One at a time: before 6.0 two of one name overwrite each other in an export.
	const chartFiles = canonicalAssets(files, { translation, facts: factsFrom(numbers), memory });
	const missing = movedDatasets.filter((id) => {
		const uuid = numbers.datasets.get(id);
		return uuid && !chartFiles.assets.has(assetKey('dataset', translation.toRepository(uuid)));
	});
	const merged = new Map(tree.assets);
	for (const [key, asset] of chartFiles.assets) merged.set(key, asset);
	for (const id of missing) {
		const bundle = await readBundle(await client.exportAssets('dataset', [id], call));
		const { assets } = canonicalAssets(bundle.files, { translation, facts: factsFrom(numbers), memory });
		for (const [key, asset] of assets) merged.set(key, asset);
	}
	if (chartFiles.findings.some(({ code }) => code === 'unknown_number')) return undefined;
	if (absentDatasets(merged).length > absentDatasets(tree.assets).length) return undefined;
	if (chartFiles.tags.size > 0 && [...chartFiles.assets.values()].some(({ content }) => content['tags'] !== undefined))
		return undefined;

	const next = treeOfAssets(
		assetsOfDashboard({ assets: merged, tags: tree.tags, findings: chartFiles.findings }, request.dashboard)
	);
	const matches = stamps.matched.map(([from, to]) => ({ from, to }));
	return {
		kind: 'captured',
		tree: next,
		how: 'moved',
		stamps: stampsOf({ supersetId: dashboard.id, dashboard: dashboard.stamp, linked, others, datasets }, next.assets, {
			translation,
			matches
		})
	};
}

/**
 * Whether the lists of all dashboards already tell that nothing of this one has moved. `false` is no proof that
 * something has: charts that others draw as layers are not in those lists by dashboard.
 */
export function isUnmoved(before: CaptureStamps, now: ChangeStamps): boolean {
	if (before.dashboard !== now.dashboard || Object.keys(before.otherCharts).length > 0) return false;
	const used = new Map([...now.allDatasets].filter(([id]) => before.datasets[String(id)] !== undefined));
	return movedBetween(before.charts, now.charts)?.length === 0 && movedBetween(before.datasets, used)?.length === 0;
}
