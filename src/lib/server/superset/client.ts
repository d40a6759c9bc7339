import type { AssetUuid } from '#lib/domain/ids.ts';
import { describe, type Description } from './describe.ts';
import {
	listAnnotationLayers,
	listThemes,
	updateTheme,
	type RemoteAnnotationLayer,
	type RemoteTheme
} from './extras.ts';
import { findDashboard, findObjects, type DashboardKey } from './find.ts';
import { createHttp } from './http.ts';
import { createInventoryReader, type Inventory } from './inventory.ts';
import { listAll, listDatasets, listPage, type RemoteOf } from './lists.ts';
import { deleteObject, getObject, updateObject, type RestObject } from './objects.ts';
import type { BundleOptions, CallOptions, SupersetOptions } from './options.ts';
import type { RemoteChart, RemoteDashboard, RemoteDatabase, RemoteDataset, RemoteKind } from './remote.ts';
import { changedOn, changedOnAll, chartsOfDashboard, datasetsOfDashboard, type ChangeStamps } from './stamps.ts';
import { exportAssets, importBundle, type ImportKind } from './transfers.ts';
import { findVersion } from './version.ts';

/**
 * One Superset, as one account sees it. Every call may be cancelled by its signal and fails with an `AppError`:
 * `SupersetUnreachable`, `SupersetRefused` (account), `SupersetRejected` (what was sent), `SupersetUnexpected`
 * (nothing that a Superset answers), `NotFound`, `Cancelled`. See specs/interfaces/superset.md.
 */
export interface SupersetClient {
	/** Scheme, host and prefix, without a `/` at the end. */
	readonly url: string;
	describe(options?: CallOptions): Promise<Description>;
	/** `6.1.0`, or `unknown` where Superset hides it. One small request. */
	version(options?: CallOptions): Promise<string>;
	/** Newest first. `page` counts from 0; `search` looks into title and slug. Superset may give fewer than `pageSize`. */
	listDashboards(
		query: { readonly search?: string; readonly page: number; readonly pageSize?: number },
		options?: CallOptions
	): Promise<{ readonly count: number; readonly dashboards: readonly RemoteDashboard[] }>;
	findDashboard(key: DashboardKey, options?: CallOptions): Promise<RemoteDashboard | undefined>;
	/** Those of `uuids` that are there, by uuid. */
	findObjects<Kind extends RemoteKind>(
		kind: Kind,
		uuids: Iterable<AssetUuid>,
		options?: CallOptions
	): Promise<ReadonlyMap<AssetUuid, RemoteOf<Kind>>>;
	/** All pages, in order of id; so with the other three. */
	listAllDashboards(options?: CallOptions): Promise<readonly RemoteDashboard[]>;
	listCharts(options?: CallOptions): Promise<readonly RemoteChart[]>;
	listDatasets(options?: CallOptions): Promise<readonly RemoteDataset[]>;
	listDatabases(options?: CallOptions): Promise<readonly RemoteDatabase[]>;
	listAnnotationLayers(options?: CallOptions): Promise<readonly RemoteAnnotationLayer[]>;
	/** From 6.0 on. */
	listThemes(options?: CallOptions): Promise<readonly RemoteTheme[]>;
	/** The charts that are linked to it, laid out or not. */
	chartsOfDashboard(id: number, options?: CallOptions): Promise<readonly RemoteChart[]>;
	/** The datasets of its charts. Those that only its filters use stand in `json_metadata`. */
	datasetsOfDashboard(id: number, options?: CallOptions): Promise<readonly RemoteDataset[]>;
	/** @throws NotFound */
	changedOn(dashboardId: number, options?: CallOptions): Promise<ChangeStamps>;
	/** The same for every dashboard that the account sees, by id, from three lists; the next time from their newest pages. */
	changedOnAll(options?: CallOptions): Promise<ReadonlyMap<number, ChangeStamps>>;
	/** Dashboards, charts and datasets as their lists tell them now; what did not change since the last call is not read again. */
	inventory(options?: CallOptions): Promise<Inventory>;
	/** A ZIP as Superset makes it. @throws NotFound naming the ids that are not seen */
	exportAssets(kind: RemoteKind, ids: readonly number[], options?: BundleOptions): Promise<Uint8Array>;
	/** Overwrites. Being taken proves nothing: read back. Never repeated by itself. */
	importBundle(kind: ImportKind, zip: Uint8Array, options?: BundleOptions): Promise<void>;
	getDashboard(id: number, options?: CallOptions): Promise<RestObject>;
	getChart(id: number, options?: CallOptions): Promise<RestObject>;
	getDataset(id: number, options?: CallOptions): Promise<RestObject>;
	updateDashboard(id: number, fields: RestObject, options?: CallOptions): Promise<void>;
	updateChart(id: number, fields: RestObject, options?: CallOptions): Promise<void>;
	updateDataset(id: number, fields: RestObject, options?: CallOptions): Promise<void>;
	/** `json`: the theme's configuration as JSON text. */
	updateTheme(
		id: number,
		theme: { readonly name: string; readonly json: string },
		options?: CallOptions
	): Promise<void>;
	deleteDashboard(id: number, options?: CallOptions): Promise<void>;
	deleteChart(id: number, options?: CallOptions): Promise<void>;
	deleteDataset(id: number, options?: CallOptions): Promise<void>;
	/** Closes the connections; the client is of no use after that. */
	close(): Promise<void>;
}

