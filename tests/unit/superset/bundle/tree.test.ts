import { expect, test } from 'vitest';
import { BundleRejected, NotFound } from '#lib/domain/errors.ts';
import { blobOid } from '#lib/server/superset/bundle/asset.ts';
import { canonicalAssets } from '#lib/server/superset/bundle/canonical.ts';
import { assetsOfDashboard, onlyDashboard, readTree, treeOfAssets } from '#lib/server/superset/bundle/tree.ts';
import { translationOf } from '#lib/server/superset/bundle/translation.ts';
import { put, valueOf, yamlBytes } from '#tests/support/bundle/edit.ts';
import { exampleFiles, exampleTree, treeOf, type Files } from '#tests/support/bundle/example.ts';
import { CHART, DASHBOARD, DATASET, smallBundle, uuid } from '#tests/support/bundle/small.ts';

test('FORM-10 each object stands under its readable name and the start of its uuid', () => {
	expect([...treeOf(smallBundle()).files.keys()].sort()).toEqual([
		'.dashbranch.yaml',
		'charts/sums-cccccccc.yaml',
		'dashboards/small-aaaaaaaa.yaml',
		'databases/shop-bbbbbbbb.yaml',
		'datasets/shop/sales-dddddddd.yaml',
		'metadata.yaml'
	]);
});

test('FORM-10 a name that leaves nothing, and a dataset without its database, still have a path', () => {
	const files = smallBundle({ chart: { slice_name: '🚀' }, dataset: { database_uuid: null } });
	expect([...treeOf(files).paths.keys()]).toEqual(
		expect.arrayContaining(['charts/chart-cccccccc.yaml', 'datasets/database/sales-dddddddd.yaml'])
	);
});

test('FORM-12 charts whose uuids start alike stand beside each other', () => {
	const files = new Map([...smallBundle(), ['charts/Two_8.yaml', chartFile('cccccccc-1111-4000-8000-000000000001')]]);
	expect([...treeOf(files).paths.keys()].filter((path) => path.startsWith('charts/'))).toEqual([
		'charts/sums-cccccccc0000.yaml',
		'charts/two-cccccccc1111.yaml'
	]);
});
const chartFile = (of: string) =>
	yamlBytes(valueOf({ slice_name: 'Two', uuid: of, viz_type: 'pie', version: '1.0.0' }));

test('FORM-13 a tree carries the number of its form and Superset’s number, no type and no time', () => {
	const { files } = treeOf(smallBundle());
	expect(Buffer.from(files.get('.dashbranch.yaml')!).toString()).toBe('form: 1\n');
	expect(Buffer.from(files.get('metadata.yaml')!).toString()).toBe('version: 1.0.0\n');
});

test.each([
	['2', 'form: 2\n', 'says form 2; this release reads form 1'],
	['none', 'x: 1\n', 'says form undefined; this release reads form 1'],
	['missing', undefined, 'is missing, so this is no tree of Dashbranch']
])('FORM-13 a tree of another form is refused, never guessed at: %s', (_, form, message) => {
	const files = new Map(treeOf(smallBundle()).files);
	if (form === undefined) files.delete('.dashbranch.yaml');
	else files.set('.dashbranch.yaml', Buffer.from(form));
	expect(() => readTree(files)).toThrow(new RegExp(`^\\.dashbranch\\.yaml ${message}`));
});

test('FORM-14 an object without uuid, and one uuid in two files, are refused by name', () => {
	const nameless = put(smallBundle(), /^charts/, { path: ['uuid'], to: undefined });
	expect(() => treeOf(nameless)).toThrow('charts/Sums_7.yaml has no uuid, so nobody can tell which chart it is.');
	const twice = new Map([...smallBundle(), ['charts/Two_8.yaml', chartFile(CHART)]]);
	expect(() => treeOf(twice)).toThrow(`charts/Two_8.yaml holds the same chart as charts/Sums_7.yaml (uuid ${CHART}).`);
});

