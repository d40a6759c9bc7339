import { SupersetUnexpected } from '#lib/domain/errors.ts';
import type { AssetUuid } from '#lib/domain/ids.ts';
import { isList, isMapping } from '#lib/domain/value.ts';
import type { CanonicalAsset, OwnKind } from '../bundle/asset.ts';
import { assetKey } from '../bundle/canonical.ts';
import { textOf } from '../bundle/fields.ts';
import { stableNumber, stableNumberOfLayer } from '../bundle/ids.ts';
import { writeJson } from '../bundle/json.ts';
import type { Target, TargetNumbers } from '../bundle/target.ts';
import type { Translation } from '../bundle/translation.ts';
import { onlyDashboard, type CanonicalTree } from '../bundle/tree.ts';
import { hasLegacyMetadata, metadataFor, positionFor } from '../bundle/write-dashboard.ts';
import { missingCharts, parametersFor } from '../bundle/write-objects.ts';
import { bundleFor } from '../bundle/write.ts';
import type { Capabilities } from '../capabilities.ts';
import type { SupersetClient } from '../client.ts';
import type { Inventory } from '../inventory.ts';

export interface DeployRequest {
	readonly client: SupersetClient;
	readonly capabilities: Capabilities;
	readonly translation: Translation;
	/** What shall be there: a tree of one dashboard, less what the target cannot hold. */
	readonly tree: CanonicalTree;
	/** What is there of it, by key (`<kind> <uuid>`), in the repository's terms. */
	readonly there: ReadonlyMap<string, CanonicalAsset>;
	/** What the target's lists said last, before anything was written. */
	readonly inventory: Inventory;
	/** Before each write: what is about to be written, and the share that is done. */
	readonly report: (message: string, progress: number) => Promise<void>;
	readonly signal?: AbortSignal;
}

