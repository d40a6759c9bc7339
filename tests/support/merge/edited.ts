import type { AssetKind } from '#lib/domain/asset.ts';
import { AssetUuid } from '#lib/domain/ids.ts';
import { childIds } from '#lib/domain/merge/layout-side.ts';
import type { MergedAsset, Uses } from '#lib/domain/merge/conflict.ts';
import { neededBy } from '#lib/domain/merge/needs.ts';
import { isList, isMapping, mapping, type Mapping, type Value } from '#lib/domain/value.ts';
import { stableNumber } from '#lib/server/superset/bundle/ids.ts';
import type { CanonicalTree } from '#lib/server/superset/bundle/tree.ts';
import { valueAt, valueOf, withAt, type Path } from '#tests/support/bundle/edit.ts';

/** Contents of a tree by `<kind> <uuid>`. */
export type Contents = ReadonlyMap<string, Mapping>;

/** One thing that somebody does; the numbers say what, on which object, and how. */
export interface Edit {
	readonly what: number;
	readonly which: number;
	readonly how: number;
}

export const contentsOf = (tree: CanonicalTree): Contents =>
	new Map([...tree.assets].map(([key, { content }]) => [key, content]));

/** What a person could do to a dashboard in Superset, one after the other; what does not fit is passed over. */
export function afterEdits(contents: Contents, edits: readonly Edit[], kinds: readonly string[] = WHAT): Contents {
	let now = new Map(contents);
	for (const { what, which, how } of edits) {
		const edit = EDITS[kinds[what % kinds.length]!]!;
		now = new Map(edit(now, which, how) ?? now);
	}
	return withoutUnneeded(now);
}

const keysOfKind = (contents: Contents, kind: string): string[] =>
	[...contents.keys()].filter((key) => key.startsWith(`${kind} `)).sort();
const pick = <T>(list: readonly T[], which: number): T | undefined => list[which % Math.max(list.length, 1)];

function put(contents: Contents, key: string | undefined, path: Path, to: unknown): Contents | undefined {
	if (key === undefined) return undefined;
	const content = withAt(contents.get(key), path, to === undefined ? undefined : valueOf(to)) as Mapping;
	return new Map([...contents, [key, content]]);
}

/** The same with a function of what is there. */
function change(
	contents: Contents,
	key: string | undefined,
	path: Path,
	to: (old: Value | undefined) => Value | undefined
) {
	if (key === undefined) return undefined;
	const content = withAt(contents.get(key), path, to(valueAt(contents.get(key), path))) as Mapping;
	return new Map([...contents, [key, content]]);
}

const listOf = (value: Value | undefined): readonly Value[] => (isList(value) ? value : []);
const board = (contents: Contents): string => keysOfKind(contents, 'dashboard')[0]!;
const position = (contents: Contents): Mapping => valueAt(contents.get(board(contents)), ['position']) as Mapping;
const nodesOfType = (contents: Contents, ...types: string[]): string[] =>
	Object.keys(position(contents))
		.filter((id) => types.includes(String(valueAt(position(contents), [id, 'type']))))
		.sort();
const parentOf = (contents: Contents, id: string): string | undefined =>
	Object.keys(position(contents)).find((one) => childIds(position(contents)[one] as Mapping).includes(id));

const node = (id: string, type: string, meta: unknown, children: readonly string[] = []) => ({
	type,
	id,
	children,
	meta
});
const setChildren = (contents: Contents, id: string, to: (children: readonly string[]) => readonly string[]) =>
	change(contents, board(contents), ['position', id, 'children'], (old) => [...to(listOf(old) as string[])])!;

function takeOut(contents: Contents, id: string): Contents {
	let now = contents;
	const parent = parentOf(now, id);
	for (const child of childIds(position(now)[id] as Mapping)) now = takeOut(now, child);
	if (parent !== undefined) now = setChildren(now, parent, (children) => children.filter((one) => one !== id));
	return put(now, board(now), ['position', id], undefined)!;
}

/** A text with one line changed, or one more. */
function otherLine(text: string, which: number, how: number): string {
	const lines = text.split('\n');
	const at = which % lines.length;
	if (how % 3 === 0) lines.splice(at, 0, `line ${how}`);
	else if (how % 3 === 1 && lines.length > 1) lines.splice(at, 1);
	else lines[at] = `${lines[at]} ${how}`;
	return lines.join('\n');
}

type EditFunction = (contents: Contents, which: number, how: number) => Contents | undefined;
const SCALARS = ['row_limit', 'color_scheme', 'x_axis_title', 'number_format', 'time_range', 'y_axis_bounds_min'];

