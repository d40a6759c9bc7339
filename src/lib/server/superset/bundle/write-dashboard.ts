import type { AssetUuid } from '#lib/domain/ids.ts';
import { isList, isMapping, mapping, type Mapping, type MutableMapping, type Value } from '#lib/domain/value.ts';
import type { CanonicalAsset } from './asset.ts';
import { textOf, unpacked } from './fields.ts';
import { unknownNumber } from './ids.ts';
import { writeJson } from './json.ts';
import { reachOf, scopeIn, walkLayout, type LayoutNode } from './layout.ts';
import type { Target } from './target.ts';
import { uuidIn } from './translation.ts';

/** A dashboard's layout as Superset keeps it: the target's numbers, and what the tree leaves to be derived. */
export function positionFor(
	dashboard: CanonicalAsset,
	target: Target,
	chartName: (uuid: AssetUuid) => string | undefined
): MutableMapping {
	const position = dashboard.content['position'];
	const made = mapping();
	if (!isMapping(position)) return made;
	const parents = new Map(walkLayout(position).map((node) => [node.id, node.parents]));
	for (const key of Object.keys(position)) {
		const node = position[key]!;
		if (!isMapping(node)) {
			made[key] = node;
			continue;
		}
		const one = mapping(Object.entries(node));
		// Where there are tabs the grid hangs on nothing, and still names the root as its parent.
		const path = parents.get(key) ?? (key === 'GRID_ID' ? ['ROOT_ID'] : undefined);
		if (path && path.length > 0) one['parents'] = path;
		if (key === 'HEADER_ID') {
			const meta = isMapping(node['meta']) ? node['meta'] : mapping();
			one['meta'] = { ...meta, text: textOf(dashboard.content['dashboard_title']) };
		} else if (node['type'] === 'CHART' && isMapping(node['meta'])) {
			one['meta'] = chartMeta(node['meta'], target, chartName);
		}
		made[key] = one;
	}
	return made;
}

function chartMeta(meta: Mapping, target: Target, chartName: (uuid: AssetUuid) => string | undefined): Mapping {
	const made = mapping(Object.entries(meta));
	const number = meta['chartId'];
	if (typeof number === 'number') made['chartId'] = target.numbers.chart(number) ?? unknownNumber(number);
	const uuid = uuidIn(meta['uuid']);
	const name = uuid && chartName(uuid);
	if (name !== undefined) made['sliceName'] = name;
	return made;
}

/**
 * A dashboard's metadata with the target's numbers and with what the tree leaves to be derived. `legacy` says whether
 * to write the filter box's keys, which an import drops and only a PUT keeps.
 */
export function metadataFor(
	dashboard: CanonicalAsset,
	position: Mapping,
	target: Target,
	options: { legacy: boolean }
): MutableMapping {
	const metadata = dashboard.content['metadata'];
	const made = mapping(isMapping(metadata) ? Object.entries(metadata) : []);
	const nodes = walkLayout(position);
	const chart = (number: number) => target.numbers.chart(number) ?? unknownNumber(number);
	const edit = (key: string, how: (value: Value) => Value) => {
		if (made[key] !== undefined) made[key] = how(made[key]);
	};
	edit('native_filter_configuration', (list) => each(list, (item) => scoped(item, nodes, chart, target)));
	edit('chart_customization_config', (list) =>
		each(list, (item) => withDatasetIds(scoped(item, nodes, chart, target), target))
	);
	const globalScope = scopeIn(
		isMapping(made['global_chart_configuration']) ? scopeOf(made['global_chart_configuration'], chart) : null
	);
	edit('global_chart_configuration', (value) =>
		isMapping(value) ? withReach({ ...value, scope: scopeOf(value, chart) ?? null }, nodes, { tabs: false }) : value
	);
	edit('chart_configuration', (value) =>
		byChart(value, chart, (entry, number) => crossFilter(entry, number, { nodes, chart, globalScope }))
	);
	edit('timed_refresh_immune_slices', (value) => numbersIn(value, chart));
	edit('expanded_slices', (value) => byChart(value, chart, (entry) => entry));
	if (options.legacy) {
		edit('filter_scopes', (value) => byChart(value, chart, (columns) => immune(columns, chart)));
		edit('default_filters', (value) => writeJson(byChart(unpacked(value) ?? null, chart, (entry) => entry)));
	} else {
		delete made['filter_scopes'];
		delete made['default_filters'];
	}
	return made;
}