test('FORM-14 two datasets that a mapping takes for one are refused, not merged in silence', () => {
	const other = uuid('e', 2);
	const file = yamlBytes(valueOf({ table_name: 'old sales', uuid: other, database_uuid: null, version: '1.0.0' }));
	const files = new Map([...smallBundle(), ['datasets/Shop/old_9.yaml', file]]);
	const translation = translationOf({ mapping: { databases: [], datasets: [{ from: DATASET, to: other }] } });
	expect(() => treeOf(files, { translation })).toThrow(BundleRejected);
	expect(() => treeOf(files, { translation })).toThrow(/both stand for dataset/);
});

test('FORM-62 of tags.yaml stay the tags that an object of the tree carries, in order of name', async () => {
	const { files, tags } = await exampleTree('6.1.0/theme');
	expect([...tags.keys()].length).toBeGreaterThan(0);
	const described = valueOf({ tags: ['z', 'a', 'unused'].map((tag_name) => ({ tag_name, description: null })) });
	const bundle = new Map([...smallBundle({ chart: { tags: ['z', 'a'] } }), ['tags.yaml', yamlBytes(described)]]);
	expect(Buffer.from(treeOf(bundle).files.get('tags.yaml')!).toString()).toBe('tags:\n- tag_name: a\n- tag_name: z\n');
	expect(files.has('tags.yaml')).toBe(true);
});

test('FORM-63 a theme is one of the objects, and belongs to the dashboard that wears it', async () => {
	const tree = await exampleTree('6.1.0/theme');
	const theme = [...tree.assets.values()].find(({ kind }) => kind === 'theme')!;
	expect(onlyDashboard(tree).uses.theme).toBe(theme.uuid);
	expect(tree.paths.has(`themes/dusk-${theme.uuid.slice(0, 8)}.yaml`)).toBe(true);
});

test('FORM-64 to a dashboard belong its charts, the charts these draw, their datasets and databases', async () => {
	const found = canonicalAssets(withOthers(smallBundle({ chart: { params: { deck_slices: [8] } } })), {});
	const kept = assetsOfDashboard(found, DASHBOARD).assets;
	expect([...kept.values()].map(({ name }) => name).sort()).toEqual(['Shop', 'Small', 'Sums', 'Two', 'sales']);
	expect(() => assetsOfDashboard(found, uuid('f', 1))).toThrow(NotFound);
});
const withOthers = (files: Files): Files =>
	new Map([
		...files,
		['charts/Two_8.yaml', chartFile(uuid('e', 8))],
		['charts/Two_9.yaml', chartFile(uuid('e', 9))],
		['datasets/Shop/other_4.yaml', yamlBytes(valueOf({ table_name: 'other', uuid: uuid('e', 4), version: '1.0.0' }))]
	]);

test('FORM-65 git’s ids of the files are known without git, and files come in order of path', async () => {
	const tree = await exampleTree('6.1.0/large');
	for (const [path, bytes] of tree.files) expect(tree.oids.get(path)).toBe(blobOid(bytes));
	expect(blobOid(Buffer.from('hello\n'))).toBe('ce013625030ba8dba906f756967f9e9ca394464a'); // git hash-object
	const paths = [...tree.paths.keys()];
	expect(paths).toEqual([...paths].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
});

test('FORM-66 a tree or bundle of none or several dashboards asks for one', async () => {
	const without = new Map(
		[...(await exampleFiles('6.1.0/virtual'))].filter(([path]) => !path.startsWith('dashboards/'))
	);
	expect(() => onlyDashboard(treeOf(without))).toThrow('The bundle holds no dashboard.');
	const second = new Map([...smallBundle()].map(([path, bytes]) => [path, bytes] as const));
	const two = yamlBytes(valueOf({ dashboard_title: 'Second', uuid: uuid('e', 5), version: '1.0.0' }));
	const both = treeOfAssets(canonicalAssets(new Map([...second, ['dashboards/Second_6.yaml', two]])));
	expect(() => onlyDashboard(both)).toThrow('The bundle holds 2 dashboards; one is wanted.');
});
