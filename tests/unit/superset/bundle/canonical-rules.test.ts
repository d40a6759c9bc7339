import { beforeAll, expect, test } from 'vitest';
import type { NumberFacts } from '#lib/server/superset/bundle/canonical.ts';
import { stableNumber, stableNumberOfLayer } from '#lib/server/superset/bundle/ids.ts';
import { uuidIn } from '#lib/server/superset/bundle/translation.ts';
import { edited, put, withAt } from '#tests/support/bundle/edit.ts';
import { exampleFiles, textsOf, treeOf, type Files } from '#tests/support/bundle/example.ts';
import { renumberedFiles } from '#tests/support/bundle/renumber.ts';
import { CHART, DATASET, smallBundle, smallLayout, uuid } from '#tests/support/bundle/small.ts';

let everywhere: Files;
let virtual: Files;
beforeAll(async () => {
	everywhere = await exampleFiles('6.1.0/ids-everywhere');
	virtual = await exampleFiles('6.1.0/virtual');
});

const dashboardIn = (files: Files) => [...treeOf(files).assets.values()].find(({ kind }) => kind === 'dashboard')!;
const chartIn = (files: Files, facts?: NumberFacts) =>
	[...treeOf(files, facts ? { facts } : {}).assets.values()].find(({ kind }) => kind === 'chart')!;
const metadataOf = (metadata: object) =>
	dashboardIn(smallBundle({ dashboard: { metadata } })).content['metadata'] as object;
const paramsOf = (params: object, facts?: NumberFacts) =>
	chartIn(smallBundle({ chart: { params } }), facts).content['params'];
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const expectSame = (files: Files, others: Files) => expect(textsOf(treeOf(others))).toEqual(textsOf(treeOf(files)));

test('FORM-20 other numbers of the same charts and datasets give the same tree', () => {
	const factsFor = (by: number): NumberFacts => ({
		chart: (number) => [uuid('1', 1), uuid('1', 2)][number - by - 38],
		dataset: () => undefined,
		annotationLayer: (number) => (number === 1 ? 'Holidays' : undefined)
	});
	const other = renumberedFiles(everywhere, { chart: (n) => n + 500, dataset: (n) => n + 70 });
	const tree = treeOf(everywhere, { facts: factsFor(0) });
	expect(textsOf(treeOf(other, { facts: factsFor(500) }))).toEqual(textsOf(tree));
	expect(tree.findings).toEqual([]);
});

test('FORM-20 no number of the environment is left in the tree', () => {
	const files = renumberedFiles(everywhere, { chart: (n) => n + 77_000_000, dataset: (n) => n + 88_000_000 });
	const texts = Object.values(textsOf(treeOf(files))).join('');
	expect([...new Set(texts.match(/\b(?:77|88)0000\d\d\b/g))].sort()).toEqual(['77000038', '77000039']); // the unknown ones
});

test('FORM-21 the dataset’s number in the query context is made from its uuid', () => {
	const query_context = '{"datasource": {"id": 3, "type": "table"}, "form_data": {"datasource": "3__table"}}';
	const text = chartIn(smallBundle({ chart: { query_context } })).content['query_context'] as string;
	expect(JSON.parse(text)).toEqual({
		datasource: { id: stableNumber(DATASET), type: 'table' },
		form_data: { datasource: `${stableNumber(DATASET)}__table` }
	});
});

test('FORM-22 parameters do not say where the chart stands in one Superset', () => {
	const url_params = { slice_id: '7', form_data_key: 'x', country: 'NO' };
	const params = { datasource: '3__table', slice_id: 7, dashboards: [1, 2], url_params, row_limit: 5 };
	expect(plain(paramsOf(params))).toEqual({ row_limit: 5, url_params: { country: 'NO' } });
	expect(plain(paramsOf({ url_params: { slice_id: '7' } }))).toEqual({});
});