const count = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`;

/** `chart “A”`, `charts “A”, “B”`: for the error of an import that carries them. */
function named(assets: readonly CanonicalAsset[]): string {
	const names = assets.slice(0, 5).map(({ name }) => `“${name}”`);
	const more = assets.length > 5 ? ` and ${assets.length - 5} more` : '';
	return `${assets[0]?.kind ?? 'object'}${assets.length === 1 ? '' : 's'} ${names.join(', ')}${more}`;
}

/**
 * Write a tree into a Superset: datasets, charts, the dashboard, each by an import that holds in full only what differs;
 * then by PUT what an import does not carry exactly. Never writes a connection. Each step may be run again.
 * @returns the dashboard's number there
 */
export async function deployTree(request: DeployRequest): Promise<number> {
	const { client, tree, report, signal } = request;
	const call = signal ? { signal } : {};
	const dashboard = onlyDashboard(tree);
	const different = (kind: OwnKind) =>
		[...tree.assets.values()].filter(
			(asset) => asset.kind === kind && request.there.get(assetKey(kind, asset.uuid))?.oid !== asset.oid
		);
	const keys = (assets: readonly CanonicalAsset[]) => new Set(assets.map(({ kind, uuid }) => assetKey(kind, uuid)));

	// Numbers of what is new there are known only after it was written.
	let inventory = request.inventory;
	const isNew = (assets: readonly CanonicalAsset[], known: Iterable<{ readonly uuid: AssetUuid }>) => {
		const uuids = new Set([...known].map(({ uuid }) => uuid));
		return assets.some(({ uuid }) => !uuids.has(request.translation.toEnvironment(uuid)));
	};
	const layers = await layersOfTarget(request);
	let target = targetOf(request, inventory, layers);

	const datasets = different('dataset');
	if (datasets.length > 0) {
		await report(`Writing ${count(datasets.length, 'dataset')}`, 0.1);
		const zip = await bundleFor('dataset', tree, { full: keys(datasets), target });
		await client.importBundle('dataset', zip, { ...call, what: named(datasets) });
		if (isNew(datasets, inventory.datasets.values())) {
			inventory = await client.inventory(call);
			target = targetOf(request, inventory, layers);
		}
	}
	const charts = different('chart');
	const late = charts.filter((chart) => needsPut(chart, target));
	if (charts.length > 0) {
		await report(`Writing ${count(charts.length, 'chart')}`, 0.3);
		const zip = await bundleFor('chart', tree, { full: keys(charts), target });
		await client.importBundle('chart', zip, { ...call, what: named(charts) });
		if (isNew(charts, inventory.charts.values())) {
			inventory = await client.inventory(call);
			target = targetOf(request, inventory, layers);
		}
	}
	for (const chart of late) {
		await report(`Writing layers of “${chart.name}”`, 0.55);
		await putParameters(request, chart, target);
	}
	await writeThemes(request, different('theme'));
	const there = request.there.get(assetKey('dashboard', dashboard.uuid));
	if (there?.oid !== dashboard.oid) {
		await report(`Writing dashboard “${dashboard.name}”`, 0.6);
		const full = keys([dashboard, ...different('theme')]);
		const zip = await bundleFor('dashboard', tree, { full, target });
		await client.importBundle('dashboard', zip, { ...call, what: named([dashboard]) });
	}
	const id = await dashboardId(request, dashboard);
	if (there?.oid !== dashboard.oid) await settleDashboard(request, { dashboard, id, target });
	return id;
}

function targetOf(
	{ capabilities, translation }: DeployRequest,
	inventory: Inventory,
	layers: ReadonlyMap<number, number>
): Target {
	const charts = new Map([...inventory.charts.values()].map(({ id, uuid }) => [stableNumber(uuid), id]));
	const datasets = new Map([...inventory.datasets.values()].map(({ id, uuid }) => [uuid, id]));
	const numbers: TargetNumbers = {
		chart: (stable) => charts.get(stable),
		dataset: (uuid) => datasets.get(uuid),
		annotationLayer: (stable) => layers.get(stable)
	};
	return { capabilities, translation, numbers };
}

/** The target's annotation layers, by the stable number of their name; asked for only where a chart names one. */
async function layersOfTarget({ client, tree, signal }: DeployRequest): Promise<ReadonlyMap<number, number>> {
	if (![...tree.assets.values()].some(hasNativeLayers)) return new Map();
	const listed = await client.listAnnotationLayers(signal ? { signal } : {});
	return new Map(listed.map(({ id, name }) => [stableNumberOfLayer(name), id]));
}

/** An import keeps of `annotation_layers` the formulas alone, and leaves the numbers of other charts as they are. */
const needsPut = (chart: CanonicalAsset, target: Target): boolean =>
	hasLayersThatImportDrops(chart) || missingCharts(chart, target).length > 0;

const layersOf = (chart: CanonicalAsset) => {
	const params = chart.content['params'];
	const layers = isMapping(params) ? params['annotation_layers'] : undefined;
	return isList(layers) ? layers.filter(isMapping) : [];
};

const hasLayersThatImportDrops = (chart: CanonicalAsset): boolean =>
	layersOf(chart).some((layer) => layer['annotationType'] !== 'FORMULA');

const hasNativeLayers = (asset: CanonicalAsset): boolean =>
	asset.kind === 'chart' && layersOf(asset).some((layer) => textOf(layer['sourceType']) === 'NATIVE');

async function putParameters({ client, signal }: DeployRequest, chart: CanonicalAsset, target: Target): Promise<void> {
	const id = target.numbers.chart(stableNumber(chart.uuid));
	if (id === undefined) return; // an import that wrote nothing: the proof names it
	const { params, queryContext } = parametersFor(chart, target);
	const fields = { params: writeJson(params), ...(queryContext !== null && { query_context: queryContext }) };
	await client.updateChart(id, fields, signal ? { signal } : {});
}

/** Imports create themes; one that is there and differs is changed by PUT. */
async function writeThemes({ client, there, signal }: DeployRequest, themes: readonly CanonicalAsset[]): Promise<void> {
	const changed = themes.filter(({ uuid }) => there.has(assetKey('theme', uuid)));
	if (changed.length === 0) return;
	const call = signal ? { signal } : {};
	const ids = new Map((await client.listThemes(call)).map(({ id, uuid }) => [uuid, id]));
	for (const theme of changed) {
		const id = ids.get(theme.uuid);
		if (id !== undefined)
			await client.updateTheme(id, { name: theme.name, json: writeJson(theme.content['json_data'] ?? null) }, call);
	}
}

async function dashboardId({ client, signal }: DeployRequest, { uuid, name }: CanonicalAsset): Promise<number> {
	const found = await client.findDashboard({ uuid }, signal ? { signal } : {});
	if (!found) {
		throw new SupersetUnexpected(
			`Superset took the import of dashboard “${name}” (${uuid}) and does not have it now.`,
			{
				hint: 'Look into Superset’s own log at this minute; then deploy again, which may be repeated safely.'
			}
		);
	}
	return found.id;
}

/** What the import of a dashboard does not carry exactly, depending on the target's version. */
async function settleDashboard(
	{ client, capabilities, tree, report, signal }: DeployRequest,
	{ dashboard, id, target }: { dashboard: CanonicalAsset; id: number; target: Target }
): Promise<void> {
	const call = signal ? { signal } : {};
	if (hasLegacyMetadata(dashboard)) {
		await report(`Writing filter defaults of “${dashboard.name}”`, 0.75);
		const position = positionFor(dashboard, target, (uuid) => tree.assets.get(assetKey('chart', uuid))?.name);
		const metadata = metadataFor(dashboard, position, target, { legacy: true });
		// `positions` makes Superset keep filter_scopes; it blanks the uuid of a chart that is gone, hence the second PUT.
		await client.updateDashboard(id, { json_metadata: writeJson({ ...metadata, positions: position }) }, call);
		await client.updateDashboard(id, { position_json: writeJson(position) }, call);
	}
	if (!capabilities.importReplacesLinks) await settleLinks({ client, report, call }, { dashboard, id, target });
}

/**
 * Before 6.1 an import only adds links, and stops adding at the first chart of the layout that is gone; here every
 * chart of the tree is linked, and no other.
 */
async function settleLinks(
	{ client, report, call }: Pick<DeployRequest, 'client' | 'report'> & { call: { signal?: AbortSignal } },
	{ dashboard, id, target }: { dashboard: CanonicalAsset; id: number; target: Target }
): Promise<void> {
	const wanted = new Set(dashboard.uses.charts.map((stable) => target.numbers.chart(stable)));
	const linked = new Map((await client.chartsOfDashboard(id, call)).map((chart) => [chart.id, chart]));
	for (const chart of linked.values()) {
		if (wanted.has(chart.id)) continue;
		await report(`Taking “${chart.name}” off “${dashboard.name}”`, 0.78);
		const others = chart.dashboards.map((one) => one.id).filter((one) => one !== id);
		await client.updateChart(chart.id, { dashboards: others }, call);
	}
	if ([...wanted].every((chart) => chart === undefined || linked.has(chart))) return;
	for (const chart of await client.listCharts(call)) {
		if (!wanted.has(chart.id) || linked.has(chart.id)) continue;
		await report(`Putting “${chart.name}” on “${dashboard.name}”`, 0.79);
		await client.updateChart(chart.id, { dashboards: [...chart.dashboards.map((one) => one.id), id] }, call);
	}
}
