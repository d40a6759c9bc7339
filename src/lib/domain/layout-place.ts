import type { AssetUuid } from './ids.ts';
import { isList, isMapping, mapping, type Mapping, type MutableMapping } from './value.ts';

/** A canonical layout with a chart in it, and how it got its place. */
export interface Placed {
	readonly position: Mapping;
	/**
	 * - `kept`: it stood in the layout already
	 * - `back`: in the row, column or tab where it was
	 * - `at-the-end`: in a row of its own at the end of its tab, since its place is gone or full
	 */
	readonly how: 'kept' | 'back' | 'at-the-end';
}

const COLUMNS = 12;
const ROOT = 'ROOT_ID';

/**
 * Put a chart where it stood in an earlier layout, as near as the layout of now allows.
 * @param now, then canonical layouts: nodes by id
 * @returns `null` where the earlier layout has no such chart, or the one of now nothing that could hold it.
 */
export function placeChart(now: Mapping, then: Mapping, chart: AssetUuid): Placed | null {
	if (nodeOfChart(now, chart)) return { position: now, how: 'kept' };
	const id = nodeOfChart(then, chart);
	if (!id) return null;
	const made = mapping(Object.entries(now));
	const node = nodeIn(then, id)!;
	const own = freeId(made, id);
	made[own] = mapping([...Object.entries(node), ['id', own], ['children', []]]);
	const chain = ancestorsOf(then, id);
	const parent = chain[0];
	const isThere = (one: string) => typeIn(now, one) === typeIn(then, one) && (one === ROOT || hangs(now, one));

	if (parent && isThere(parent) && fits(now, parent, node)) {
		const before = childrenIn(then, parent).slice(0, childrenIn(then, parent).indexOf(id));
		return { position: withChild(made, parent, { child: own, after: before }), how: 'back' };
	}
	const holder = chain.find((one) => ['TAB', 'GRID'].includes(typeIn(then, one)) && isThere(one)) ?? firstHolder(now);
	if (!holder) return null;
	const row = freeId(made, `ROW-${chart.replaceAll('-', '').slice(0, 12)}`);
	made[row] = mapping([
		['type', 'ROW'],
		['id', row],
		['children', [own]],
		['meta', mapping([['background', 'BACKGROUND_TRANSPARENT']])]
	]);
	return { position: withChild(made, holder, { child: row, after: childrenIn(now, holder) }), how: 'at-the-end' };
}

/** A layout without a chart, and without the rows and columns that it leaves empty. */
export function takeOutChart(position: Mapping, chart: AssetUuid): Mapping {
	let made: MutableMapping = mapping(Object.entries(position));
	for (let id = nodeOfChart(made, chart); id; id = nodeOfChart(made, chart)) made = withoutNode(made, id);
	return made;
}

/** The first node of a chart. */
const nodeOfChart = (position: Mapping, chart: AssetUuid): string | undefined =>
	Object.keys(position).find((id) => {
		const node = nodeIn(position, id);
		const meta = node?.['meta'];
		return node?.['type'] === 'CHART' && isMapping(meta) && meta['uuid'] === chart;
	});

const nodeIn = (position: Mapping, id: string): Mapping | undefined => {
	const node = position[id];
	return isMapping(node) ? node : undefined;
};
const typeIn = (position: Mapping, id: string): string => String(nodeIn(position, id)?.['type'] ?? '');
const childrenIn = (position: Mapping, id: string): string[] => {
	const children = nodeIn(position, id)?.['children'];
	return isList(children) ? children.filter((child): child is string => typeof child === 'string') : [];
};
const parentIn = (position: Mapping, id: string): string | undefined =>
	Object.keys(position).find((one) => childrenIn(position, one).includes(id));

/** From the parent up to the root. */
function ancestorsOf(position: Mapping, id: string): string[] {
	const chain: string[] = [];
	for (let at = parentIn(position, id); at && !chain.includes(at); at = parentIn(position, at)) chain.push(at);
	return chain;
}

const hangs = (position: Mapping, id: string): boolean => ancestorsOf(position, id).at(-1) === ROOT;

const widthOf = (node: Mapping | undefined): number => {
	const meta = node?.['meta'];
	const width = isMapping(meta) ? meta['width'] : undefined;
	return typeof width === 'number' ? width : 0;
};

/** A row has twelve columns; whatever else holds charts puts them below one another. */
function fits(position: Mapping, parent: string, node: Mapping): boolean {
	if (typeIn(position, parent) !== 'ROW') return true;
	const taken = childrenIn(position, parent).reduce((sum, id) => sum + widthOf(nodeIn(position, id)), 0);
	return taken + widthOf(node) <= COLUMNS;
}

/** The first tab that holds rows, or the grid. */
function firstHolder(position: Mapping): string | undefined {
	const seen = new Set<string>();
	const visit = (id: string): string | undefined => {
		if (seen.has(id)) return undefined;
		seen.add(id);
		const children = childrenIn(position, id);
		if (typeIn(position, id) === 'GRID') return id;
		if (typeIn(position, id) === 'TAB' && !children.some((one) => typeIn(position, one) === 'TABS')) return id;
		for (const child of children) {
			const found = visit(child);
			if (found) return found;
		}
		return undefined;
	};
	return visit(ROOT);
}

/** `after`: siblings that came before it; it comes behind the last of them that is still there. */
function withChild(
	position: MutableMapping,
	parent: string,
	place: { child: string; after: readonly string[] }
): Mapping {
	const children = childrenIn(position, parent);
	const at = Math.max(-1, ...place.after.map((one) => children.indexOf(one)));
	children.splice(at + 1, 0, place.child);
	position[parent] = mapping([...Object.entries(nodeIn(position, parent)!), ['children', children]]);
	return position;
}

function withoutNode(position: MutableMapping, id: string): MutableMapping {
	const made = mapping(Object.entries(position).filter(([key]) => key !== id));
	for (const parent of Object.keys(made)) {
		const children = childrenIn(made, parent);
		if (!children.includes(id)) continue;
		const rest = children.filter((child) => child !== id);
		if (rest.length === 0 && ['ROW', 'COLUMN'].includes(typeIn(made, parent))) return withoutNode(made, parent);
		made[parent] = mapping([...Object.entries(nodeIn(made, parent)!), ['children', rest]]);
	}
	return made;
}

function freeId(position: Mapping, wanted: string): string {
	let id = wanted;
	for (let count = 1; id in position; count += 1) id = `${wanted}-${count}`;
	return id;
}
