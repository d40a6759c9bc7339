import { isList, isMapping, type Mapping } from '#lib/domain/value.ts';
import { textOf } from './fields.ts';

/** A node of the layout as the functions here need it. */
export interface LayoutNode {
	readonly id: string;
	readonly type: string;
	/** From the root down, without the node itself. */
	readonly parents: readonly string[];
	/** The chart's number as it stands in the layout. */
	readonly chart: number | undefined;
}

/** Superset nests about ten; more than this is no layout, and walking it could take for ever. */
const DEEPEST = 200;

/**
 * The nodes of a layout that hang on its root, in the order in which they are read. A node that is its own ancestor is
 * met once, one that hangs deeper than any real layout is not met.
 */
export function walkLayout(position: Mapping): LayoutNode[] {
	const found: LayoutNode[] = [];
	const seen = new Set<string>();
	const visit = (id: string, parents: readonly string[]): void => {
		const node = position[id];
		if (!isMapping(node) || seen.has(id) || parents.length > DEEPEST) return;
		seen.add(id);
		const meta = node['meta'];
		const number = isMapping(meta) ? meta['chartId'] : undefined;
		found.push({ id, type: textOf(node['type']), parents, chart: typeof number === 'number' ? number : undefined });
		const children = node['children'];
		for (const child of isList(children) ? children : []) if (typeof child === 'string') visit(child, [...parents, id]);
	};
	visit('ROOT_ID', []);
	return found;
}

export interface Scope {
	readonly rootPath: readonly string[];
	readonly excluded: readonly number[];
}

/**
 * The charts that a scope reaches, and the tabs that these stand in, as the front end derives them
 * (superset-frontend/src/dashboard/util/getChartIdsInFilterScope and calculateScopes).
 */
export function reachOf(scope: Scope, nodes: readonly LayoutNode[]): { charts: number[]; tabs: string[] } {
	const charts = new Set<number>();
	const tabs = new Set<string>();
	const tabIds = new Set(nodes.filter(({ type }) => type === 'TAB').map(({ id }) => id));
	for (const node of nodes) {
		if (node.chart === undefined || scope.excluded.includes(node.chart)) continue;
		if (!scope.rootPath.some((id) => node.parents.includes(id))) continue;
		charts.add(node.chart);
		for (const id of node.parents) if (tabIds.has(id)) tabs.add(id);
	}
	return { charts: [...charts].sort((a, b) => a - b), tabs: [...tabs] };
}

/** The scope that a filter, display control or cross-filter states; `undefined` for one that follows the global one. */
export function scopeIn(value: unknown): Scope | undefined {
	const scope = value as Mapping | null;
	if (typeof scope !== 'object' || scope === null || !isMapping(scope)) return undefined;
	const { rootPath, excluded } = scope;
	return {
		rootPath: isList(rootPath) ? rootPath.filter((id): id is string => typeof id === 'string') : [],
		excluded: isList(excluded) ? excluded.filter((id): id is number => typeof id === 'number') : []
	};
}
