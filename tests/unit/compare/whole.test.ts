import fc from '#tests/support/fast-check.ts';
import { expect, test } from 'vitest';
import { ASSET_KINDS } from '#lib/domain/asset.ts';
import type { AssetChange } from '#lib/domain/change.ts';
import { changesBetween, type ComparedAsset } from '#lib/domain/compare/changes.ts';
import { differencesOf } from '#lib/domain/compare/differences.ts';
import { isEqual, isMapping, type Mapping, type Value } from '#lib/domain/value.ts';
import { comparedAssets } from '#lib/server/superset/bundle/compared.ts';
import { leavesOf, otherThan, valueAt, valueOf, withAt, type Path } from '#tests/support/bundle/edit.ts';
import { exampleTree } from '#tests/support/bundle/example.ts';
import { asset, tells } from './sides.ts';

const RECORDED = ['sales-overview', 'ids-everywhere', 'unicode', 'theme', 'virtual', 'two-schemas'];
const trees = await Promise.all(RECORDED.map(async (name) => comparedAssets(await exampleTree(`6.1.0/${name}`))));
const assets = trees.flatMap((tree) => tree.map((one) => ({ one, tree })));

const edited = (
	tree: readonly ComparedAsset[],
	one: ComparedAsset,
	content: Value | undefined
): AssetChange | undefined =>
	isMapping(content)
		? changesBetween(
				tree,
				tree.map((other) => (other === one ? { ...other, content } : other))
			).assets[0]
		: undefined;

/** Nothing is left out, and nothing said cannot be shown. */
function expectWhole(change: AssetChange | undefined, before: Mapping, after: Mapping): void {
	const differences = differencesOf(before, after);
	if (!change) {
		expect(differences).toEqual([]);
		return;
	}
	const left = differences.filter((one) => !change.details.some((detail) => tells(detail, one)));
	expect(left.length).toBe(change.hiddenCount);
	expect(differences.length).toBeGreaterThan(0);
	expect(change.details.map(({ sentence }) => sentence)).toEqual(change.details.length > 0 ? change.sentences : []);
	for (const text of change.details.flatMap(({ sentence, before, after }) => [sentence, before ?? 'x', after ?? 'x'])) {
		expect([...text].length).toBeLessThanOrEqual(200);
		expect(text).not.toBe('');
		expect(text).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e\u2066-\u2069]/u);
	}
	expect(JSON.parse(JSON.stringify(change))).toEqual(change);
}

const text = fc.oneof(
	fc.string({ unit: 'grapheme' }),
	fc.string({ unit: 'binary' }),
	fc.constantFrom(
		'',
		'\n',
		'<b>x</b>',
		'a\r\nb',
		'\u202eabc',
		'\ud800',
		'\x1b[31m',
		'__proto__',
		'x'.repeat(500),
		'נסיון'
	),
	fc.constantFrom('id', 'uuid', 'name', 'label', 'SIMPLE', 'SQL', 'TEMPORAL_RANGE', 'global', 'ROOT_ID')
);
const json = fc.letrec<{ value: unknown }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 3, withCrossShrink: true },
		fc.oneof(text, fc.integer(), fc.double({ noNaN: true }), fc.boolean(), fc.constant(null)),
		fc.array(tie('value'), { maxLength: 3 }),
		fc.dictionary(text, tie('value'), { maxKeys: 3 })
	)
})).value;

/** Places of an asset's content, leaves and what holds them, each with what may stand there instead. */
const edit = fc.nat({ max: assets.length - 1 }).chain((at) => {
	const places = leavesOf(assets[at]!.one.content).flatMap((path) => path.map((_, end) => path.slice(0, end + 1)));
	const change = fc.record({ path: fc.constantFrom(...places), to: fc.option(json, { nil: undefined, freq: 4 }) });
	return fc.record({ at: fc.constant(at), changes: fc.array(change, { minLength: 1, maxLength: 4 }) });
});

const applied = (content: Mapping, { path, to }: { path: Path; to: unknown }): Mapping => {
	// Lists have no holes, so an item that goes takes its place with it.
	const parent = valueAt(content, path.slice(0, -1));
	const isHole = to === undefined && Array.isArray(parent);
	const next = isHole
		? withAt(
				content,
				path.slice(0, -1),
				(parent as Value[]).filter((_, at) => at !== Number(path.at(-1)))
			)
		: valueAt(content, path) === undefined && to === undefined
			? content
			: withAt(content, path, to === undefined ? undefined : valueOf(to));
	return isMapping(next) ? next : content;
};

test('SENTENCE-13 whatever is edited in a recorded tree is told or counted', () => {
	fc.assert(
		fc.property(edit, ({ at, changes }) => {
			const { one, tree } = assets[at]!;
			const content = changes.reduce(applied, one.content);
			const change = edited(tree, one, content);
			expectWhole(change, one.content, content);
			expect(change === undefined).toBe(isEqual(one.content, content));
		}),
		{ numRuns: 500 }
	);
});

