import { findDashboard } from './find.ts';
import type { Http } from './http.ts';
import type { InventoryReader } from './inventory.ts';
import { listAll, listDatasets } from './lists.ts';
import { notSeen } from './objects.ts';
import type { CallOptions } from './options.ts';
import type { AssetUuid } from '#lib/domain/ids.ts';
import type { RemoteChart, RemoteDashboard, RemoteDataset } from './remote.ts';

/** When a dashboard and what it is made of were last written; without an export. Stamps are only to be compared. */
export interface ChangeStamps {
	readonly id: number;
	readonly uuid: AssetUuid;
	readonly dashboard: string;
	/** Linked charts: id → stamp. */
	readonly charts: ReadonlyMap<number, string>;
	/** Datasets of these charts: id → stamp. */
	readonly datasets: ReadonlyMap<number, string>;
	/** Every dataset that the account sees, since a filter may use any: id → stamp. */
	readonly allDatasets: ReadonlyMap<number, string>;
}

/** The charts that are linked to a dashboard. */
export async function chartsOfDashboard(http: Http, id: number, options: CallOptions): Promise<RemoteChart[]> {
	const filters = [{ col: 'dashboards', opr: 'rel_m_m', value: id }];
	const charts = await listAll(http, 'chart', { ...options, filters });
	// For a dashboard that is not there Superset passes over the filter and lists every chart.
	return charts.filter((chart) => chart.dashboards.some((dashboard) => dashboard.id === id));
}

/** The datasets of the charts of a dashboard. */
export async function datasetsOfDashboard(http: Http, id: number, options: CallOptions): Promise<RemoteDataset[]> {
	const charts = await chartsOfDashboard(http, id, options);
	const used = new Set(charts.map((chart) => chart.datasetId));
	return (await listDatasets(http, options)).filter((dataset) => used.has(dataset.id));
}

/** @throws {NotFound} */
export async function changedOn(
	http: Http,
	inventory: InventoryReader,
	id: number,
	options: CallOptions
): Promise<ChangeStamps> {
	const dashboard = await findDashboard(http, { id }, options);
	if (!dashboard) throw notSeen(http, 'dashboard', [id]);
	const charts = await chartsOfDashboard(http, id, options);
	return stampsOf(dashboard, charts, stampsById((await inventory.readDatasets(options)).values()));
}

/** For every dashboard that the account sees, by id. */
export async function changedOnAll(
	inventory: InventoryReader,
	options: CallOptions
): Promise<ReadonlyMap<number, ChangeStamps>> {
	const { dashboards, charts, datasets } = await inventory.read(options);
	const allDatasets = stampsById(datasets.values());
	const chartsOf = new Map<number, RemoteChart[]>([...dashboards.keys()].map((id) => [id, []]));
	for (const chart of charts.values()) for (const { id } of chart.dashboards) chartsOf.get(id)?.push(chart);
	const stamps = [...dashboards.values()].map((one) => stampsOf(one, chartsOf.get(one.id) ?? [], allDatasets));
	return new Map(stamps.map((one) => [one.id, one]));
}

function stampsOf(
	{ id, uuid, stamp }: RemoteDashboard,
	charts: readonly RemoteChart[],
	allDatasets: ReadonlyMap<number, string>
): ChangeStamps {
	const datasets = new Map<number, string>();
	for (const { datasetId } of charts) {
		if (datasetId !== null && allDatasets.has(datasetId)) datasets.set(datasetId, allDatasets.get(datasetId)!);
	}
	return { id, uuid, dashboard: stamp, charts: stampsById(charts), datasets, allDatasets };
}

const stampsById = (items: Iterable<{ readonly id: number; readonly stamp: string }>): Map<number, string> =>
	new Map([...items].map(({ id, stamp }) => [id, stamp]));
