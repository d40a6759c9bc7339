import { isList, isMapping, type Value } from '#lib/domain/value.ts';
import { parseJson } from '#lib/server/superset/bundle/json.ts';
import { idOf, isObject, type Json, type JsonObject, listOf, objectOf } from '../json.ts';
import { pythonJson } from '../python.ts';
import type { SupersetVersion } from '../state.ts';
import { Stumbled } from './rows.ts';

/** What the importer knows of a dataset that it has just written or found. */
export interface DatasetReference {
	readonly id: number;
	readonly name: Json;
}

/** Chart uuid → the id that the bundle uses for it, from the layout. @throws {Stumbled} for a chart without id */
export function chartIdsOf(position: Json | undefined): Map<string, number> {
	if (!isObject(position)) throw new Stumbled();
	const ids = new Map<string, number>();
	for (const node of Object.values(position)) {
		if (!isObject(node) || node['type'] !== 'CHART') continue;
		const meta = node['meta'];
		if (!isObject(meta)) throw new Stumbled();
		if (!('uuid' in meta)) continue;
		if (!('chartId' in meta)) throw new Stumbled();
		ids.set(String(meta['uuid']), idOf(meta['chartId']));
	}
	return ids;
}

/** The datasets that native filters name. */
export function filterDatasets(metadata: Json | undefined): Set<string> {
	const uuids = new Set<string>();
	for (const filter of listOf(objectOf(metadata)['native_filter_configuration'])) {
		for (const target of listOf(objectOf(filter)['targets'])) {
			const uuid = objectOf(target)['datasetUuid'];
			if (typeof uuid === 'string' && uuid !== '') uuids.add(uuid);
		}
	}
	return uuids;
}

type IdMap = ReadonlyMap<number, number>;

function mustMap(ids: IdMap, old: Json): number {
	const found = ids.get(idOf(old));
	if (found === undefined) throw new Stumbled();
	return found;
}
const mapKnown = (ids: IdMap, olds: Json | undefined): Json[] =>
	listOf(olds).flatMap((old) => ids.get(idOf(old)) ?? []);

/** `scope.excluded` in place, where there is one that is not empty. */
function mapExcluded(holder: Json | undefined, ids: IdMap): void {
	const scope = objectOf(holder)['scope'];
	if (isObject(scope) && listOf(scope['excluded']).length > 0) scope['excluded'] = mapKnown(ids, scope['excluded']);
}

/**
 * Puts this Superset's ids into a dashboard file, where Superset's importer does it and nowhere else: `chartsInScope`,
 * display controls and all ids inside charts stay as they came (commands/dashboard/importers/v1/utils.py).
 * @throws {Stumbled} for a stale id where the importer has no guard
 */
export function updateReferences(
	config: JsonObject,
	charts: ReadonlyMap<string, number>,
	datasets: ReadonlyMap<string, DatasetReference>,
	version: SupersetVersion
): void {
	const ids = new Map<number, number>();
	for (const [uuid, old] of chartIdsOf(config['position'])) {
		const id = charts.get(uuid);
		if (id !== undefined) ids.set(old, id);
	}
	const metadata = objectOf(config['metadata']);
	if ('timed_refresh_immune_slices' in metadata) {
		metadata['timed_refresh_immune_slices'] = listOf(metadata['timed_refresh_immune_slices']).map((old) =>
			mustMap(ids, old)
		);
	}
	if ('expanded_slices' in metadata) {
		metadata['expanded_slices'] = Object.fromEntries(
			Object.entries(objectOf(metadata['expanded_slices'])).map(([old, value]) => [String(mustMap(ids, old)), value])
		);
	}
	for (const node of Object.values(objectOf(config['position']))) {
		if (!isObject(node) || node['type'] !== 'CHART' || !isObject(node['meta'])) continue;
		const id = charts.get(String(node['meta']['uuid']));
		if (id !== undefined) node['meta']['chartId'] = id;
	}
	for (const filter of listOf(metadata['native_filter_configuration'])) {
		updateFilter(filter, ids, datasets);
	}
	if (version !== '4.1.4') updateCrossFilters(metadata, ids);
}

function updateFilter(filter: Json, ids: IdMap, datasets: ReadonlyMap<string, DatasetReference>): void {
	for (const target of listOf(objectOf(filter)['targets'])) {
		if (!isObject(target)) continue;
		const uuid = target['datasetUuid'];
		delete target['datasetUuid'];
		if (typeof uuid !== 'string' || uuid === '') continue;
		const dataset = datasets.get(uuid);
		if (dataset === undefined) throw new Stumbled();
		target['datasetId'] = dataset.id;
	}
	mapExcluded(filter, ids);
}

function updateCrossFilters(metadata: JsonObject, ids: IdMap): void {
	mapExcluded(metadata['global_chart_configuration'], ids);
	if (!('chart_configuration' in metadata)) return;
	const renewed: JsonObject = {};
	for (const [old, value] of Object.entries(objectOf(metadata['chart_configuration']))) {
		const id = ids.get(idOf(old));
		if (id === undefined) continue;
		if (isObject(value)) {
			value['id'] = id;
			mapExcluded(value['crossFilters'], ids);
		}
		renewed[String(id)] = value;
	}
	metadata['chart_configuration'] = renewed;
}

/** Points a chart file at its dataset: `params.datasource` and the dataset inside `query_context`, nothing else. */
export function bindToDataset(config: JsonObject, dataset: DatasetReference): void {
	const uid = `${dataset.id}__table`;
	if (!isObject(config['params'])) throw new Stumbled();
	config['datasource_id'] = dataset.id;
	config['datasource_name'] = dataset.name;
	config['params'] = { ...config['params'], datasource: uid };
	if (typeof config['query_context'] !== 'string') return;
	const context = openJson(config['query_context']);
	if (!isObject(context)) throw new Stumbled();
	context['datasource'] = { id: dataset.id, type: 'table' };
	if (isObject(context['form_data'])) context['form_data']['datasource'] = uid;
	for (const query of listOf(context['queries'])) {
		if (isObject(query) && 'datasource' in query) query['datasource'] = { id: dataset.id, type: 'table' };
	}
	config['query_context'] = pythonJson(context);
}

/** JSON text as something to edit. @throws JsonError */
export function openJson(text: string): Json {
	return reopened(parseJson(text));
}

function reopened(value: Value): Json {
	if (isList(value)) return value.map(reopened);
	if (!isMapping(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, reopened(item)]));
}