/** Whether the tree holds what Superset's import drops from metadata (the filter box's leftovers). */
export function hasLegacyMetadata(dashboard: CanonicalAsset): boolean {
	const metadata = dashboard.content['metadata'];
	return isMapping(metadata) && (metadata['filter_scopes'] !== undefined || metadata['default_filters'] !== undefined);
}

type Renumber = (number: number) => number;

function scoped(item: Mapping, nodes: readonly LayoutNode[], chart: Renumber, target: Target): Mapping {
	const scope = scopeOf(item, chart);
	// A divider between filters filters nothing, whatever scope it carries.
	const reached = item['type'] === 'DIVIDER' ? [] : nodes;
	const made = scope === undefined ? item : withReach({ ...item, scope }, reached, { tabs: true });
	const targets = made['targets'];
	if (!isList(targets)) return made;
	return {
		...made,
		targets: targets.map((one) => {
			if (!isMapping(one)) return one;
			const uuid = uuidIn(one['datasetUuid']);
			if (uuid) return { ...one, datasetUuid: target.translation.toEnvironment(uuid) };
			return typeof one['datasetId'] === 'number' ? { ...one, datasetId: unknownNumber(one['datasetId']) } : one;
		})
	};
}

/** Display controls name the dataset by number; no import puts the right one there. */
function withDatasetIds(item: Mapping, target: Target): Mapping {
	const targets = item['targets'];
	if (!isList(targets)) return item;
	return {
		...item,
		targets: targets.map((one) => {
			const uuid = isMapping(one) ? uuidIn(one['datasetUuid']) : undefined;
			const number = uuid && target.numbers.dataset(uuid);
			if (number === undefined) return one;
			const made = mapping(Object.entries(one as Mapping));
			delete made['datasetUuid'];
			made['datasetId'] = number;
			return made;
		})
	};
}

function scopeOf(item: Mapping, chart: Renumber): Value | undefined {
	const scope = item['scope'];
	if (!isMapping(scope)) return scope;
	const made = mapping(Object.entries(scope));
	if (isList(made['excluded'])) made['excluded'] = numbersIn(made['excluded'], chart);
	if (isList(made['selectedLayers'])) {
		made['selectedLayers'] = made['selectedLayers'].map((layer) =>
			typeof layer === 'string'
				? layer.replace(/^chart-(\d+)-/, (_, number: string) => `chart-${chart(Number(number))}-`)
				: layer
		);
	}
	return made;
}

function withReach(item: Mapping, nodes: readonly LayoutNode[], what: { tabs: boolean }): Mapping {
	const scope = scopeIn(item['scope']);
	if (!scope) return item;
	const { charts, tabs } = reachOf(scope, nodes);
	return { ...item, chartsInScope: charts, ...(what.tabs ? { tabsInScope: tabs } : {}) };
}

function crossFilter(
	entry: Value,
	number: number,
	at: { nodes: readonly LayoutNode[]; chart: Renumber; globalScope: ReturnType<typeof scopeIn> }
): Value {
	if (!isMapping(entry)) return entry;
	const made: MutableMapping = { ...entry, id: number };
	const filters = entry['crossFilters'];
	if (!isMapping(filters)) return made;
	const scope = isMapping(filters['scope']) ? scopeOf(filters, at.chart) : filters['scope'];
	const reach = reachOf(scopeIn(scope) ?? at.globalScope ?? { rootPath: ['ROOT_ID'], excluded: [] }, at.nodes);
	made['crossFilters'] = {
		...filters,
		scope: scope ?? null,
		chartsInScope: reach.charts.filter((one) => one !== number)
	};
	return made;
}

const each = (list: Value, how: (item: Mapping) => Value): Value =>
	isList(list) ? list.map((item) => (isMapping(item) ? how(item) : item)) : list;

const numbersIn = (list: Value, chart: Renumber): Value =>
	isList(list) ? list.map((item) => (typeof item === 'number' ? chart(item) : item)) : list;

function byChart(value: Value, chart: Renumber, how: (entry: Value, number: number) => Value): Value {
	if (!isMapping(value)) return value;
	return mapping(
		Object.entries(value).map(([key, entry]) => {
			const number = /^\d{1,16}$/.test(key) ? chart(Number(key)) : undefined;
			return number === undefined ? [key, entry] : [String(number), how(entry, number)];
		})
	);
}

function immune(columns: Value, chart: Renumber): Value {
	if (!isMapping(columns)) return columns;
	return mapping(
		Object.entries(columns).map(([column, scope]) => [
			column,
			isMapping(scope) && scope['immune'] !== undefined
				? { ...scope, immune: numbersIn(scope['immune'], chart) }
				: scope
		])
	);
}