export const EDITS: Readonly<Record<string, EditFunction>> = {
	'chart control': (now, which, how) =>
		put(now, pick(keysOfKind(now, 'chart'), which), ['params', pick(SCALARS, how)!], `v${how % 7}`),
	'chart name': (now, which, how) => put(now, pick(keysOfKind(now, 'chart'), which), ['slice_name'], `Chart ${how}`),
	'chart dimension': (now, which, how) =>
		change(now, pick(keysOfKind(now, 'chart'), which), ['params', 'groupby'], (old) =>
			listOf(old).includes(`d${how}`) ? listOf(old).slice(1) : [...listOf(old), `d${how}`]
		),
	'chart filter': (now, which, how) =>
		change(now, pick(keysOfKind(now, 'chart'), which), ['params', 'adhoc_filters'], (old) => [
			...listOf(old),
			valueOf({ clause: 'WHERE', expressionType: 'SIMPLE', subject: `c${how % 4}`, operator: '==', comparator: how })
		]),
	'chart type': (now, which, how) => {
		const key = pick(keysOfKind(now, 'chart'), which);
		const type = pick(['pie', 'table', 'big_number_total'], how);
		const chosen = put(now, key, ['viz_type'], type);
		return chosen && put(chosen, key, ['params', 'viz_type'], type);
	},
	'sql line': (now, which, how) =>
		change(now, pick(keysOfKind(now, 'dataset'), which), ['sql'], (old) =>
			otherLine(String(old ?? ''), which * 7 + how, how)
		),
	'column more': (now, which, how) =>
		change(now, pick(keysOfKind(now, 'dataset'), which), ['columns'], (old) =>
			listOf(old).some((item) => valueAt(item, ['column_name']) === `c${how}`)
				? old
				: [...listOf(old), valueOf({ column_name: `c${how}`, type: 'TEXT' })]
		),
	'column less': (now, which, how) =>
		change(now, pick(keysOfKind(now, 'dataset'), which), ['columns'], (old) =>
			listOf(old).filter((_, at) => at !== how % Math.max(listOf(old).length, 1))
		),
	'metric expression': (now, which, how) =>
		change(now, pick(keysOfKind(now, 'dataset'), which), ['metrics'], (old) =>
			listOf(old).map((item, at) =>
				at === how % listOf(old).length ? withAt(item, ['expression'], `SUM(x${how})`)! : item
			)
		),
	'css line': (now, which, how) => change(now, board(now), ['css'], (old) => otherLine(String(old ?? ''), which, how)),
	colour: (now, which, how) => put(now, board(now), ['metadata', 'label_colors', `L${which % 9}`], `#${how}`),
	title: (now, _, how) => put(now, board(now), ['dashboard_title'], `Board ${how}`),
	'filter more': (now, _, how) =>
		change(now, board(now), ['metadata', 'native_filter_configuration'], (old) =>
			listOf(old).some((item) => valueAt(item, ['id']) === `NATIVE_FILTER-${how}`)
				? old
				: [
						...listOf(old),
						valueOf({
							id: `NATIVE_FILTER-${how}`,
							name: `F${how}`,
							scope: { rootPath: [pick(nodesOfType(now, 'TAB', 'ROOT'), how)] }
						})
					]
		),
	'filter name': (now, which, how) =>
		change(now, board(now), ['metadata', 'native_filter_configuration'], (old) =>
			listOf(old).map((item, at) => (at === which % listOf(old).length ? withAt(item, ['name'], `N${how}`)! : item))
		),
	'filter less': (now, which) =>
		change(now, board(now), ['metadata', 'native_filter_configuration'], (old) =>
			listOf(old).filter((_, at) => at !== which % Math.max(listOf(old).length, 1))
		),
	'tile height': (now, which, how) =>
		put(
			now,
			board(now),
			['position', pick(nodesOfType(now, 'CHART', 'MARKDOWN'), which)!, 'meta', 'height'],
			10 + (how % 90)
		),
	'tile text': (now, which, how) => {
		const id = pick(nodesOfType(now, 'MARKDOWN'), which);
		return id === undefined
			? undefined
			: change(now, board(now), ['position', id, 'meta', 'code'], (old) => otherLine(String(old ?? ''), which, how));
	},
	'tile moved': (now, which, how) => {
		const id = pick(nodesOfType(now, 'CHART', 'MARKDOWN'), which);
		const row = pick(nodesOfType(now, 'ROW'), how);
		if (id === undefined || row === undefined) return undefined;
		const from = parentOf(now, id);
		const without =
			from === undefined ? now : setChildren(now, from, (children) => children.filter((one) => one !== id));
		return setChildren(without, row, (children) => [...children.slice(0, how % 3), id, ...children.slice(how % 3)]);
	},
	'tile gone': (now, which) => {
		const id = pick(nodesOfType(now, 'CHART', 'MARKDOWN'), which);
		return id === undefined ? undefined : takeOut(now, id);
	},
	'chart more': (now, which, how) => {
		const of = pick(keysOfKind(now, 'chart'), which);
		const row = pick(nodesOfType(now, 'ROW'), how);
		if (of === undefined || row === undefined) return undefined;
		const uuid = `00000000-0000-4000-8000-${String(how).padStart(12, '0')}`;
		if (now.has(`chart ${uuid}`)) return undefined;
		const chart = mapping([...Object.entries(now.get(of)!), ['uuid', uuid], ['slice_name', `New ${how}`]]);
		const meta = { uuid, chartId: stableNumber(AssetUuid.parse(uuid)), width: 2, height: 50 };
		const id = `CHART-${how}`;
		const placed = put(
			new Map([...now, [`chart ${uuid}`, chart]]),
			board(now),
			['position', id],
			node(id, 'CHART', meta)
		)!;
		return setChildren(placed, row, (children) => [...children, id]);
	},
	'row more': (now, which, how) => {
		const holder =
			pick(
				nodesOfType(now, 'TAB', 'GRID').filter((id) => id !== 'GRID_ID'),
				which
			) ?? 'GRID_ID';
		const [row, text] = [`ROW-${how}`, `MARKDOWN-${how}`];
		if (position(now)[row] !== undefined || position(now)[text] !== undefined) return undefined;
		const made = put(
			now,
			board(now),
			['position', row],
			node(row, 'ROW', { background: 'BACKGROUND_TRANSPARENT' }, [text])
		)!;
		const filled = put(
			made,
			board(now),
			['position', text],
			node(text, 'MARKDOWN', { code: `# ${how}`, width: 4, height: 20 })
		)!;
		return setChildren(filled, holder, (children) => [...children.slice(0, how % 4), row, ...children.slice(how % 4)]);
	},
	'row gone': (now, which) => {
		const id = pick(nodesOfType(now, 'ROW'), which);
		return id === undefined ? undefined : takeOut(now, id);
	},
	'tab more': (now, which, how) => {
		const tabs = pick(nodesOfType(now, 'TABS'), which);
		const id = `TAB-${how}`;
		if (tabs === undefined || position(now)[id] !== undefined) return undefined;
		return setChildren(
			put(now, board(now), ['position', id], node(id, 'TAB', { text: `T${how}` }))!,
			tabs,
			(children) => [...children, id]
		);
	},
	'order turned': (now, which, how) => {
		const id = pick(nodesOfType(now, 'TABS', 'TAB', 'ROW', 'COLUMN'), which);
		return id === undefined
			? undefined
			: setChildren(now, id, (children) => [...children.slice(how % 2), ...children.slice(0, how % 2)]);
	}
};
const WHAT = Object.keys(EDITS);

