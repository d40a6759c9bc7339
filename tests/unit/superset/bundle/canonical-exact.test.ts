import { expect, test } from 'vitest';
import { mapping, type Mapping, type Value } from '#lib/domain/value.ts';
import { parseYaml } from '#lib/server/superset/bundle/yaml.ts';
import { edited, valueAt, valueOf, withAt, type Path } from '#tests/support/bundle/edit.ts';
import { textsOf, treeOf, type Files } from '#tests/support/bundle/example.ts';
import { smallBundle, smallLayout } from '#tests/support/bundle/small.ts';

const contentIn = (files: Files, kind: string): Mapping =>
	[...treeOf(files).assets.values()].find((asset) => asset.kind === kind)!.content;
const textIn = (files: Files, folder: string): string =>
	Object.entries(textsOf(treeOf(files))).find(([path]) => path.startsWith(`${folder}/`))![1];

const PLACES: readonly (readonly [kind: string, file: RegExp, path: Path])[] = [
	['dashboard', /^dashboards/, []],
	['dashboard', /^dashboards/, ['metadata']],
	['dashboard', /^dashboards/, ['metadata', 'native_filter_configuration', 0]],
	['dashboard', /^dashboards/, ['position']],
	['dashboard', /^dashboards/, ['position', 'ROW-1']],
	['dashboard', /^dashboards/, ['position', 'CHART-1', 'meta']],
	['chart', /^charts/, []],
	['chart', /^charts/, ['params']],
	['chart', /^charts/, ['params', 'deeper']],
	['dataset', /^datasets/, []],
	['dataset', /^datasets/, ['columns', 0]],
	['dataset', /^datasets/, ['metrics', 0]],
	['dataset', /^datasets/, ['extra']]
];
const KEYS = ['new_in_7', '__proto__', 'constructor', '10', 'a.b', 'с пробелом', ''];

const bundleWithPlaces = () =>
	smallBundle({
		dashboard: { metadata: { native_filter_configuration: [{ id: 'F' }] } },
		chart: { params: { deeper: { a: 1 } } },
		dataset: { columns: [{ column_name: 'day' }], metrics: [{ metric_name: 'n' }], extra: { a: 1 } }
	});

test.each(PLACES)('FORM-50 keys that no rule knows are kept in a %s, %s %j', (kind, file, path) => {
	for (const key of KEYS) {
		const added = mapping([['kept', ['b', 'a', null]]]);
		const files = edited(bundleWithPlaces(), file, (content) => withAt(content, [...path, key], added)!);
		expect(valueAt(contentIn(files, kind), [...path, key, 'kept'])).toEqual(added['kept']);
	}
});

test('FORM-50 of unknown keys, one that is null says nothing', () => {
	expect(textsOf(treeOf(smallBundle({ chart: { new_in_7: null } })))).toEqual(textsOf(treeOf(smallBundle())));
});

test('FORM-51 integers keep all digits and 1.0 stays 1.0, in parameters and inside the query context', () => {
	const json = '{"big": 9007199254740993, "whole": 1.0, "small": 1e-07, "nan": NaN}';
	const files = edited(smallBundle({ chart: { query_context: json } }), /^charts/, (content) =>
		withAt(content, ['params'], parseYaml('big: 9007199254740993\nwhole: 1.0\nsmall: 1.0e-07\n'))!
	);
	const text = textIn(files, 'charts');
	expect(text).toContain('  big: 9007199254740993\n  small: 1.0e-07\n  whole: 1.0\n');
	expect(text).toContain('"big": 9007199254740993,\n    "nan": NaN,\n    "small": 1e-07,\n    "whole": 1.0\n');
});

test('FORM-52 a query context is written one value a line, and one that is no JSON is kept as it is', () => {
	const context = (text: string | null) => contentIn(smallBundle({ chart: { query_context: text } }), 'chart');
	expect(context('{"queries": [{"row_limit": 5}], "force": false}')['query_context']).toBe(
		'{\n  "force": false,\n  "queries": [\n    {\n      "row_limit": 5\n    }\n  ]\n}\n'
	);
	for (const text of ['{"queries": [', 'None', '[1, 2]', ' {}x']) expect(context(text)['query_context']).toBe(text);
});

const deep = (levels: number): Value => (levels === 0 ? 'end' : mapping([['a', deep(levels - 1)]]));