const LAYERS = [
	{ name: 'Goal', annotationType: 'FORMULA', sourceType: '', value: '12' },
	{ name: 'Holidays', annotationType: 'EVENT', sourceType: 'NATIVE', value: 4 },
	{ name: 'Other', annotationType: 'TIME_SERIES', sourceType: 'line', value: '9' }
];
const KNOWN: NumberFacts = {
	chart: (number) => (number === 9 ? uuid('c', 9) : undefined),
	dataset: () => undefined,
	annotationLayer: (number) => (number === 4 ? 'Days off' : undefined)
};

test('FORM-23 layers name charts by uuid and annotation layers by name, when somebody knows the number', () => {
	const params = paramsOf({ annotation_layers: LAYERS, deck_slices: [9, 7] }, KNOWN) as Record<string, unknown>;
	const layers = params['annotation_layers'] as { value: unknown }[];
	expect(layers.map(({ value }) => value)).toEqual(['12', stableNumberOfLayer('Days off'), stableNumber(uuid('c', 9))]);
	expect(params['deck_slices']).toEqual([stableNumber(uuid('c', 9)), stableNumber(CHART)]);
});

test('FORM-23 a number that nobody knows stays and is told once', () => {
	const params = { deck_slices: [901], annotation_layers: LAYERS };
	const files = smallBundle({ chart: { params, query_context: JSON.stringify({ form_data: params }) } });
	const { findings } = treeOf(files);
	const told = findings.map(({ code, path, message }) => [code, path, message.replace(/, and .*/, '')]);
	expect(told.sort()).toEqual([
		['unknown_number', 'charts/Sums_7.yaml', 'chart “Sums” names annotation layer number 4'],
		['unknown_number', 'charts/Sums_7.yaml', 'chart “Sums” names chart number 9'],
		['unknown_number', 'charts/Sums_7.yaml', 'chart “Sums” names chart number 901']
	]);
	expect(plain(paramsOf(params))).toMatchObject({ deck_slices: [901] });
});

const controlOn = (datasetId: number) => ({
	chart_customization_config: [{ id: 'CHART_CUSTOMIZATION-1', name: 'By', targets: [{ datasetId }] }]
});
const targetIn = (files: Files) => plain(dashboardIn(files).content['metadata']) as ReturnType<typeof controlOn>;

test('FORM-24 a display control names its dataset by uuid: by the number in the file’s name, or by the chart’s', () => {
	const files = smallBundle({ dashboard: { metadata: controlOn(3) } });
	const noChart = new Map([...files].filter(([path]) => !path.startsWith('charts/')));
	const noNumber = new Map([...files].map(([path, bytes]) => [path.replace('sales_3', 'sales'), bytes]));
	for (const one of [files, noChart, noNumber])
		expect(targetIn(one).chart_customization_config[0]?.targets).toEqual([{ datasetUuid: DATASET }]);
});

test('FORM-24 a dataset’s number that nobody knows stays and is told', () => {
	const files = smallBundle({ dashboard: { metadata: controlOn(44) } });
	expect(targetIn(files).chart_customization_config[0]?.targets).toEqual([{ datasetId: 44 }]);
	expect(treeOf(files).findings.map(({ message }) => message)).toEqual([
		'dashboard “Small” names dataset number 44, and nothing here says which one that is'
	]);
});

test.each([
	['orders_2024', 'orders_2024', 2024, false],
	['orders_2024', 'orders_2024_4', 4, true],
	['Продажи', '4', 4, true],
	['a b/c', 'a_b_c_4', 4, true],
	['sales', 'sales_by_hand_4', 4, false]
])('FORM-24 table %j in %s.yaml: the %d is Superset’s number: %s', (table_name, stem, number, isNumber) => {
	const files = smallBundle({ dashboard: { metadata: controlOn(number) }, dataset: { table_name } });
	const named = new Map([...files].map(([path, bytes]) => [path.replace('sales_3', stem), bytes]));
	const noChart = new Map([...named].filter(([path]) => !path.startsWith('charts/')));
	const wanted = isNumber ? { datasetUuid: DATASET } : { datasetId: number };
	expect(targetIn(noChart).chart_customization_config[0]?.targets).toEqual([wanted]);
});

