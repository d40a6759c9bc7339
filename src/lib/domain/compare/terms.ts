import { isList, isMapping, mapping, type Mapping, type Value } from '../value.ts';
import { nodesOf, type LayoutNodes } from './layout-nodes.ts';
import type { Names } from './words.ts';

/** What a column or a metric of a dataset is shown as. */
export interface Labels {
	readonly columns: ReadonlyMap<string, string>;
	readonly metrics: ReadonlyMap<string, string>;
}

export const NO_LABELS: Labels = { columns: new Map(), metrics: new Map() };

/** What sentences about one side of an asset may name. */
export interface SideTerms {
	/** The whole content of the asset on this side. */
	readonly content: Mapping;
	/** Chart type; empty for what is no chart. */
	readonly vizType: string;
	/** Labels of the dataset of a chart. */
	readonly labels: Labels;
	/** Number of a chart in the tree → its name. */
	readonly charts: ReadonlyMap<string, string>;
	/** The layout of a dashboard. */
	readonly nodes: LayoutNodes;
	/** Id of a filter or display control → its name. */
	readonly filters: ReadonlyMap<string, string>;
}

/** What sentences about an asset may name. */
export interface Terms {
	/** uuid → name of every object of both trees. */
	readonly names: Names;
	readonly before: SideTerms;
	readonly after: SideTerms;
}

export const FILTER_LISTS = ['native_filter_configuration', 'chart_customization_config'] as const;

/** What one side of an asset names, from its own content. */
export function sideTermsOf(content: Mapping, names: Names, labelsOf: (datasetUuid: string) => Labels): SideTerms {
	const nodes = nodesOf(content['position']);
	const { viz_type: vizType, dataset_uuid: dataset } = content;
	return {
		content,
		vizType: typeof vizType === 'string' ? vizType : '',
		labels: typeof dataset === 'string' ? labelsOf(dataset) : NO_LABELS,
		charts: chartsIn(nodes, names),
		nodes,
		filters: filtersIn(content)
	};
}

function chartsIn(nodes: LayoutNodes, names: Names): ReadonlyMap<string, string> {
	const charts = new Map<string, string>();
	for (const { meta } of nodes.values()) {
		const { chartId, uuid } = meta;
		const name = typeof uuid === 'string' ? names.get(uuid) : undefined;
		if (name !== undefined && typeof chartId !== 'object') charts.set(String(chartId), name);
	}
	return charts;
}

function filtersIn(content: Mapping): ReadonlyMap<string, string> {
	const found = new Map<string, string>();
	for (const key of FILTER_LISTS)
		for (const item of mappingsIn(partOf(content, 'metadata')[key])) {
			const name = filterName(item);
			if (typeof item['id'] === 'string' && name !== undefined) found.set(item['id'], name);
		}
	return found;
}

/** What people call a filter; a divider between filters has a title. */
export const filterName = (filter: Mapping): string | undefined =>
	[filter['name'], filter['title']].find((name): name is string => typeof name === 'string' && name !== '');

/** Labels of a dataset's columns and metrics, where they have one. */
export function labelsIn(dataset: Mapping): Labels {
	const labels = (list: Value | undefined, key: string) =>
		new Map(
			mappingsIn(list).flatMap((item): [string, string][] => {
				const [name, label] = [item[key], item['verbose_name']];
				return typeof name === 'string' && typeof label === 'string' && label !== '' ? [[name, label]] : [];
			})
		);
	return { columns: labels(dataset['columns'], 'column_name'), metrics: labels(dataset['metrics'], 'metric_name') };
}

export const mappingsIn = (value: Value | undefined): Mapping[] => (isList(value) ? value.filter(isMapping) : []);

/** The mapping under a key; an empty one where there is something else. */
export function partOf(content: Mapping, key: string): Mapping {
	const value = content[key];
	return isMapping(value) ? value : mapping();
}
