import { z } from 'zod';
import { SupersetUnexpected } from '#lib/domain/errors.ts';
import { AssetUuid } from '#lib/domain/ids.ts';

/** The kinds that have a list, an export and an import of their own. */
export type RemoteKind = 'dashboard' | 'chart' | 'dataset' | 'database';

interface RemoteObject {
	/** Superset's number, good for this environment only. */
	readonly id: number;
	readonly uuid: AssetUuid;
	/** When it was last written: milliseconds since the epoch; `null` when Superset does not say. */
	readonly changedAt: number | null;
	/** Equal as long as nobody wrote it. An import moves it even where it changes nothing. Only to be compared. */
	readonly stamp: string;
	readonly changedBy: string | null;
}

export interface RemoteDashboard extends RemoteObject {
	readonly title: string;
	readonly slug: string | null;
	readonly published: boolean;
}

export interface RemoteChart extends RemoteObject {
	readonly name: string;
	readonly vizType: string;
	readonly datasetId: number | null;
	readonly dashboards: readonly { readonly id: number; readonly title: string }[];
}

export interface RemoteDataset extends RemoteObject {
	/** The table's name, or the name of the query. */
	readonly name: string;
	readonly schema: string | null;
	readonly catalog: string | null;
	readonly kind: 'physical' | 'virtual';
	readonly databaseId: number | null;
	readonly databaseName: string | null;
	/** `null` when the account does not see the database. */
	readonly databaseUuid: AssetUuid | null;
}

export interface RemoteDatabase extends Omit<RemoteObject, 'changedBy'> {
	readonly name: string;
	/** SQLAlchemy's name of the engine: `postgresql`. */
	readonly backend: string | null;
}

const text = z
	.string()
	.nullish()
	.transform((value) => value ?? null);
const number = z
	.number()
	.nullish()
	.transform((value) => value ?? null);
const common = { id: z.number().int(), uuid: AssetUuid, changed_on_utc: text, changed_by_name: text };

const DashboardRow = z.object({ ...common, dashboard_title: text, slug: text, published: z.boolean().nullish() });
const ChartRow = z.object({
	...common,
	slice_name: text,
	viz_type: text,
	datasource_id: number,
	dashboards: z.array(z.object({ id: z.number().int(), dashboard_title: text })).nullish()
});
const DatasetRow = z.object({
	...common,
	table_name: text,
	schema: text,
	catalog: text,
	kind: text,
	database: z.object({ id: number, database_name: text, uuid: AssetUuid.nullish() }).nullish()
});
const DatabaseRow = z.object({
	id: z.number().int(),
	uuid: AssetUuid,
	database_name: text,
	backend: text,
	changed_on: text
});

const stamps = (row: { changed_on_utc: string | null; changed_by_name: string | null }) => ({
	changedAt: timeOf(row.changed_on_utc),
	stamp: row.changed_on_utc ?? '',
	changedBy: row.changed_by_name?.trim() || null
});

export const dashboardOf = (row: unknown): RemoteDashboard => {
	const read = parse(DashboardRow, row, 'dashboard');
	const { id, uuid, slug } = read;
	return {
		id,
		uuid,
		title: read.dashboard_title ?? '',
		slug: slug || null,
		published: read.published ?? false,
		...stamps(read)
	};
};

export const chartOf = (row: unknown): RemoteChart => {
	const read = parse(ChartRow, row, 'chart');
	const dashboards = (read.dashboards ?? []).map(({ id, dashboard_title }) => ({ id, title: dashboard_title ?? '' }));
	const { id, uuid, datasource_id: datasetId } = read;
	return {
		id,
		uuid,
		name: read.slice_name ?? '',
		vizType: read.viz_type ?? '',
		datasetId,
		dashboards,
		...stamps(read)
	};
};

export const datasetOf = (row: unknown): RemoteDataset => {
	const read = parse(DatasetRow, row, 'dataset');
	const { id, uuid, schema, catalog, database } = read;
	return {
		id,
		uuid,
		name: read.table_name ?? '',
		schema: schema || null,
		catalog: catalog || null,
		kind: read.kind === 'virtual' ? 'virtual' : 'physical',
		databaseId: database?.id ?? null,
		databaseName: database?.database_name ?? null,
		databaseUuid: database?.uuid ?? null,
		...stamps(read)
	};
};

export const databaseOf = (row: unknown): RemoteDatabase => {
	const { id, uuid, database_name, backend, changed_on } = parse(DatabaseRow, row, 'database');
	return { id, uuid, name: database_name ?? '', backend, changedAt: timeOf(changed_on), stamp: changed_on ?? '' };
};

function parse<Row>(schema: z.ZodType<Row>, row: unknown, kind: RemoteKind): Row {
	const read = schema.safeParse(row);
	if (read.success) return read.data;
	const [issue] = read.error.issues;
	const field = issue?.path.map(String).join('.') ?? '';
	const id = (row as { id?: unknown } | null)?.id;
	throw new SupersetUnexpected(`Superset’s list of ${kind}s has no usable “${field}” for ${kind} ${String(id)}.`, {
		hint: field === 'uuid' ? 'Superset tells the uuids of charts and datasets from 4.1.3 on: upgrade it.' : undefined,
		cause: read.error
	});
}

/** Superset writes `2026-11-20T19:11:00.053421+0000`; without an offset it is taken for UTC. */
function timeOf(text: string | null): number | null {
	if (!text) return null;
	const iso = text.replace(/(\.\d{3})\d+/, '$1').replace(/([+-]\d\d)(\d\d)$/, '$1:$2');
	const time = Date.parse(/(?:Z|[+-]\d\d:\d\d)$/.test(iso) ? iso : `${iso}Z`);
	return Number.isNaN(time) ? null : time;
}