/**
 * Keep one for as long as the environment is used: it keeps its sign-in and what the lists said last. Nothing is sent
 * before the first call.
 *
 * @throws {InvalidInput} when the url is none.
 */
export function createSupersetClient(options: SupersetOptions): SupersetClient {
	const http = createHttp(options);
	const inventory = createInventoryReader(http);
	return {
		url: http.transport.base.href.replace(/\/$/, ''),
		describe: (call = {}) => describe(http, call),
		version: (call = {}) => findVersion(http, call),
		listDashboards: async ({ search, page, pageSize }, call = {}) => {
			const filters = search ? [{ col: 'dashboard_title', opr: 'title_or_slug', value: search }] : [];
			const found = await listPage(http, 'dashboard', { page, ...(pageSize && { pageSize }), filters, ...call });
			return { count: found.count, dashboards: found.items };
		},
		findDashboard: (key, call = {}) => findDashboard(http, key, call),
		findObjects: (kind, uuids, call = {}) => findObjects(http, kind, uuids, call),
		listAllDashboards: (call = {}) => listAll(http, 'dashboard', call),
		listCharts: (call = {}) => listAll(http, 'chart', call),
		listDatasets: (call = {}) => listDatasets(http, call),
		listDatabases: (call = {}) => listAll(http, 'database', call),
		listAnnotationLayers: (call = {}) => listAnnotationLayers(http, call),
		listThemes: (call = {}) => listThemes(http, call),
		chartsOfDashboard: (id, call = {}) => chartsOfDashboard(http, id, call),
		datasetsOfDashboard: (id, call = {}) => datasetsOfDashboard(http, id, call),
		changedOn: (id, call = {}) => changedOn(http, inventory, id, call),
		changedOnAll: (call = {}) => changedOnAll(inventory, call),
		inventory: (call = {}) => inventory.read(call),
		exportAssets: (kind, ids, call = {}) => exportAssets(http, kind, ids, call),
		importBundle: (kind, zip, call = {}) => importBundle(http, kind, zip, call),
		getDashboard: (id, call = {}) => getObject(http, 'dashboard', id, call),
		getChart: (id, call = {}) => getObject(http, 'chart', id, call),
		getDataset: (id, call = {}) => getObject(http, 'dataset', id, call),
		updateDashboard: (id, fields, call = {}) => updateObject(http, 'dashboard', id, fields, call),
		updateChart: (id, fields, call = {}) => updateObject(http, 'chart', id, fields, call),
		updateDataset: (id, fields, call = {}) => updateObject(http, 'dataset', id, fields, call),
		updateTheme: (id, theme, call = {}) => updateTheme(http, id, theme, call),
		deleteDashboard: (id, call = {}) => deleteObject(http, 'dashboard', id, call),
		deleteChart: (id, call = {}) => deleteObject(http, 'chart', id, call),
		deleteDataset: (id, call = {}) => deleteObject(http, 'dataset', id, call),
		close: () => http.transport.close()
	};
}
