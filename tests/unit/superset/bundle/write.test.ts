import { expect, test } from 'vitest';
import type { AssetKind } from '#lib/domain/asset.ts';
import { type Mapping } from '#lib/domain/value.ts';
import { stableNumber, unknownNumber } from '#lib/server/superset/bundle/ids.ts';
import { anyTarget, type Target } from '#lib/server/superset/bundle/target.ts';
import type { CanonicalTree } from '#lib/server/superset/bundle/tree.ts';
import { bundleFor, contentsFor, everythingIn, type BundleKind } from '#lib/server/superset/bundle/write.ts';
import { missingCharts } from '#lib/server/superset/bundle/write-objects.ts';
import { contentOf, valueAt, valueOf, type Path } from '#tests/support/bundle/edit.ts';
import { exampleTree, filesIn, treeOf } from '#tests/support/bundle/example.ts';
import { CHART, DATASET, smallBundle, smallLayout, uuid, type SmallParts } from '#tests/support/bundle/small.ts';

const keysOf = (tree: CanonicalTree, kind: AssetKind) =>
	new Set([...everythingIn(tree)].filter((key) => key.startsWith(`${kind} `)));

/** File → how many keys it has, which tells stubs from what is full. */
async function sizesOf(kind: BundleKind & AssetKind, parts: SmallParts = {}): Promise<Record<string, number>> {
	const tree = treeOf(smallBundle(parts));
	const zip = await bundleFor(kind, tree, { full: keysOf(tree, kind), target: anyTarget('6.1.0') });
	const files = await filesIn(zip);
	return Object.fromEntries(
		[...files.keys()].map((path) => [
			path.split('/')[0]!,
			Object.keys(contentOf(files, new RegExp(`^${path}$`))).length
		])
	);
}

test('BUNDLE-1 an import of datasets gets them in full and their databases as stubs', async () => {
	expect(await sizesOf('dataset')).toEqual({ 'metadata.yaml': 1, datasets: 23, databases: 6 });
});

test('BUNDLE-1 an import of charts gets them in full, datasets and databases as stubs', async () => {
	expect(await sizesOf('chart')).toEqual({ 'metadata.yaml': 1, charts: 12, datasets: 6, databases: 6 });
});

test('BUNDLE-1 an import of a dashboard gets it in full; charts, datasets and databases as stubs', async () => {
	expect(await sizesOf('dashboard')).toEqual({
		'metadata.yaml': 1,
		dashboards: 13,
		charts: 6,
		datasets: 6,
		databases: 6
	});
});

test('BUNDLE-1 the dataset of a filter comes along, also where no chart asks it', async () => {
	const metadata = { native_filter_configuration: [{ id: 'F', targets: [{ datasetUuid: DATASET }] }] };
	const sizes = await sizesOf('dashboard', { dashboard: { metadata, position: {} } });
	expect(sizes).toEqual({ 'metadata.yaml': 1, dashboards: 13, datasets: 6, databases: 6 });
});

const contents = (parts: SmallParts, kind: BundleKind = 'whole', target: Target = anyTarget('6.1.0')) => {
	const tree = treeOf(smallBundle(parts));
	return contentsFor(kind, tree, { full: everythingIn(tree), target });
};
const contentIn = (found: ReadonlyMap<string, Mapping>, folder: string) =>
	[...found].find(([path]) => path.startsWith(folder))![1];

test('BUNDLE-2 stubs say nothing that an import could write, and no address of a database', async () => {
	const tree = treeOf(smallBundle({ dataset: { sql: 'SELECT 1' } }));
	const made = contentsFor('dashboard', tree, { full: keysOf(tree, 'dashboard'), target: anyTarget('6.1.0') });
	expect(contentIn(made, 'databases')['sqlalchemy_uri']).toBe('sqlite://');
	expect(contentIn(made, 'datasets')).toMatchObject({ columns: [], metrics: [] });
	expect(contentIn(made, 'datasets')['sql']).toBeUndefined();
	expect(contentIn(made, 'charts')['params']).toEqual(valueOf({}));
});

