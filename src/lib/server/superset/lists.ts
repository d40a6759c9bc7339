import { z } from 'zod';
import { SupersetUnexpected } from '#lib/domain/errors.ts';
import type { Http } from './http.ts';
import type { CallOptions } from './options.ts';
import { chartOf, dashboardOf, databaseOf, datasetOf, type RemoteDataset, type RemoteKind } from './remote.ts';
import { risonQuery, type Rison } from './rison.ts';

/** Superset's own upper limit; an administrator may have set a lower one, so the answer's length is what counts. */
const PAGE_SIZE = 100;
/** A Superset that never comes to an end is not believed. */
const MAX_PAGES = 2000;

/** Asked for by name, since the default columns cost Superset a query per owner and tag. Valid on 4.1 and 6.1. */
export const COLUMNS: Record<RemoteKind, readonly string[]> = {
	dashboard: ['id', 'uuid', 'dashboard_title', 'slug', 'published', 'changed_on_utc', 'changed_by_name'],
	chart: [
		'id',
		'uuid',
		'slice_name',
		'viz_type',
		'datasource_id',
		'changed_on_utc',
		'changed_by_name',
		'dashboards.id',
		'dashboards.dashboard_title'
	],
	dataset: [
		'id',
		'uuid',
		'table_name',
		'schema',
		'catalog',
		'kind',
		'changed_on_utc',
		'changed_by_name',
		'database.id',
		'database.uuid',
		'database.database_name'
	],
	database: ['id', 'uuid', 'database_name', 'backend', 'changed_on']
};

const OF_ROW = { dashboard: dashboardOf, chart: chartOf, dataset: datasetOf, database: databaseOf } as const;
export type RemoteOf<Kind extends RemoteKind> = ReturnType<(typeof OF_ROW)[Kind]>;

export interface Filter {
	readonly col: string;
	readonly opr: string;
	readonly value: Rison;
}

export interface Page<Item> {
	/** Of all pages. */
	readonly count: number;
	readonly items: readonly Item[];
}

const ListAnswer = z.object({ count: z.number().int(), result: z.array(z.unknown()) });

/** One page, the newest objects first. `page` counts from 0. */
export async function listPage<Kind extends RemoteKind>(
	http: Http,
	kind: Kind,
	{ page, pageSize = PAGE_SIZE, filters = [], signal }: CallOptions & ListQuery & { page: number; pageSize?: number }
): Promise<Page<RemoteOf<Kind>>> {
	const query = risonQuery({
		columns: COLUMNS[kind],
		filters: filters as readonly (Filter & { readonly [key: string]: Rison })[],
		// The only order by time that all kinds take: charts and datasets refuse `changed_on`.
		order_column: 'changed_on_delta_humanized',
		order_direction: 'desc',
		page,
		page_size: pageSize
	});
	const body = await http.json({
		method: 'GET',
		path: `/api/v1/${kind}/${query}`,
		kind: 'read',
		doing: `list ${kind}s`,
		permission: `can read on ${permissionName(kind)}`,
		signal
	});
	const read = ListAnswer.safeParse(body);
	if (!read.success) {
		throw new SupersetUnexpected(`Superset’s list of ${kind}s has an unknown form.`, { cause: read.error });
	}
	const rows = read.data.result.map((row) => OF_ROW[kind](row) as RemoteOf<Kind>);
	return { count: read.data.count, items: rows };
}

interface ListQuery {
	readonly filters?: readonly Filter[];
}

/** All objects of a kind that the account may see, in order of id. */
export async function listAll<Kind extends RemoteKind>(
	http: Http,
	kind: Kind,
	options: CallOptions & ListQuery = {}
): Promise<RemoteOf<Kind>[]> {
	const found = new Map<number, RemoteOf<Kind>>();
	// Somebody who saves while we turn the pages moves a row from one page to another: then once more.
	for (let round = 0; round < 2; round += 1) {
		const count = await collectPages(http, kind, options, found);
		if (found.size >= count) break;
	}
	return [...found.values()].sort((a, b) => a.id - b.id);
}

async function collectPages<Kind extends RemoteKind>(
	http: Http,
	kind: Kind,
	options: CallOptions & ListQuery,
	found: Map<number, RemoteOf<Kind>>
): Promise<number> {
	let received = 0;
	for (let page = 0; page < MAX_PAGES; page += 1) {
		const { count, items } = await listPage(http, kind, { ...options, page });
		for (const item of items) found.set(item.id, item);
		received += items.length;
		if (items.length === 0 || received >= count) return count;
	}
	throw new SupersetUnexpected(`Superset’s list of ${kind}s does not end after ${MAX_PAGES} pages.`);
}

export const listDatasets = async (http: Http, options: CallOptions): Promise<RemoteDataset[]> =>
	withDatabaseUuids(http, await listAll(http, 'dataset', options), options);

/** Where the list of datasets does not tell the uuids of databases, as on 4.1, the list of databases does. */
export async function withDatabaseUuids(
	http: Http,
	datasets: readonly RemoteDataset[],
	options: CallOptions
): Promise<RemoteDataset[]> {
	const lacks = ({ databaseId, databaseUuid }: RemoteDataset) => databaseId !== null && databaseUuid === null;
	if (!datasets.some(lacks)) return [...datasets];
	const uuids = new Map((await listAll(http, 'database', options)).map(({ id, uuid }) => [id, uuid]));
	return datasets.map((dataset) =>
		lacks(dataset) ? { ...dataset, databaseUuid: uuids.get(dataset.databaseId!) ?? null } : dataset
	);
}

/** Superset's name for the permissions of a kind. */
export const permissionName = (kind: RemoteKind): string => kind.charAt(0).toUpperCase() + kind.slice(1);
