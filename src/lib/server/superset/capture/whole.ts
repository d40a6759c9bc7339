import { SupersetUnexpected } from '#lib/domain/errors.ts';
import type { AssetUuid } from '#lib/domain/ids.ts';
import { assetKey, canonicalAssets, type CanonicalAssets } from '../bundle/canonical.ts';
import { assetsOfDashboard, treeOfAssets } from '../bundle/tree.ts';
import { stableNumber } from '../bundle/ids.ts';
import type { Translation } from '../bundle/translation.ts';
import { readBundle } from '../bundle/zip.ts';
import type { Inventory } from '../inventory.ts';
import type { RemoteChart } from '../remote.ts';
import { factsFrom, type Captured, type CaptureRequest, type KnownNumbers } from './capture.ts';
import { absentDatasets, identitiesOf } from './identities.ts';
import type { CaptureStamps } from './stamps.ts';

/** How deep charts may draw charts that draw charts. */
const MAX_DEPTH = 5;

/** Export the whole dashboard, and what its export leaves out. */
export async function captureWhole(request: CaptureRequest, inventory: Inventory): Promise<Captured> {
	const { client, dashboard, signal } = request;
	const call = signal ? { signal } : {};
	const found = [...inventory.dashboards.values()].find(({ uuid }) => uuid === dashboard);
	if (!found) return { kind: 'absent' };

	const linked = chartsOn(inventory, found.id);
	const datasets = [...inventory.datasets.values()];
	const databases = request.reference ? await client.listDatabases(call) : [];
	const identities = identitiesOf(request.reference, { databases, datasets }, request.mapping);
	await request.log?.(`Exporting “${found.title}” with ${linked.length} charts`);
	const what = `dashboard “${found.title}”`;
	const bundle = await readBundle(await client.exportAssets('dashboard', [found.id], { ...call, what }));

	const files = new Map(bundle.files);
	const numbers = {
		charts: new Map([...inventory.charts.values()].map(({ id, uuid }) => [id, uuid])),
		datasets: new Map(datasets.map(({ id, uuid }) => [id, uuid])),
		annotationLayers: new Map<number, string>()
	};
	const complete = await completed(request, { files, numbers, inventory, translation: identities.translation });
	if (!complete.assets.assets.has(assetKey('dashboard', found.uuid))) throw anotherExport(found.title);
	const tree = treeOfAssets(assetsOfDashboard(complete.assets, found.uuid));
	const at = { supersetId: found.id, dashboard: found, linked, others: complete.others, datasets, now: request.now };
	return { kind: 'captured', tree, how: 'whole', stamps: stampsOf(at, tree.assets, identities) };
}

/** A cache or proxy in between, or the number was given to another dashboard since the lists were read. */
const anotherExport = (title: string): SupersetUnexpected =>
	new SupersetUnexpected(`Superset’s export of dashboard “${title}” does not hold this dashboard.`, {
		hint: 'Try again; if it happens again, look at what stands between here and Superset (a cache, a proxy).'
	});

/** The charts that are linked to a dashboard, laid out or not. */
export const chartsOn = (inventory: Inventory, dashboard: number): RemoteChart[] =>
	[...inventory.charts.values()].filter((chart) => chart.dashboards.some(({ id }) => id === dashboard));

interface Exported {
	readonly files: Map<string, Uint8Array>;
	readonly numbers: {
		charts: Map<number, AssetUuid>;
		datasets: Map<number, AssetUuid>;
		annotationLayers: Map<number, string>;
	};
	readonly inventory: Inventory;
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
	if (assets.findings.some(({ code }) => code === 'unknown_number')) {
		for (const { id, name } of await client.listAnnotationLayers(call)) numbers.annotationLayers.set(id, name);
		assets = read();
	}
	for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
		const drawn = drawnElsewhere(assets, exported.inventory);
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
		const dataset = [...exported.inventory.datasets.values()].find(
			(one) => one.uuid === translation.toEnvironment(uuid)
		);
		if (!dataset) continue;
		await request.log?.(`Exporting dataset ${dataset.name}`);
		const { files: more } = await readBundle(
			await client.exportAssets('dataset', [dataset.id], { ...call, what: `dataset “${dataset.name}”` })
		);
		for (const [path, bytes] of more) {
			if (path.startsWith('datasets/')) files.set(path.replace(/\.yaml$/, `_${dataset.id}.yaml`), bytes);
			else if (path.startsWith('databases/')) files.set(path, bytes);
		}
		assets = read();
	}
	return { assets, others: [...others.values()] };
}

/** Charts that others draw and that are not among what was exported. */
function drawnElsewhere(found: CanonicalAssets, inventory: Inventory): RemoteChart[] {
	const named = new Set<number>();
	for (const asset of found.assets.values())
		if (asset.kind === 'chart') for (const number of asset.uses.charts) named.add(number);
	if (named.size === 0) return [];
	return [...inventory.charts.values()].filter(
		({ uuid }) => !found.assets.has(assetKey('chart', uuid)) && named.has(stableNumber(uuid))
	);
}

interface Stamped {
	readonly id: number;
	readonly stamp: string;
	readonly changedAt: number | null;
}

/** What the lists said of everything in a captured tree. */
export function stampsOf(
	at: {
		supersetId: number;
		dashboard: Stamped;
		linked: readonly Stamped[];
		others: readonly Stamped[];
		datasets: readonly (Stamped & { readonly uuid: AssetUuid })[];
		/** Before the lists were read. */
		now: number;
	},
	assets: CanonicalAssets['assets'],
	identities: { readonly translation: Translation; readonly matches: readonly { from: AssetUuid; to: AssetUuid }[] }
): CaptureStamps {
	const used = at.datasets.filter(({ uuid }) =>
		assets.has(assetKey('dataset', identities.translation.toRepository(uuid)))
	);
	const record = (items: readonly Stamped[]) =>
		Object.fromEntries(items.map((item) => [String(item.id), settledStamp(item, at.now)]));
	return {
		supersetId: at.supersetId,
		dashboard: settledStamp(at.dashboard, at.now),
		charts: record(at.linked),
		otherCharts: record(at.others),
		datasets: record(used),
		matched: identities.matches.map(({ from, to }) => [from, to])
	};
}

/** Clocks may differ by this much. */
const UNSETTLED_MS = 10_000;

/**
 * A stamp that can be trusted: where the database keeps whole seconds only (MySQL), a second edit in the same second has
 * the stamp of the first, so one that is still so young is remembered as something that no list will say again.
 */
function settledStamp({ stamp, changedAt }: Stamped, now: number): string {
	const isWholeSecond = !/\.\d*[1-9]/.test(stamp);
	return isWholeSecond && changedAt !== null && now - changedAt < UNSETTLED_MS ? `${stamp} unsettled` : stamp;
}
