import { expect, test } from 'vitest';
import { findingsOf, lintTree } from '#lib/server/superset/bundle/lint.ts';
import { treeOf } from '#tests/support/bundle/example.ts';
import { DATASET, smallBundle, smallLayout, uuid, type SmallParts } from '#tests/support/bundle/small.ts';

const lint = (parts: SmallParts, without = /^$/) =>
	lintTree(treeOf(new Map([...smallBundle(parts)].filter(([path]) => !without.test(path)))));
const codes = (parts: SmallParts, without?: RegExp) =>
	lint(parts, without).map(({ level, code }) => `${level} ${code}`);

test('LINT-1 a sound tree has no findings', () => {
	expect(lint({})).toEqual([]);
});

test('LINT-2 a chart without dataset: none named, or one that is not here', () => {
	expect(codes({ chart: { dataset_uuid: null } })).toEqual(['error chart_without_dataset']);
	expect(lint({}, /^datasets/)).toMatchObject([
		{
			code: 'chart_without_dataset',
			path: 'charts/sums-cccccccc.yaml',
			message: `Chart “Sums” needs dataset ${DATASET}, which is not here.`
		}
	]);
});

const filterOn = (datasetUuid: string) => ({ native_filter_configuration: [{ id: 'F', targets: [{ datasetUuid }] }] });

test('LINT-3 a filter or display control on a dataset that is not here', () => {
	expect(codes({ dashboard: { metadata: filterOn(DATASET) } })).toEqual([]);
	expect(codes({ dashboard: { metadata: filterOn(uuid('d', 9)) } })).toEqual(['error filter_without_dataset']);
});

const place = (meta: object) => ({ position: { ...smallLayout, 'CHART-9': { type: 'CHART', id: 'CHART-9', meta } } });

test('LINT-4 a place in the layout for a chart that is not here', () => {
	expect(codes({ dashboard: place({ uuid: uuid('c', 9), chartId: 1 }) })).toEqual([
		'warning layout_names_missing_chart'
	]);
	expect(codes({ dashboard: place({ uuid: null }) })).toEqual(['warning layout_names_missing_chart']);
});

test('LINT-5 a dataset whose database is not here', () => {
	expect(codes({}, /^databases/)).toEqual(['error dataset_without_database']);
	expect(codes({ dataset: { database_uuid: null } })).toEqual(['error dataset_without_database']);
});

test('LINT-6 a chart drawn from charts that are not here', () => {
	expect(codes({ chart: { params: { deck_slices: [7] } } })).toEqual([]);
	expect(codes({ chart: { params: { deck_slices: [900] } } })).toEqual(['warning layer_missing']);
});

test.each([
	["SELECT dblink('postgresql://bob:hunter22@host/db')"],
	["SET password = 'hunter22'"],
	["-- api_key: 'abcdef123456'"],
	['SELECT 1 -- AKIAABCDEFGHIJKLMNOP'],
	['{"secret": "hunter22"}', 'template_params'],
	['{"deep": {"api_key": "abcdef123456"}}', 'template_params']
])('LINT-7 a secret: %s', (text, key = 'sql') => {
	const [finding, ...others] = lint({ dataset: { [key]: text } });
	expect([finding?.level, finding?.code, others]).toEqual(['warning', 'secret_in_sql', []]);
	expect(JSON.stringify(finding)).not.toMatch(/hunter22|abcdef|AKIA/);
});

test.each([
	["SELECT 'https://host/a:b@c'"],
	["WHERE url = 'postgresql://user:XXXXXXXXXX@host'"],
	["WHERE password = '{{ filter }}'"],
	["WHERE secret_santa = 'x'"],
	['SELECT password FROM users']
])('LINT-7 no secret: %s', (sql) => {
	expect(codes({ dataset: { sql } })).toEqual([]);
});

test('LINT-8 errors come first, each with its object and the next step', () => {
	const parts = { chart: { dataset_uuid: null }, dashboard: place({ uuid: null }) };
	const findings = lint(parts);
	expect(findings.map(({ level }) => level)).toEqual(['error', 'warning']);
	for (const { path, message, hint } of findings) expect([path, message, hint].every(Boolean)).toBe(true);
});

test('LINT-9 what was noticed while the tree was made is told with it, the worst first', () => {
	const metadata = { timed_refresh_immune_slices: [99] };
	const tree = treeOf(smallBundle({ dashboard: { metadata }, chart: { dataset_uuid: null } }));
	expect(findingsOf(tree).map(({ code }) => code)).toEqual(['chart_without_dataset', 'stale_reference']);
});
