import { Float, isList, isMapping, mapping, type Mapping, type Value } from '../value.ts';

export type LayoutKind =
	'page' | 'row' | 'column' | 'tabs' | 'tab' | 'stack' | 'chart' | 'text' | 'heading' | 'divider' | 'other';

/** A part of a layout with its children in it. The same object stands in one place only. */
export interface LayoutItem {
	readonly id: string;
	readonly kind: LayoutKind;
	/** The chart that it shows, by uuid. */
	readonly chart: string | undefined;
	/** Its own size: columns of twelve and units of 8 px. What has no size of its own has the standard one. */
	readonly columns: number;
	readonly units: number;
	readonly meta: Mapping;
	readonly children: readonly LayoutItem[];
	/** A chart that hangs nowhere in the layout: it stands at the end. */
	readonly isLoose?: true;
	/** Only in a drawing of two layouts: this is where it was. */
	readonly ghost?: Ghost;
	/** Only in a drawing of two layouts: the size that it had, in px. */
	readonly was?: { readonly width: number; readonly height: number };
}

export interface Ghost {
	/** Taken away, gone to another tab, or elsewhere on the same one. */
	readonly kind: GhostKind;
	/** In a row that is still there: px from its left end. */
	readonly x?: number;
}
export type GhostKind = 'removed' | 'gone' | 'was';

/** Each tab of the top level is a page; a dashboard without tabs is one page, whose id is the grid's. */
export interface LayoutTree {
	readonly pages: readonly LayoutItem[];
}

const KINDS: ReadonlyMap<string, LayoutKind> = new Map([
	['GRID', 'page'],
	['ROW', 'row'],
	['COLUMN', 'column'],
	['TABS', 'tabs'],
	['TAB', 'tab'],
	['CHART', 'chart'],
	['MARKDOWN', 'text'],
	['HEADER', 'heading'],
	['DIVIDER', 'divider'],
	['DYNAMIC', 'other']
]);
const LEAVES: ReadonlySet<LayoutKind> = new Set(['chart', 'text', 'heading', 'divider', 'other']);
/** Superset's own standard (util/newComponentFactory.js), also where a file has nonsense. */
const STANDARD = { columns: 4, units: 50 };
/** Superset has no limit; a picture needs one. */
const MOST = { columns: 48, units: 1000 };
const DEEPEST = 40;
const GRID = 'GRID_ID';

export const isLeaf = (item: LayoutItem): boolean => LEAVES.has(item.kind);

/**
 * The parts of a layout as a tree. Whatever the file holds: a part that hangs twice or in itself stands where it comes
 * first, children that are not there are left out, and charts that hang nowhere stand at the end in rows of three.
 * @param linked uuids of charts that belong to the dashboard, whether or not the layout has them
 */
export function treeOf(position: Value | undefined, linked: Iterable<string> = []): LayoutTree {
	const nodes = isMapping(position) ? position : mapping();
	const seen = new Set(['ROOT_ID']);
	const build = (id: string, depth: number): LayoutItem[] => {
		const node = nodes[id];
		if (!isMapping(node) || seen.has(id) || depth > DEEPEST) return [];
		seen.add(id);
		const item = itemOf(id, node);
		return [isLeaf(item) ? item : { ...item, children: childrenOf(node).flatMap((child) => build(child, depth + 1)) }];
	};
	const root = nodes['ROOT_ID'];
	const tops = (isMapping(root) ? childrenOf(root) : [GRID]).flatMap((id) => build(id, 0));
	const pages = tops.flatMap((top) => (top.kind === 'tabs' ? top.children.map(asPage) : [asPage(top)]));
	return { pages: withLoose(pages, looseIn(nodes, seen, linked)) };
}

/** All items of a tree, parents before their children. */
export function* itemsOf(items: readonly LayoutItem[]): Generator<LayoutItem> {
	for (const item of items) {
		yield item;
		yield* itemsOf(item.children);
	}
}

/** What stands alone on the top level has a page around it. */
const asPage = (item: LayoutItem): LayoutItem => {
	if (item.kind === 'page' || item.kind === 'tab') return item;
	if (!isLeaf(item) && item.kind !== 'row' && item.kind !== 'column') return { ...item, kind: 'page' };
	return { ...bare(`page of ${item.id}`, 'page'), children: [item] };
};

function itemOf(id: string, node: Mapping): LayoutItem {
	const type = typeof node['type'] === 'string' ? node['type'] : '';
	const meta = isMapping(node['meta']) ? node['meta'] : mapping();
	const uuid = meta['uuid'];
	const kind = KINDS.get(type) ?? 'stack';
	return {
		id,
		kind,
		chart: kind === 'chart' && typeof uuid === 'string' ? uuid : undefined,
		columns: sizeOf(meta['width'], 'columns'),
		units: sizeOf(meta['height'], 'units'),
		meta,
		children: []
	};
}

function sizeOf(value: Value | undefined, of: keyof typeof MOST): number {
	const size = value instanceof Float ? value.value : value;
	return typeof size === 'number' && size > 0 ? Math.min(Math.max(size, 1), MOST[of]) : STANDARD[of];
}

const bare = (id: string, kind: LayoutKind): LayoutItem => ({
	id,
	kind,
	chart: undefined,
	...STANDARD,
	meta: mapping(),
	children: []
});

function looseIn(nodes: Mapping, seen: ReadonlySet<string>, linked: Iterable<string>): LayoutItem[] {
	const placed = new Set<string>();
	const loose: LayoutItem[] = [];
	for (const [id, node] of Object.entries(nodes)) {
		if (!isMapping(node) || node['type'] !== 'CHART') continue;
		const item = itemOf(id, node);
		if (item.chart) placed.add(item.chart);
		if (!seen.has(id)) loose.push({ ...item, ...STANDARD, isLoose: true });
	}
	for (const chart of new Set(linked))
		if (!placed.has(chart)) loose.push({ ...bare(`linked ${chart}`, 'chart'), chart, isLoose: true });
	return loose;
}

/** Superset puts linked charts without a node into rows of three, on the grid or the first tab (actions/hydrate.js). */
function withLoose(pages: readonly LayoutItem[], loose: readonly LayoutItem[]): readonly LayoutItem[] {
	if (loose.length === 0) return pages;
	const [first = bare('loose page', 'page'), ...others] = pages;
	const rows = Array.from({ length: Math.ceil(loose.length / 3) }, (_, at) => ({
		...bare(`loose row ${at + 1}`, 'row'),
		children: loose.slice(at * 3, at * 3 + 3)
	}));
	return [{ ...first, children: [...first.children, ...rows] }, ...others];
}

const childrenOf = (node: Mapping): string[] =>
	isList(node['children']) ? node['children'].filter((child): child is string => typeof child === 'string') : [];