/** What is left when Superset exports the dashboard: its charts, and what these need. */
function withoutUnneeded(contents: Contents): Contents {
	const placed = new Set(
		Object.values(position(contents)).flatMap((one) => (isMapping(one) ? [String(valueAt(one, ['meta', 'uuid']))] : []))
	);
	const charts = new Map([...contents].filter(([key]) => !key.startsWith('chart ') || placed.has(key.slice(6))));
	const needed = neededBy(
		[board(contents)],
		(key) => (charts.has(key) ? usesIn(key, charts.get(key)!) : undefined),
		numbersIn(contents)
	);
	return new Map([...charts].filter(([key]) => needed.has(key)));
}

const numbersIn = (contents: Contents): ReadonlyMap<number, string> =>
	new Map(keysOfKind(contents, 'chart').map((key) => [stableNumber(AssetUuid.parse(key.slice(6))), key]));

/** What a content names of others, as far as the edits here reach. */
export function usesIn(key: string, content: Mapping): Uses {
	const text = (path: Path) => valueAt(content, path);
	if (key.startsWith('chart '))
		return {
			datasets: [String(text(['dataset_uuid']))],
			charts: listOf(text(['params', 'deck_slices'])) as number[],
			database: null,
			theme: null
		};
	if (key.startsWith('dataset '))
		return { datasets: [], charts: [], database: String(text(['database_uuid'])), theme: null };
	const nodes = isMapping(text(['position'])) ? Object.values(text(['position']) as Mapping) : [];
	const filters = listOf(text(['metadata', 'native_filter_configuration']));
	const theme = text(['theme_uuid']);
	return {
		datasets: filters.flatMap((filter) =>
			listOf(valueAt(filter, ['targets'])).flatMap((target) => (valueAt(target, ['datasetUuid']) as string) ?? [])
		),
		charts: nodes.flatMap((one) =>
			valueAt(one, ['type']) === 'CHART' ? [valueAt(one, ['meta', 'chartId']) as number] : []
		),
		database: null,
		theme: typeof theme === 'string' ? theme : null
	};
}

/** Contents as merging takes them. */
export const assetsIn = (contents: Contents): MergedAsset[] =>
	[...contents].map(([key, content]) => {
		const known = assets.get(content) ?? assetOf(key, content);
		assets.set(content, known);
		return known;
	});

/** Contents never change. */
const assets = new WeakMap<Mapping, MergedAsset>();

function assetOf(key: string, content: Mapping): MergedAsset {
	const [kind, uuid] = key.split(' ') as [AssetKind, string];
	const id = AssetUuid.parse(uuid);
	const uses = usesIn(key, content);
	return { kind, uuid: id, number: stableNumber(id), name: uuid, path: `${kind}s/${uuid}.yaml`, content, uses };
}
