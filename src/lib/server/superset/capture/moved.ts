import type { AssetUuid } from '#lib/domain/ids.ts';
import { absentDatasets, translationOfPairs } from './identities.ts';
import { assetKey, canonicalAssets } from '../bundle/canonical.ts';
import { assetsOfDashboard, treeOfAssets } from '../bundle/tree.ts';
import { readBundle } from '../bundle/zip.ts';
import { factsFrom, type Captured, type CaptureRequest } from './capture.ts';
import type { Inventory } from '../inventory.ts';
import { movedBetween, type CaptureStamps } from './stamps.ts';
import { chartsOn, stampsOf } from './whole.ts';

/**
 * Capture by exporting only the charts and datasets that moved. `undefined` when that would not tell everything: no
 * capture before, the dashboard itself moved, charts came or went, or a moved chart asks for something new.
 */
export async function captureMoved(request: CaptureRequest, inventory: Inventory): Promise<Captured | undefined> {
	const { client, previous, signal, memory } = request;
	if (!previous) return undefined;
	const { stamps, tree } = previous;
	const call = signal ? { signal } : {};
	const dashboard = inventory.dashboards.get(stamps.supersetId);
	if (!dashboard || dashboard.uuid !== request.dashboard || dashboard.stamp !== stamps.dashboard) return undefined;

	const linked = chartsOn(inventory, dashboard.id);
	const others = [...inventory.charts.values()].filter(({ id }) => stamps.otherCharts[String(id)] !== undefined);
	const datasets = [...inventory.datasets.values()];
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
	if (charts.length > 0) {
		const names = [...linked, ...others].filter(({ id }) => charts.includes(id)).map(({ name }) => `“${name}”`);
		const what = `chart${charts.length === 1 ? '' : 's'} ${names.slice(0, 5).join(', ')}`;
		const bundle = await readBundle(await client.exportAssets('chart', charts, { ...call, what }));
		for (const [path, bytes] of bundle.files) files.set(path, bytes);
	}
	const translation = translationOfPairs(request.reference, request.mapping, new Map(stamps.matched));
	const numbers = {
		charts: new Map<number, AssetUuid>([...inventory.charts.values()].map(({ id, uuid }) => [id, uuid])),
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
		const what = `dataset “${datasets.find((one) => one.id === id)?.name ?? id}”`;
		const bundle = await readBundle(await client.exportAssets('dataset', [id], { ...call, what }));
		const { assets } = canonicalAssets(bundle.files, { translation, facts: factsFrom(numbers), memory });
		for (const [key, asset] of assets) merged.set(key, asset);
	}
	if (chartFiles.findings.some(({ code }) => code === 'unknown_number')) return undefined;
	if (absentDatasets(merged).length > absentDatasets(tree.assets).length) return undefined;
	// One that the last capture did not know may be, under another uuid, what the repository knows: the lists must say.
	if ([...merged].some(([key, { kind }]) => kind === 'dataset' && !tree.assets.has(key))) return undefined;
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
		stamps: stampsOf({ supersetId: dashboard.id, dashboard, linked, others, datasets, now: request.now }, next.assets, {
			translation,
			matches
		})
	};
}

/** Whether the lists tell that nothing of a captured dashboard has moved, without a look at its tree. */
export function isUnmoved(before: CaptureStamps, inventory: Inventory): boolean {
	const dashboard = inventory.dashboards.get(before.supersetId);
	if (dashboard?.stamp !== before.dashboard) return false;
	const linked = new Map(chartsOn(inventory, before.supersetId).map(({ id, stamp }) => [id, stamp]));
	const known = (all: Iterable<{ id: number; stamp: string }>, stamps: Record<string, string>) =>
		new Map([...all].flatMap(({ id, stamp }) => (stamps[String(id)] === undefined ? [] : [[id, stamp] as const])));
	return (
		movedBetween(before.charts, linked)?.length === 0 &&
		movedBetween(before.otherCharts, known(inventory.charts.values(), before.otherCharts))?.length === 0 &&
		movedBetween(before.datasets, known(inventory.datasets.values(), before.datasets))?.length === 0
	);
}
