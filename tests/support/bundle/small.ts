import { AssetUuid } from '#lib/domain/ids.ts';
import { valueOf, yamlBytes } from './edit.ts';
import type { Files } from './example.ts';

/** `uuid('c', 1)` → `cccccccc-0000-4000-8000-000000000001` */
export const uuid = (letter: string, number: number): AssetUuid =>
	AssetUuid.parse(`${letter.repeat(8)}-0000-4000-8000-${String(number).padStart(12, '0')}`);

export const CHART = uuid('c', 1);
export const DATASET = uuid('d', 1);
export const DATABASE = uuid('b', 1);
export const DASHBOARD = uuid('a', 1);

/** What stands in the files of the smallest dashboard that has one of everything; each part can be changed. */
export interface SmallParts {
	readonly dashboard?: object;
	readonly chart?: object;
	readonly dataset?: object;
	readonly database?: object;
}

export const smallLayout = {
	DASHBOARD_VERSION_KEY: 'v2',
	ROOT_ID: { type: 'ROOT', id: 'ROOT_ID', children: ['GRID_ID'] },
	GRID_ID: { type: 'GRID', id: 'GRID_ID', children: ['ROW-1'] },
	HEADER_ID: { type: 'HEADER', id: 'HEADER_ID', meta: { text: 'Small' } },
	'ROW-1': { type: 'ROW', id: 'ROW-1', children: ['CHART-1'], meta: { background: 'BACKGROUND_TRANSPARENT' } },
	'CHART-1': { type: 'CHART', id: 'CHART-1', children: [], meta: { chartId: 7, uuid: CHART, width: 4, height: 50 } }
};

/** The files of an export with one dashboard, chart, dataset and database. Chart number 7, dataset number 3. */
export function smallBundle(parts: SmallParts = {}): Files {
	const version = '1.0.0';
	const contents: Record<string, object> = {
		'metadata.yaml': { version, type: 'Dashboard', timestamp: '2026-11-20T19:15:06.123456+00:00' },
		'dashboards/Small_5.yaml': {
			...{ dashboard_title: 'Small', uuid: DASHBOARD, published: true, position: smallLayout, metadata: {}, version },
			...parts.dashboard
		},
		'charts/Sums_7.yaml': {
			...{ slice_name: 'Sums', viz_type: 'table', uuid: CHART, dataset_uuid: DATASET, version },
			...{ params: { datasource: '3__table', slice_id: 7, viz_type: 'table' }, query_context: null },
			...parts.chart
		},
		'datasets/Shop/sales_3.yaml': {
			...{ table_name: 'sales', schema: 'main', sql: null, uuid: DATASET, database_uuid: DATABASE, version },
			...{ columns: [{ column_name: 'day', type: 'DATE' }], metrics: [{ metric_name: 'n', expression: 'COUNT(*)' }] },
			...parts.dataset
		},
		'databases/Shop.yaml': {
			...{ database_name: 'Shop', sqlalchemy_uri: 'postgresql+psycopg2://user:XXXXXXXXXX@host/shop', uuid: DATABASE },
			...{ allow_csv_upload: true, extra: { metadata_params: {} }, expose_in_sqllab: true, version },
			...parts.database
		}
	};
	return new Map(Object.entries(contents).map(([path, content]) => [path, yamlBytes(valueOf(content))]));
}
