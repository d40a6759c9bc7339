import type { AssetUuid } from '#lib/domain/ids.ts';
import { isList, isMapping, mapping, type Mapping, type MutableMapping, type Value } from '#lib/domain/value.ts';
import { sorted, textOf } from './fields.ts';
import { PLACE_PARAMS } from './form.ts';
import { stableNumber } from './ids.ts';

/** Says which number takes the place of another; the same number where nobody knows what it stands for. */
export interface Renumber {
	chart(number: number): number;
	annotationLayer(number: number): number;
}

/**
 * A chart's parameters without what only says where the chart stands in one Superset, and with the charts and
 * annotation layers that they name in numbers of the tree. Everything else is kept exactly.
 */
export function canonicalParams(params: Mapping, renumber: Renumber): MutableMapping {
	const made = mapping();
	for (const key of Object.keys(params)) {
		if ((PLACE_PARAMS as readonly string[]).includes(key)) continue;
		const value = params[key]!;
		if (key === 'annotation_layers') {
			const layers = renumberLayers(value, renumber);
			if (!isList(layers) || layers.length > 0) made[key] = layers;
		} else if (key === 'url_params') {
			const kept = withoutPlace(value);
			if (!isMapping(kept) || Object.keys(kept).length > 0) made[key] = kept;
		} else {
			made[key] = key === 'deck_slices' ? renumberCharts(value, renumber) : value;
		}
	}
	return sorted(made) as MutableMapping;
}

/** The address of the page on which the chart was made is not part of the chart. */
function withoutPlace(urlParams: Value): Value {
	if (!isMapping(urlParams)) return urlParams;
	const made = mapping();
	for (const key of Object.keys(urlParams)) {
		if (!['slice_id', 'form_data_key', 'dashboard_page_id', 'datasource_id', 'datasource_type'].includes(key))
			made[key] = urlParams[key]!;
	}
	return made;
}

const renumberCharts = (value: Value, renumber: Renumber): Value =>
	isList(value) ? value.map((item) => (typeof item === 'number' ? renumber.chart(item) : item)) : value;

/** `value` of an annotation layer is a chart's number, an annotation layer's number or a formula, by its `sourceType`. */
export function renumberLayers(value: Value, renumber: Renumber): Value {
	if (!isList(value)) return value;
	return value.map((layer) => {
		if (!isMapping(layer)) return layer;
		const number = numberOf(layer['value']);
		if (number === undefined || textOf(layer['annotationType']) === 'FORMULA') return layer;
		const kind = textOf(layer['sourceType']);
		if (kind === 'NATIVE') return { ...layer, value: renumber.annotationLayer(number) };
		if (kind === 'line' || kind === 'table') return { ...layer, value: renumber.chart(number) };
		return layer;
	});
}

/**
 * A query context with its own places renumbered. It follows the parameters, is written by Superset alone, and is kept
 * since alerts and embedding ask for it.
 */
export function canonicalQueryContext(context: Mapping, dataset: AssetUuid | null, renumber: Renumber): Mapping {
	const made = mapping(Object.entries(context));
	const datasource = made['datasource'];
	if (dataset && isMapping(datasource)) made['datasource'] = { ...datasource, id: stableNumber(dataset) };
	const formData = made['form_data'];
	if (isMapping(formData)) {
		const params = canonicalParams(formData, renumber);
		if (dataset) params['datasource'] = `${stableNumber(dataset)}__table`;
		made['form_data'] = params;
	}
	if (isList(made['queries'])) {
		made['queries'] = made['queries'].map((query) => {
			if (!isMapping(query)) return query;
			const one = mapping(Object.entries(query));
			if (one['annotation_layers'] !== undefined)
				one['annotation_layers'] = renumberLayers(one['annotation_layers'], renumber);
			if (one['url_params'] !== undefined) one['url_params'] = withoutPlace(one['url_params']);
			return one;
		});
	}
	return sorted(made) as Mapping;
}

function numberOf(value: Value | undefined): number | undefined {
	if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
	return typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : undefined;
}