test('FORM-25 a reference to a chart that is not on the dashboard is left out and told', () => {
	const metadata = { expanded_slices: { 7: true, 8: true }, timed_refresh_immune_slices: [8] };
	const { content } = dashboardIn(smallBundle({ dashboard: { metadata } }));
	expect(plain(content['metadata'])).toEqual({ expanded_slices: { [stableNumber(CHART)]: true } });
	expect(treeOf(smallBundle({ dashboard: { metadata } })).findings.map(({ message }) => message)).toEqual([
		'dashboard “Small”: timed_refresh_immune_slices names chart number 8, which is not on the dashboard; it is left out',
		'dashboard “Small”: expanded_slices names chart number 8, which is not on the dashboard; it is left out'
	]);
});

test('FORM-26 two charts of one number in a layout: references mean the same one, whatever the order of the file', () => {
	const twin = { ...smallLayout['CHART-1'], id: 'CHART-2', meta: { chartId: 7, uuid: uuid('c', 2) } };
	const row = { ...smallLayout['ROW-1'], children: ['CHART-1', 'CHART-2'] };
	const position = { ...smallLayout, 'ROW-1': row, 'CHART-2': twin };
	const reversed = Object.fromEntries(Object.entries(position).reverse());
	const metadata = { timed_refresh_immune_slices: [7] };
	const files = smallBundle({ dashboard: { position, metadata } });
	expectSame(files, smallBundle({ dashboard: { position: reversed, metadata } }));
	expect(plain(dashboardIn(files).content['position'])).toMatchObject({
		'CHART-1': { meta: { chartId: stableNumber(CHART) } },
		'CHART-2': { meta: { chartId: stableNumber(uuid('c', 2)) } }
	});
});

test('FORM-30 time, file names, order of files and of keys are not in the tree', () => {
	const turned = new Map([...everywhere].reverse().map(([path, bytes]) => [path.replace('sales_1', 'Sales_1'), bytes]));
	const reversed = edited(turned, /charts\/Details/, (content) =>
		Object.fromEntries(Object.entries(content).reverse())
	);
	expectSame(everywhere, put(reversed, /^metadata/, { path: ['timestamp'], to: '1999-01-01T00:00:00' }));
});

test('FORM-31 what a scope reaches is derived, so it is left out', () => {
	const filter = (reach: object) => ({
		native_filter_configuration: [{ id: 'F', scope: { excluded: [7] }, ...reach }]
	});
	expect(metadataOf(filter({ chartsInScope: [7, 99], tabsInScope: ['TAB-1'] }))).toEqual(metadataOf(filter({})));
	const entry = { 7: { id: 7, crossFilters: { scope: { rootPath: ['TAB-1'], excluded: [] }, chartsInScope: [1] } } };
	expect(JSON.stringify(metadataOf({ chart_configuration: entry }))).not.toContain('InScope');
});

test('FORM-32 a cross-filter that follows the global scope, and a global scope of everything, are not there', () => {
	const global = { 7: { id: 7, crossFilters: { scope: 'global', chartsInScope: [] } } };
	const everything = { scope: { rootPath: ['ROOT_ID'], excluded: [] }, chartsInScope: [7] };
	expect(plain(metadataOf({ chart_configuration: global, global_chart_configuration: everything }))).toEqual({});
	const excluding = { scope: { rootPath: ['ROOT_ID'], excluded: [7] } };
	expect(plain(metadataOf({ global_chart_configuration: excluding }))).toEqual({
		global_chart_configuration: { scope: { rootPath: ['ROOT_ID'], excluded: [stableNumber(CHART)] } }
	});
});

test.each([
	['default_filters', '{}', '{"7": {"a": [1]}}'],
	['filter_scopes', {}, { 7: { a: { scope: ['ROOT_ID'], immune: [] } } }],
	['chart_customization_config', [], [{ id: 'C' }]],
	['native_filter_configuration', [], [{ id: 'F' }]],
	['chart_configuration', {}, { 7: { id: 7, crossFilters: { scope: { rootPath: [], excluded: [] } } } }],
	['timed_refresh_immune_slices', [], [7]],
	['expanded_slices', {}, { 7: true }],
	['label_colors', {}, { a: '#fff' }],
	['show_chart_timestamps', false, true],
	['cross_filters_enabled', true, false],
	['color_scheme', '', 'supersetColors'],
	['refresh_frequency', 0, 60]
])('FORM-33 metadata.%s: %j is the same as nothing, %j is kept', (key, absent, kept) => {
	expect(plain(metadataOf({ [key]: absent }))).toEqual({});
	expect(plain(metadataOf({ [key]: null }))).toEqual({});
	expect(Object.keys(metadataOf({ [key]: kept }))).toEqual([key]);
});

