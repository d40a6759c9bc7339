import fc from '#tests/support/fast-check.ts';
import { beforeAll, expect, test } from 'vitest';
import { isList, isMapping, mapping, type Value } from '#lib/domain/value.ts';
import { parseJson, writeJson } from '#lib/server/superset/bundle/json.ts';
import { CanonicalMemory } from '#lib/server/superset/bundle/memory.ts';
import { parseYaml } from '#lib/server/superset/bundle/yaml.ts';
import { leavesOf, otherThan, valueAt, withAt, yamlBytes, type Path } from '#tests/support/bundle/edit.ts';
import { exampleFiles, textsOf, treeOf, type Files } from '#tests/support/bundle/example.ts';
import { renumberedFiles } from '#tests/support/bundle/renumber.ts';

const NAMES = ['6.1.0/ids-everywhere', '6.1.0/virtual', '6.1.0/orphan', '6.1.0/theme', '4.1.4/sales-overview'];
const examples = new Map<string, Files>();
beforeAll(async () => {
	for (const name of NAMES) examples.set(name, await exampleFiles(name));
});
const example = fc.constantFrom(...NAMES);
const textOf = (files: Files) => JSON.stringify(textsOf(treeOf(files)));

/** The same value with the keys of each mapping in another order, and named lists too. */
function shuffled(value: Value, turn: (length: number) => number, key = ''): Value {
	const mixed = <Item>(list: readonly Item[]) => {
		const at = turn(Math.max(list.length, 1));
		return [...list.slice(at), ...list.slice(0, at)];
	};
	if (isList(value)) {
		const items = value.map((item) => shuffled(item, turn));
		return ['columns', 'metrics', 'excluded', 'timed_refresh_immune_slices', 'tags'].includes(key) && !isText(items)
			? mixed(items)
			: items;
	}
	if (!isMapping(value)) return value;
	return mapping(mixed(Object.entries(value)).map(([name, item]) => [name, shuffled(item, turn, name)]));
}
/** `metrics` of a chart are texts in an order that means something. */
const isText = (items: readonly Value[]) =>
	items.some((item) => typeof item === 'string' || (isMapping(item) && 'label' in item));

test('FORM-54 other numbers, times, orders and names of files are never a change', () => {
	fc.assert(
		fc.property(example, fc.nat(1e6), fc.nat(1e6), fc.infiniteStream(fc.nat(50)), (name, chart, dataset, turns) => {
			const files = examples.get(name)!;
			const turn = (length: number) => (turns.next().value as number) % length;
			const numbered = renumberedFiles(files, { chart: unknownStays(chart), dataset: (n) => n + dataset });
			const mixed = [...numbered].map(([path, bytes]): [string, Uint8Array] => [
				path,
				path.startsWith('tags') ? bytes : yamlBytes(shuffled(parseYaml(Buffer.from(bytes).toString('utf8')), turn))
			]);
			const at = turn(mixed.length);
			const time = Buffer.from(`version: 1.0.0\ntimestamp: '${turn(99)}'\n`);
			const other = new Map([...mixed.slice(at), ...mixed.slice(0, at), ['metadata.yaml', time]] as const);
			expect(textOf(other)).toBe(textOf(files));
		}),
		{ numRuns: 25 }
	);
});
/** Layers of a deck.gl chart, of which an export alone does not tell what they are. */
const unknownStays = (by: number) => (number: number) => ([38, 39].includes(number) ? number : number + by);

/** The places of which the canonical form says nothing: specs/domain/canonical-form.md. */
const NOISE: Record<string, readonly RegExp[]> = {
	charts: [
		/^(params|query_context form_data) (datasource|slice_id|dashboards)\b/,
		/^(params|query_context form_data|query_context queries \d+) url_params slice_id$/,
		/^query_context datasource id$/
	],
	datasets: [],
	dashboards: [
		/^position \S+ (id|parents)\b/,
		/^position CHART-\S+ meta (sliceName|chartId)$/,
		/^position HEADER_ID meta text$/,
		/^position ROW-N-\S+ meta 0$/,
		/\b(chartsInScope|tabsInScope)\b/,
		/^metadata (shared_label_colors|map_label_colors|color_scheme_domain)\b/,
		/^metadata chart_configuration \S+ id$/
	]
};

/** A file's content with the JSON text in it opened, so that every value in it has a place. */
function opened(content: Value): Value {
	const context = valueAt(content, ['query_context']);
	return typeof context === 'string' ? withAt(content, ['query_context'], parseJson(context))! : content;
}
function closed(content: Value): Value {
	const context = valueAt(content, ['query_context']);
	return isMapping(context) ? withAt(content, ['query_context'], writeJson(context))! : content;
}

interface Example {
	readonly files: Files;
	readonly oids: string;
	readonly contents: ReadonlyMap<string, Value>;
	readonly places: readonly { readonly path: string; readonly at: Path }[];
}
const memory = new CanonicalMemory();
const oidsOf = (files: Files) => [...treeOf(files, { memory }).oids.values()].join(' ');

function examined(files: Files): Example {
	const contents = new Map<string, Value>();
	for (const [path, bytes] of files)
		if (NOISE[path.split('/')[0]!]) contents.set(path, opened(parseYaml(Buffer.from(bytes).toString('utf8'))));
	const isNoise = (path: string, at: Path) =>
		at[0] === 'uuid' || NOISE[path.split('/')[0]!]!.some((one) => one.test(at.join(' ')));
	const places = [...contents].flatMap(([path, content]) => leavesOf(content).map((at) => ({ path, at })));
	return { files, oids: oidsOf(files), contents, places: places.filter(({ path, at }) => !isNoise(path, at)) };
}

test('FORM-53 every other value that changes in a file changes the tree: nothing is lost', () => {
	const known = new Map([...examples].map(([name, files]) => [name, examined(files)]));
	fc.assert(
		fc.property(example, fc.nat(), (name, pick) => {
			const { files, oids, contents, places } = known.get(name)!;
			const { path, at } = places[pick % places.length]!;
			const content = contents.get(path)!;
			const bytes = yamlBytes(closed(withAt(content, at, otherThan(valueAt(content, at)))!));
			const isLost = oidsOf(new Map([...files, [path, bytes]])) === oids;
			expect(isLost ? `${path} ${at.join(' ')}` : 'nothing').toBe('nothing');
		}),
		{ numRuns: 150 }
	);
});
