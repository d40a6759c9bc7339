import { AssetUuid } from '#lib/domain/ids.ts';
import type { Mapping } from '#lib/domain/value.ts';
import { stableNumber } from '#lib/server/superset/bundle/ids.ts';
import { valueOf } from '#tests/support/bundle/edit.ts';
import type { Contents } from './edited.ts';

const uuid = (digit: number) => `${String(digit).repeat(8)}-0000-4000-8000-000000000000`;
export const BOARD = `dashboard ${uuid(1)}`;
export const CHART = `chart ${uuid(2)}`;
export const OTHER_CHART = `chart ${uuid(3)}`;
export const DATASET = `dataset ${uuid(4)}`;
export const OTHER_DATASET = `dataset ${uuid(5)}`;
export const DATABASE = `database ${uuid(6)}`;

export const chartNode = (id: string, chart: string, width = 4): object => {
	const of = AssetUuid.parse(chart.split(' ')[1]);
	return { type: 'CHART', id, children: [], meta: { chartId: stableNumber(of), uuid: of, width, height: 50 } };
};
export const textNode = (id: string, code: string, width = 4): object => ({
	...{ type: 'MARKDOWN', id, children: [] },
	meta: { code, width, height: 50 }
});
export const holder = (type: string, id: string, children: readonly string[], meta: object = {}): object => ({
	...{ type, id, children, meta }
});

/** A layout of nodes by id. */
export const layoutOf = (...nodes: readonly object[]): object =>
	Object.fromEntries(nodes.map((node) => [(node as { id: string }).id, node]));

/** A dashboard of two tabs, two charts and a text; each chart has a dataset of its own. */
export function small(): Contents {
	const position = layoutOf(
		holder('ROOT', 'ROOT_ID', ['TABS-1']),
		holder('TABS', 'TABS-1', ['TAB-1', 'TAB-2']),
		holder('TAB', 'TAB-1', ['ROW-1', 'ROW-2'], { text: 'First' }),
		holder('TAB', 'TAB-2', ['ROW-3'], { text: 'Second' }),
		holder('ROW', 'ROW-1', ['CHART-1', 'CHART-2']),
		holder('ROW', 'ROW-2', ['MARKDOWN-1']),
		holder('ROW', 'ROW-3', ['MARKDOWN-2']),
		chartNode('CHART-1', CHART),
		chartNode('CHART-2', OTHER_CHART),
		textNode('MARKDOWN-1', 'one'),
		textNode('MARKDOWN-2', 'two')
	);
	const chart = (key: string, dataset: string, name: string) => ({
		...{ slice_name: name, viz_type: 'pie', uuid: key.split(' ')[1], dataset_uuid: dataset.split(' ')[1] },
		params: { viz_type: 'pie', row_limit: 100 }
	});
	const dataset = (key: string, name: string) => ({
		...{ table_name: name, uuid: key.split(' ')[1], database_uuid: DATABASE.split(' ')[1] },
		columns: [{ column_name: 'a' }]
	});
	return new Map(
		Object.entries({
			[BOARD]: { dashboard_title: 'Board', uuid: uuid(1), position, metadata: {} },
			[CHART]: chart(CHART, DATASET, 'One'),
			[OTHER_CHART]: chart(OTHER_CHART, OTHER_DATASET, 'Two'),
			[DATASET]: dataset(DATASET, 'first'),
			[OTHER_DATASET]: dataset(OTHER_DATASET, 'second'),
			[DATABASE]: { database_name: 'shop', uuid: uuid(6) }
		}).map(([key, content]) => [key, valueOf(content) as Mapping])
	);
}

/** Contents without some assets. */
export const without = (contents: Contents, ...keys: readonly string[]): Contents =>
	new Map([...contents].filter(([key]) => !keys.includes(key)));