test('FORM-34 colours that the front end works out are left out, those of a person are kept', () => {
	const made = { shared_label_colors: ['a'], map_label_colors: { a: '#000' }, color_scheme_domain: ['#000'] };
	expect(plain(metadataOf({ ...made, label_colors: { a: '#f00' } }))).toEqual({ label_colors: { a: '#f00' } });
});

test.each([
	['dashboard', ['slug', 'description', 'certified_by', 'certification_details', 'css', 'theme_uuid']],
	['chart', ['description', 'certified_by', 'certification_details', 'cache_timeout', 'query_context']],
	['dataset', ['catalog', 'description', 'main_dttm_col', 'sql', 'fetch_values_predicate', 'default_endpoint']]
] as const)('FORM-35 texts of a %s: null, empty and absent are one', (kind, keys) => {
	for (const empty of [null, ''])
		expectSame(smallBundle(), smallBundle({ [kind]: Object.fromEntries(keys.map((key) => [key, empty])) }));
});

test('FORM-36 a field that newer versions brought, at its default, is the same as none', () => {
	const column = { column_name: 'day', type: 'DATE', datetime_format: null, is_active: true, groupby: true };
	const flags = { filterable: true, is_dttm: false, extra: '{}' };
	const dataset = { folders: null, currency_code_column: null, offset: 0, filter_select_enabled: true };
	expectSame(
		smallBundle(),
		smallBundle({
			dashboard: { tags: [], theme_uuid: null },
			chart: { tags: [] },
			dataset: { ...dataset, columns: [{ ...column, ...flags }], extra: '{}', params: {}, template_params: '' },
			database: { configuration_method: 'sqlalchemy_form', impersonate_user: false }
		})
	);
});

const asText = (files: Files, file: RegExp, key: string) =>
	edited(files, file, (content) => withAt(content, [key], JSON.stringify(content[key]))!);

test('FORM-37 a mapping that Superset wrote as JSON text is the same mapping', () => {
	expectSame(virtual, asText(virtual, /^datasets/, 'template_params'));
	expectSame(virtual, asText(virtual, /^dashboards/, 'position'));
	expectSame(virtual, asText(virtual, /^dashboards/, 'metadata'));
	expectSame(everywhere, asText(everywhere, /^charts\/Details/, 'params'));
	const currency = (value: unknown) =>
		smallBundle({ dataset: { metrics: [{ metric_name: 'n', expression: '1', currency: value }] } });
	expectSame(
		currency({ symbol: 'EUR', symbolPosition: 'prefix' }),
		currency('{"symbolPosition":"prefix","symbol":"EUR"}')
	);
});

test('FORM-37 a chart whose parameters are JSON text tells its dataset’s number too', () => {
	const files = smallBundle({ dashboard: { metadata: controlOn(3) }, chart: { params: '{"datasource": "3__table"}' } });
	const named = new Map([...files].map(([path, bytes]) => [path.replace('sales_3', 'sales'), bytes]));
	expect(targetIn(named).chart_customization_config[0]?.targets).toEqual([{ datasetUuid: DATASET }]);
});

test('FORM-38 parents, names of charts and the title in the layout are derived', () => {
	const position = {
		...smallLayout,
		HEADER_ID: { ...smallLayout.HEADER_ID, meta: { text: 'An old title' } },
		'CHART-1': {
			...smallLayout['CHART-1'],
			parents: ['ROOT_ID'],
			meta: { ...smallLayout['CHART-1'].meta, sliceName: 'An old name' }
		}
	};
	expectSame(smallBundle(), smallBundle({ dashboard: { position } }));
});