test('BUNDLE-3 equal trees give equal bytes, and the metadata names no type', async () => {
	const [one, other] = [smallBundle(), new Map([...smallBundle()].reverse())].map((files) => treeOf(files));
	const zip = (tree: CanonicalTree) =>
		bundleFor('whole', tree, { full: everythingIn(tree), target: anyTarget('6.1.0') });
	expect(Buffer.from(await zip(other!))).toEqual(Buffer.from(await zip(one!)));
	expect(contentOf(await filesIn(await zip(one!)), /^metadata/)).toEqual(valueOf({ version: '1.0.0' }));
});

test('BUNDLE-5 what the tree leaves out as default is said again, since an import keeps what is not said', () => {
	const made = contents({});
	expect(contentIn(made, 'charts')).toMatchObject({
		description: null,
		certified_by: null,
		cache_timeout: null,
		tags: []
	});
	expect(contentIn(made, 'dashboards')).toMatchObject({ slug: null, css: null, theme_uuid: null, published: true });
	expect(contentIn(made, 'datasets')).toMatchObject({
		offset: 0,
		filter_select_enabled: true,
		folders: null,
		sql: null
	});
	expect(valueAt(contentIn(made, 'datasets'), ['columns', 0])).toMatchObject({
		is_dttm: false,
		groupby: true,
		extra: null
	});
	expect(valueAt(contentIn(made, 'datasets'), ['metrics', 0])).toMatchObject({ currency: null, warning_text: null });
});

test('BUNDLE-5 a value that is not the default is not overwritten by it', () => {
	const made = contents({
		dataset: { offset: 3, filter_select_enabled: false },
		chart: { cache_timeout: 60, new_in_7: 1 }
	});
	expect(contentIn(made, 'datasets')).toMatchObject({ offset: 3, filter_select_enabled: false });
	expect(contentIn(made, 'charts')).toMatchObject({ cache_timeout: 60, new_in_7: 1 });
});

test('BUNDLE-11 keys that the target refuses are left out, by its version', () => {
	const keys = (version: string, folder: string) =>
		Object.keys(contentIn(contents({}, 'whole', anyTarget(version)), folder));
	expect(keys('6.0.0', 'datasets')).not.toContain('currency_code_column');
	expect(keys('6.0.0', 'datasets')).toContain('folders');
	for (const [folder, key] of [
		['datasets', 'folders'],
		['charts', 'tags'],
		['dashboards', 'theme_uuid']
	] as const)
		expect(keys('4.1.4', folder)).not.toContain(key);
});

test('BUNDLE-11 a metric’s currency is JSON text before 6.0, and a mapping from then on', () => {
	const metrics = [{ metric_name: 'n', expression: '1', currency: { symbol: 'EUR' } }];
	const currency = (version: string) =>
		valueAt(contentIn(contents({ dataset: { metrics } }, 'whole', anyTarget(version)), 'datasets'), [
			'metrics',
			0,
			'currency'
		]);
	expect(currency('4.1.4')).toBe('{"symbol": "EUR"}');
	expect(currency('6.0.0')).toEqual(valueOf({ symbol: 'EUR' }));
});

const LEGACY = { default_filters: '{"7": {"a": [1]}}', filter_scopes: { 7: { a: { scope: [], immune: [7] } } } };

test('BUNDLE-12 what every import drops is in no import, only in a file for people', () => {
	const keysIn = (kind: BundleKind) =>
		Object.keys(
			valueAt(contentIn(contents({ dashboard: { metadata: LEGACY } }, kind), 'dashboards'), ['metadata']) as Mapping
		);
	expect(keysIn('dashboard')).toEqual([]);
	expect(keysIn('whole').sort()).toEqual(['default_filters', 'filter_scopes']);
});

const PROD: Target = {
	...anyTarget('6.1.0'),
	numbers: {
		chart: (stable) => (stable === stableNumber(CHART) ? 1001 : undefined),
		dataset: (one) => (one === DATASET ? 2001 : undefined),
		annotationLayer: () => 3001
	}
};
const EVERYWHERE: SmallParts = {
	dashboard: {
		metadata: {
			...LEGACY,
			...{ timed_refresh_immune_slices: [7], expanded_slices: { 7: true } },
			chart_configuration: { 7: { id: 7, crossFilters: { scope: { rootPath: ['ROOT_ID'], excluded: [7] } } } },
			global_chart_configuration: { scope: { rootPath: ['ROOT_ID'], excluded: [7] } },
			chart_customization_config: [{ id: 'C', targets: [{ datasetId: 3 }], scope: { rootPath: [], excluded: [7] } }]
		}
	},
	chart: {
		params: { deck_slices: [7], annotation_layers: [{ name: 'L', sourceType: 'line', value: 7 }] },
		query_context: '{"datasource": {"id": 3}, "form_data": {"deck_slices": [7]}, "queries": []}'
	}
};

