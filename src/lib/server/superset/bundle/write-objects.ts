import { isList, isMapping, mapping, type Mapping, type MutableMapping, type Value } from '#lib/domain/value.ts';
import type { CanonicalAsset } from './asset.ts';
import { renumberLayers } from './canonical-params.ts';
import { unpacked } from './fields.ts';
import { BUNDLE_VERSION, FIELDS, type Field } from './form.ts';
import { isStableNumber, stableNumber, unknownNumber } from './ids.ts';
import { writeJson } from './json.ts';
import type { Target } from './target.ts';

/**
 * The fields as Superset's import wants them: what the tree leaves out is said again, since an import keeps the old
 * value of a key that is not there. Keys that the target does not know are left out.
 */
export function spelledOut(content: Mapping, fields: readonly Field[], unknown: readonly string[]): MutableMapping {
	const made = mapping();
	for (const { key, absent } of fields) {
		if (unknown.includes(key)) continue;
		const value = content[key] ?? (absent === undefined ? undefined : absent);
		if (value !== undefined) made[key] = value;
	}
	for (const key of Object.keys(content)) {
		if (made[key] === undefined && !unknown.includes(key)) made[key] = content[key]!;
	}
	return made;
}

/** A chart's file for a target. */
export function chartFor(chart: CanonicalAsset, target: Target): MutableMapping {
	const made = spelledOut(chart.content, FIELDS.chart, target.capabilities.unknownFields.charts);
	const [dataset] = chart.uses.datasets;
	if (dataset) made['dataset_uuid'] = target.translation.toEnvironment(dataset);
	else delete made['dataset_uuid'];
	const { params, queryContext } = parametersFor(chart, target);
	made['params'] = params;
	made['query_context'] = queryContext;
	return made;
}

/**
 * What a chart's `params` and `query_context` are in a target: the tree's, with the target's numbers for the charts and
 * annotation layers that they name. Numbers that the target does not have stay those of the tree.
 */
export function parametersFor(chart: CanonicalAsset, target: Target): { params: Value; queryContext: string | null } {
	const own = target.numbers.chart(stableNumber(chart.uuid));
	const [dataset] = chart.uses.datasets;
	const place = mapping();
	const datasetNumber =
		dataset && (target.numbers.dataset(target.translation.toEnvironment(dataset)) ?? stableNumber(dataset));
	if (datasetNumber !== undefined) place['datasource'] = `${datasetNumber}__table`;
	if (own !== undefined) place['slice_id'] = own;
	const raw = chart.content['params'];
	const params = isMapping(raw) ? renumbered({ ...raw, ...place }, target) : (raw ?? mapping());
	const text = chart.content['query_context'];
	if (typeof text !== 'string') return { params, queryContext: null };
	const context = unpacked(text);
	if (!isMapping(context)) return { params, queryContext: text };
	return { params, queryContext: writeJson(contextFor(context, place, datasetNumber, target)) };
}

function contextFor(context: Mapping, place: Mapping, dataset: number | undefined, target: Target): Mapping {
	const made = mapping(Object.entries(context));
	if (dataset !== undefined && isMapping(made['datasource']))
		made['datasource'] = { ...made['datasource'], id: dataset };
	if (isMapping(made['form_data'])) made['form_data'] = renumbered({ ...made['form_data'], ...place }, target);
	if (isList(made['queries'])) {
		made['queries'] = made['queries'].map((query) =>
			isMapping(query) && query['annotation_layers'] !== undefined
				? { ...query, annotation_layers: renumberLayers(query['annotation_layers'], layerNumbers(target)) }
				: query
		);
	}
	return made;
}

function renumbered(params: Mapping, target: Target): Mapping {
	const made = mapping(Object.entries(params));
	const { chart } = layerNumbers(target);
	if (isList(made['deck_slices']))
		made['deck_slices'] = made['deck_slices'].map((item) => (typeof item === 'number' ? chart(item) : item));
	if (made['annotation_layers'] !== undefined)
		made['annotation_layers'] = renumberLayers(made['annotation_layers'], layerNumbers(target));
	return made;
}

const layerNumbers = ({ numbers }: Target) => ({
	chart: (number: number) => numbers.chart(number) ?? unknownNumber(number),
	annotationLayer: (number: number) => numbers.annotationLayer(number) ?? unknownNumber(number)
});

/** The stable numbers of charts that a chart names and the target does not have yet. */
export const missingCharts = (chart: CanonicalAsset, target: Target): number[] =>
	chart.uses.charts.filter((number) => isStableNumber(number) && target.numbers.chart(number) === undefined);

/** A dataset's file for a target. */
export function datasetFor(dataset: CanonicalAsset, target: Target): MutableMapping {
	const { unknownFields, currencyIsMapping } = target.capabilities;
	const { translation } = target;
	const made = spelledOut(dataset.content, FIELDS.dataset, unknownFields.datasets);
	const database = dataset.uses.database;
	made['uuid'] = translation.toEnvironment(dataset.uuid);
	if (database) {
		made['database_uuid'] = translation.toEnvironment(database);
		if (typeof made['schema'] === 'string') made['schema'] = translation.schemaToEnvironment(database, made['schema']);
		if (typeof made['catalog'] === 'string')
			made['catalog'] = translation.catalogToEnvironment(database, made['catalog']);
	}
	made['columns'] = spelledOutEach(made['columns'], FIELDS.column, unknownFields.datasetColumns);
	made['metrics'] = spelledOutEach(made['metrics'], FIELDS.metric, unknownFields.datasetMetrics, (metric) => {
		if (!currencyIsMapping && isMapping(metric['currency'])) metric['currency'] = writeJson(metric['currency']);
	});
	return made;
}

function spelledOutEach(
	list: Value | undefined,
	fields: readonly Field[],
	unknown: readonly string[],
	also: (item: MutableMapping) => void = () => undefined
): Value {
	if (!isList(list)) return [];
	return list.map((item) => {
		if (!isMapping(item)) return item;
		const made = spelledOut(item, fields, unknown);
		also(made);
		return made;
	});
}

/** A database's file for a target. */
export function databaseFor(database: CanonicalAsset, target: Target): MutableMapping {
	const made = mapping(Object.entries(database.content));
	made['uuid'] = target.translation.toEnvironment(database.uuid);
	return made;
}

/** Stubs: enough for an import to find what is there already by uuid; nothing of them is written then. */
export const stubOf = {
	database: (database: CanonicalAsset, target: Target): Mapping =>
		mapping([
			['database_name', database.name],
			['sqlalchemy_uri', 'sqlite://'],
			['allow_csv_upload', false],
			['extra', mapping()],
			['uuid', target.translation.toEnvironment(database.uuid)],
			['version', BUNDLE_VERSION]
		]),
	dataset: (dataset: CanonicalAsset, target: Target): Mapping =>
		mapping([
			['table_name', dataset.name],
			['columns', []],
			['metrics', []],
			['uuid', target.translation.toEnvironment(dataset.uuid)],
			['database_uuid', dataset.uses.database ? target.translation.toEnvironment(dataset.uses.database) : null],
			['version', BUNDLE_VERSION]
		]),
	chart: (chart: CanonicalAsset, target: Target): Mapping =>
		mapping([
			['slice_name', chart.name],
			['viz_type', chart.content['viz_type'] ?? 'table'],
			['params', mapping()],
			['uuid', chart.uuid],
			['dataset_uuid', chart.uses.datasets[0] ? target.translation.toEnvironment(chart.uses.datasets[0]) : null],
			['version', BUNDLE_VERSION]
		])
};