const KEYS = [
	'params',
	'metadata',
	'position',
	'viz_type',
	'dataset_uuid',
	'columns',
	'metrics',
	'tags',
	'json_data',
	'sql',
	'version'
];
const INNER = [
	'metrics',
	'groupby',
	'adhoc_filters',
	'column_config',
	'color_picker',
	'y_axis_bounds',
	'annotation_layers',
	'stack'
];
const OUTER = [
	'native_filter_configuration',
	'chart_configuration',
	'global_chart_configuration',
	'label_colors',
	'scope',
	'ROOT_ID'
];
const NODE = [
	'id',
	'type',
	'meta',
	'children',
	'uuid',
	'chartId',
	'width',
	'text',
	'code',
	'targets',
	'defaultDataMask',
	'filterState'
];
const keyed = (keys: readonly string[], value: fc.Arbitrary<unknown>) =>
	fc.oneof(
		fc.dictionary(fc.oneof(fc.constantFrom(...keys), text), value, { maxKeys: 5 }),
		fc.array(value, { maxLength: 3 }),
		value
	);
const anything = fc.dictionary(fc.constantFrom(...KEYS), keyed([...INNER, ...OUTER], keyed(NODE, json)), {
	maxKeys: 6
});

test('SENTENCE-14 contents of any form and type are compared, and nothing throws', () => {
	fc.assert(
		fc.property(fc.constantFrom(...ASSET_KINDS), anything, anything, (kind, before, after) => {
			const [left, right] = [asset(kind, before), asset(kind, after)];
			expectWhole(changesBetween([left], [right]).assets[0], left.content, right.content);
		}),
		{ numRuns: 500 }
	);
});

test('SENTENCE-14 equal trees have no changes, also when their keys stand in another order', () => {
	const turned = (value: Value): Value =>
		isMapping(value)
			? valueOf(
					Object.fromEntries(
						Object.entries(value)
							.reverse()
							.map(([key, item]) => [key, turned(item)])
					)
				)
			: value;
	for (const tree of trees.slice(0, 2)) {
		expect(changesBetween(tree, tree)).toEqual({ assets: [], machineMadeOnly: 0 });
		const other = tree.map((one) => ({ ...one, content: turned(one.content) as Mapping }));
		expect(changesBetween(tree, other).assets).toEqual([]);
	}
});

/** Places that no person sets: `*` is any key. */
const MACHINE_MADE = [
	'* uuid',
	'* version',
	'chart query_context',
	'chart params viz_type',
	'chart params extra_form_data',
	'chart params temporal_columns_lookup *',
	'chart params adhoc_filters * expressionType',
	'chart params adhoc_filters * operatorId',
	'chart params metric expressionType',
	'chart params metric optionName',
	'chart params metrics * expressionType',
	'chart params metrics * optionName',
	'dashboard position * id',
	'dashboard position * meta chartId',
	'dashboard position * meta defaultText',
	'dashboard position * meta placeholder',
	'dashboard position HEADER_ID type',
	'dashboard position DASHBOARD_VERSION_KEY',
	'dashboard metadata chart_configuration * id',
	'dashboard metadata * * type',
	'dashboard metadata * * defaultDataMask ownState',
	'dashboard metadata * * defaultDataMask extraFormData',
	'dashboard metadata * * defaultDataMask extraFormData filters * col',
	'dashboard metadata * * defaultDataMask extraFormData filters * op',
	'dashboard metadata * * defaultDataMask extraFormData filters * val *',
	'dashboard metadata * * defaultDataMask filterState label',
	'dashboard metadata * * defaultDataMask filterState validateStatus',
	'dataset columns * datetime_format'
];

const isMachineMade = (place: readonly string[]): boolean =>
	MACHINE_MADE.map((one) => one.split(' ')).some(
		(known) => known.length === place.length && known.every((key, at) => key === '*' || key === place[at])
	);

test.each(RECORDED.map((name, at) => [name, at] as const))(
	'SENTENCE-13 %s: another value at any one place is told, but for the places that no person sets',
	(_, at) => {
		for (const one of trees[at]!)
			for (const path of leavesOf(one.content)) {
				const change = edited(trees[at]!, one, withAt(one.content, path, otherThan(valueAt(one.content, path))));
				const place = [one.kind, ...path.map(String)];
				// Another tab of the form has other words.
				if (valueAt(one.content, path) === 'SQL') continue;
				expect([place, change?.details.length === 0]).toEqual([place, isMachineMade(place)]);
			}
	}
);

test('SENTENCE-12 any text is one line that can be shown: long, with marks, in any script', () => {
	const said = (name: string) =>
		changesBetween([asset('chart', { slice_name: 'a' })], [asset('chart', { slice_name: name })]).assets[0]
			?.sentences[0];
	expect(said('<b>Umsatz</b> 销售 🚀 מכירות')).toBe('renamed “a” → “<b>Umsatz</b> 销售 🚀 מכירות”');
	expect(said('a\r\n\tb')).toBe('renamed “a” → “a b”');
	expect(said('\u202eevil\u0007\ud83d')).toBe('renamed “a” → “\ufffdevil\ufffd\ufffd”');
	expect(said('🚀'.repeat(500))).toBe(`renamed “a” → “${'🚀'.repeat(59)}…”`);
});

test('SENTENCE-15 a detail has its place, both values, what it is and what it is about', () => {
	const chart = (limit: number) => asset('chart', { viz_type: 'table', params: { row_limit: limit } });
	const [change] = changesBetween([chart(10)], [chart(5000)]).assets;
	expect(change?.details).toEqual([
		{
			...{ sentence: 'row limit 10 → 5,000', path: ['params', 'row_limit'] },
			...{ before: '10', after: '5,000', kind: 'changed', area: 'data' }
		}
	]);
	expect(change?.sentences).toEqual(['row limit 10 → 5,000']);
});