test.each([
	['position missing', 'dashboard', { position: undefined }],
	['position null', 'dashboard', { position: null }],
	['metadata null', 'dashboard', { metadata: null }],
	['no root', 'dashboard', { position: { 'ROW-1': smallLayout['ROW-1'] } }],
	['a cycle', 'dashboard', { position: { ...smallLayout, 'ROW-1': { type: 'ROW', children: ['GRID_ID', 'ROW-1'] } } }],
	['a node that is a list', 'dashboard', { position: { ...smallLayout, 'ROW-1': ['x'] } }],
	[
		'a chart without uuid',
		'dashboard',
		{ position: { 'CHART-1': { type: 'CHART', meta: { uuid: null, chartId: 4 } } } }
	],
	['a chart without meta', 'dashboard', { position: { 'CHART-1': { type: 'CHART' } } }],
	['no dataset', 'chart', { dataset_uuid: null }],
	['parameters that are a text', 'chart', { params: 'none' }],
	['parameters that are null', 'chart', { params: null }],
	['deep parameters', 'chart', { params: { deep: deep(150) } }],
	['JSON text deeper than 200', 'chart', { query_context: `${'['.repeat(300)}${']'.repeat(300)}` }],
	['columns that are no list', 'dataset', { columns: null }],
	['a column that is a text', 'dataset', { columns: ['day', { column_name: 'day' }] }],
	['no database', 'dataset', { database_uuid: null }]
])('FORM-55 odd but readable: %s gives a tree, and that tree itself', (_, kind, part) => {
	const tree = treeOf(smallBundle({ [kind]: part }));
	expect([...tree.assets.values()].map((asset) => asset.kind).sort()).toEqual(
		['chart', 'dashboard', 'database', 'dataset'].sort()
	);
	expect(textsOf(treeOf(tree.files))).toEqual(textsOf(tree));
});

test('FORM-56 the number of a place whose chart was deleted stays as it is', () => {
	const node = { type: 'CHART', id: 'CHART-9', meta: { chartId: 44, uuid: null } };
	const position = contentIn(smallBundle({ dashboard: { position: { 'CHART-9': node } } }), 'dashboard')['position'];
	expect(valueAt(position, ['CHART-9', 'meta', 'chartId'])).toBe(44);
});

test('FORM-57 what is no number where charts are named is kept', () => {
	const metadata = {
		expanded_slices: { x: true },
		timed_refresh_immune_slices: ['x', 7],
		chart_configuration: { x: 1 }
	};
	const kept = contentIn(smallBundle({ dashboard: { metadata } }), 'dashboard')['metadata'];
	expect(valueAt(kept, ['expanded_slices'])).toEqual(valueOf({ x: true }));
	expect(valueAt(kept, ['chart_configuration'])).toEqual(valueOf({ x: 1 }));
	expect(valueAt(kept, ['timed_refresh_immune_slices', 1])).toBe('x');
});

test('FORM-60 keys stand in a fixed order, the version last, text of several lines as it is', () => {
	const sql = 'SELECT "день"\nFROM sales -- ü\n';
	const text = textIn(smallBundle({ dataset: { sql, description: 'Ü 🚀', zebra: 1, apple: 2 } }), 'datasets');
	expect(text.match(/^\w+(?=:)/gm)).toEqual(
		'table_name schema description sql uuid database_uuid metrics columns apple zebra version'.split(' ')
	);
	expect(text).toContain('sql: |\n  SELECT "день"\n  FROM sales -- ü\n');
	expect(text).toContain('description: Ü 🚀\n');
});

test('FORM-61 a database says what it is called and what kind it is; no host, user, secret or setting', () => {
	expect(
		textIn(smallBundle({ database: { encrypted_extra: '{"key": "s3cret"}', extra: { a: 1 } } }), 'databases')
	).toBe(
		[
			...['database_name: Shop', 'sqlalchemy_uri: postgresql://', 'allow_csv_upload: false', 'extra: {}'],
			...['uuid: bbbbbbbb-0000-4000-8000-000000000001', 'version: 1.0.0', '']
		].join('\n')
	);
});

test.each([
	['postgresql+psycopg2://user:pw@host/name', 'postgresql://'],
	['BigQuery://project', 'bigquery://'],
	['mssql+pyodbc:///?odbc_connect=PWD%3Dx', 'mssql://'],
	['sqlite:////data/shop.db?secret=1', 'sqlite://'],
	['no uri, pw=1', 'sqlite://']
])('FORM-61 of %s is left %s', (sqlalchemy_uri, left) => {
	expect(contentIn(smallBundle({ database: { sqlalchemy_uri } }), 'database')['sqlalchemy_uri']).toBe(left);
});

test('FORM-58 the text of a heading in the layout is kept: only the dashboard’s own title is derived', () => {
	const heading = {
		type: 'HEADER',
		id: 'HEADER-1',
		children: [],
		meta: { text: 'Orders', headerSize: 'LARGE_HEADER' }
	};
	const position = { ...smallLayout, 'HEADER-1': heading };
	const kept = contentIn(smallBundle({ dashboard: { position } }), 'dashboard')['position'];
	expect(valueAt(kept, ['HEADER-1', 'meta', 'text'])).toBe('Orders');
	expect(valueAt(kept, ['HEADER_ID'])).toEqual(valueOf({ type: 'HEADER', id: 'HEADER_ID' }));
});
