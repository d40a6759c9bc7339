import type { Http } from './http.ts';
import { listAll, listPage, type RemoteOf } from './lists.ts';
import type { CallOptions } from './options.ts';
import type { RemoteChart, RemoteDashboard, RemoteDataset } from './remote.ts';
import { chartsOfDashboard } from './stamps.ts';

type Kind = 'dashboard' | 'chart' | 'dataset';
type Known<Of> = ReadonlyMap<number, Of>;

export interface Inventory {
	readonly dashboards: Known<RemoteDashboard>;
	readonly charts: Known<RemoteChart>;
	readonly datasets: Known<RemoteDataset>;
}

/** What the lists said last, so that the next look reads only what is newer: a small page of each, when nothing changed. */
export interface InventoryReader {
	read(options: CallOptions): Promise<Inventory>;
	readDatasets(options: CallOptions): Promise<Known<RemoteDataset>>;
}

/** After this the whole lists are read again, for what no stamp tells (other permissions, rows edited in the database). */
const WHOLE_AFTER_MS = 15 * 60_000;
/** Up to so many written dashboards are asked for their charts one by one; beyond, the whole list is cheaper. */
const MAX_SINGLE = 4;

/** A look at the newest end; when more than these pages are new, the whole list in large pages is cheaper. */
const NEWEST_PAGE_SIZE = 25;
const NEWEST_PAGES = 4;

export function createInventoryReader(http: Http): InventoryReader {
	const last: { inventory: Inventory | null; datasets: Known<RemoteDataset> | null; wholeAt: number } = {
		inventory: null,
		datasets: null,
		wholeAt: http.now()
	};

	function forgetWhatIsOld(): void {
		if (http.now() - last.wholeAt < WHOLE_AFTER_MS) return;
		Object.assign(last, { inventory: null, datasets: null, wholeAt: http.now() });
	}

	async function readDatasets(options: CallOptions): Promise<Known<RemoteDataset>> {
		forgetWhatIsOld();
		return (last.datasets = await newer(http, 'dataset', last.datasets, options));
	}

	async function read(options: CallOptions): Promise<Inventory> {
		forgetWhatIsOld();
		const before = last.inventory;
		const dashboards = await newer(http, 'dashboard', before?.dashboards ?? null, options);
		const written = [...dashboards.values()].filter(({ id, stamp }) => before?.dashboards.get(id)?.stamp !== stamp);
		// An import links charts to a dashboard without touching the charts.
		const known = before && written.length <= MAX_SINGLE ? before.charts : null;
		let charts = await newer(http, 'chart', known, options);
		if (known) for (const { id } of written) charts = relinked(charts, id, await chartsOfDashboard(http, id, options));
		return (last.inventory = { dashboards, charts, datasets: await readDatasets(options) });
	}

	return { read, readDatasets };
}

/** `known` brought up to date from the newest end of the list; the whole list when that does not add up. */
async function newer<K extends Kind>(
	http: Http,
	kind: K,
	known: Known<RemoteOf<K>> | null,
	options: CallOptions
): Promise<Known<RemoteOf<K>>> {
	const fresh = new Map<number, RemoteOf<K>>(known ?? []);
	for (let page = 0; known && page < NEWEST_PAGES; page += 1) {
		const { count, items } = await listPage(http, kind, { ...options, page, pageSize: NEWEST_PAGE_SIZE });
		for (const item of items) fresh.set(item.id, item);
		const oldest = items.at(-1);
		// The list is ordered by time: behind a row that is as it was, all are.
		const isDone = !oldest || known.get(oldest.id)?.stamp === oldest.stamp;
		if (isDone && fresh.size === count) return fresh;
		// Something was deleted, or is seen no more.
		if (isDone) break;
	}
	return new Map((await listAll(http, kind, options)).map((item) => [item.id, item]));
}

/** The charts, with those of one dashboard linked to it and no others. */
function relinked(charts: Known<RemoteChart>, dashboard: number, linked: readonly RemoteChart[]): Known<RemoteChart> {
	const all = new Map<number, RemoteChart>();
	for (const [id, chart] of charts) {
		all.set(id, { ...chart, dashboards: chart.dashboards.filter((one) => one.id !== dashboard) });
	}
	for (const chart of linked) all.set(chart.id, chart);
	return all;
}