test.each<[string, Path, unknown]>([
	['dashboards', ['position', 'CHART-1', 'meta', 'chartId'], 1001],
	['dashboards', ['metadata', 'timed_refresh_immune_slices'], [1001]],
	['dashboards', ['metadata', 'expanded_slices'], { 1001: true }],
	['dashboards', ['metadata', 'chart_configuration', '1001', 'id'], 1001],
	['dashboards', ['metadata', 'chart_configuration', '1001', 'crossFilters', 'scope', 'excluded'], [1001]],
	['dashboards', ['metadata', 'global_chart_configuration', 'scope', 'excluded'], [1001]],
	['dashboards', ['metadata', 'chart_customization_config', 0, 'targets'], [{ datasetId: 2001 }]],
	['dashboards', ['metadata', 'chart_customization_config', 0, 'scope', 'excluded'], [1001]],
	['dashboards', ['metadata', 'default_filters'], '{"1001": {"a": [1]}}'],
	['dashboards', ['metadata', 'filter_scopes'], { 1001: { a: { scope: [], immune: [1001] } } }],
	['charts', ['params', 'datasource'], '2001__table'],
	['charts', ['params', 'slice_id'], 1001],
	['charts', ['params', 'deck_slices'], [1001]],
	['charts', ['params', 'annotation_layers', 0, 'value'], 1001]
])('BUNDLE-9 the target’s numbers stand in %s %j', (folder, path, expected) => {
	expect(valueAt(contentIn(contents(EVERYWHERE, 'whole', PROD), folder), path)).toEqual(valueOf(expected));
});

test('BUNDLE-9 and in the query context', () => {
	const text = contentIn(contents(EVERYWHERE, 'whole', PROD), 'charts')['query_context'] as string;
	expect(JSON.parse(text)).toEqual({
		datasource: { id: 2001 },
		form_data: { datasource: '2001__table', deck_slices: [1001], slice_id: 1001 },
		queries: []
	});
});

test('BUNDLE-10 a number that nobody knows names nothing in the target, wherever it stands', () => {
	const layers = ['chart-901-layer-0'];
	const metadata = {
		native_filter_configuration: [{ id: 'F', scope: { rootPath: [], excluded: [], selectedLayers: layers } }],
		chart_customization_config: [{ id: 'C', targets: [{ datasetId: 902 }] }]
	};
	const position = { ...smallLayout, 'CHART-9': { type: 'CHART', id: 'CHART-9', meta: { uuid: null, chartId: 903 } } };
	const made = contents(
		{ dashboard: { metadata, position }, chart: { params: { deck_slices: [904] } } },
		'whole',
		PROD
	);
	const text = JSON.stringify([contentIn(made, 'dashboards'), contentIn(made, 'charts')]);
	for (const number of [901, 902, 903, 904]) {
		expect(text).toContain(String(unknownNumber(number)));
		expect(text).not.toMatch(new RegExp(`\\b${number}\\b`));
	}
});

test('BUNDLE-15 tags come along where the target has them', async () => {
	const tree = await exampleTree('6.1.0/theme');
	const paths = (kind: BundleKind, version: string) => [
		...contentsFor(kind, tree, { full: everythingIn(tree), target: anyTarget(version) }).keys()
	];
	expect(paths('whole', '6.1.0')).toContain('tags.yaml');
	expect(paths('dataset', '6.1.0')).not.toContain('tags.yaml');
	expect(paths('whole', '4.1.4').filter((path) => /^tags|^themes/.test(path))).toEqual([]);
});

test('BUNDLE-16 charts that a chart draws and the target has not yet are known beforehand', () => {
	const tree = treeOf(new Map([...smallBundle({ chart: { params: { deck_slices: [7, 901] } } })]), {
		facts: {
			chart: (n) => (n === 901 ? uuid('c', 9) : undefined),
			dataset: () => undefined,
			annotationLayer: () => undefined
		}
	});
	const chart = [...tree.assets.values()].find(({ kind }) => kind === 'chart')!;
	expect(missingCharts(chart, PROD)).toEqual([stableNumber(uuid('c', 9))]);
});