const orphans = (suffix: string, uuids: readonly string[]) => ({
	...smallLayout,
	GRID_ID: { ...smallLayout.GRID_ID, children: ['ROW-1', `ROW-N-${suffix}`] },
	[`ROW-N-${suffix}`]: {
		...{ type: 'ROW', id: `ROW-N-${suffix}`, meta: { 0: 'ROOT_ID', background: 'BACKGROUND_TRANSPARENT' } },
		children: uuids.map((_, at) => `CHART-${suffix}${at}`)
	},
	...Object.fromEntries(
		uuids.map((one, at) => [
			`CHART-${suffix}${at}`,
			{
				type: 'CHART',
				id: `CHART-${suffix}${at}`,
				children: [],
				meta: { chartId: 80, uuid: one, width: 4, height: 50 }
			}
		])
	)
});

test('FORM-39 the ids and the order that an export makes up for charts without a place are made from uuids', () => {
	const [one, two] = [uuid('e', 1), uuid('f', 2)];
	const files = smallBundle({ dashboard: { position: orphans('QQVL8BXM', [one, two]) } });
	expectSame(files, smallBundle({ dashboard: { position: orphans('T9TVLIMJ', [two, one]) } }));
	expect(Object.keys(dashboardIn(files).content['position'] as object)).toContain('ROW-N-eeeeeeee0000');
});

test('FORM-39 two such places of one chart both stay', () => {
	const one = uuid('e', 1);
	const position = { ...smallLayout, 'CHART-x': loose('CHART-x', one), 'CHART-y': loose('CHART-y', one) };
	const nodes = Object.keys(dashboardIn(smallBundle({ dashboard: { position } })).content['position'] as object);
	expect(nodes.filter((id) => id.startsWith('CHART-'))).toHaveLength(3);
});
const loose = (id: string, chart: string) => ({ type: 'CHART', id, children: [], meta: { chartId: 9, uuid: chart } });

test('FORM-40 the order of columns, metrics, tags and charts left out of a scope says nothing', () => {
	const columns = [{ column_name: 'b' }, { column_name: 'a' }, { column_name: 'a', type: 'TEXT' }];
	const bundle = (turn: <Item>(list: Item[]) => Item[]) =>
		smallBundle({
			dataset: { columns: turn([...columns]), metrics: turn([{ metric_name: 'm' }, { metric_name: 'n' }]) },
			chart: { tags: turn(['x', 'y']) },
			dashboard: { tags: turn(['p', 'q']), metadata: { timed_refresh_immune_slices: turn([7, 7]) } }
		});
	expectSame(
		bundle((list) => list),
		bundle((list) => list.reverse())
	);
});

test('FORM-41 no annotation layers and an empty list of them are one', () => {
	expect(paramsOf({ annotation_layers: [] })).toEqual(paramsOf({}));
});

const ORDERED: readonly (readonly [
	'chart' | 'dashboard',
	(list: readonly [object | string, object | string]) => object
])[] = [
	['chart', ([a, b]) => ({ params: { metrics: [a, b] } })],
	['chart', ([a, b]) => ({ params: { adhoc_filters: [a, b] } })],
	['dashboard', ([a, b]) => ({ metadata: { native_filter_configuration: [a, b] } })],
	['dashboard', ([a, b]) => ({ position: { ...smallLayout, GRID_ID: { type: 'GRID', children: [a, b] } } })]
];

test.each(ORDERED)('FORM-42 an order that carries meaning is kept: %s %s', (kind, content) => {
	const [one, other] = [smallBundle({ [kind]: content(['a', 'b']) }), smallBundle({ [kind]: content(['b', 'a']) })];
	expect(textsOf(treeOf(other))).not.toEqual(textsOf(treeOf(one)));
});

test('FORM-43 uuids are written in lower case', () => {
	const upper = smallBundle({ chart: { dataset_uuid: DATASET.toUpperCase() } });
	expectSame(smallBundle(), upper);
	expect(uuidIn(DATASET.toUpperCase())).toBe(DATASET);
});
