import { isObject, type Json } from './json.ts';

/** What is done to one numeric id of an object. `stale`: Superset's import leaves it as it came. */
export type OnId = (id: number, kind: IdKind, stale: boolean) => Json;
type IdKind = 'chart' | 'dataset' | 'dashboard';

const LISTS: { readonly [key: string]: IdKind } = {
	excluded: 'chart',
	chartsInScope: 'chart',
	timed_refresh_immune_slices: 'chart',
	immune: 'chart',
	deck_slices: 'chart',
	dashboards: 'dashboard'
};
const SINGLE: { readonly [key: string]: IdKind } = { chartId: 'chart', slice_id: 'chart', datasetId: 'dataset' };
const KEYED = ['chart_configuration', 'expanded_slices', 'filter_scopes'];
const HOLD_JSON = ['query_context', 'json_metadata', 'position_json', 'params', 'default_filters', 'form_data'];
const STALE = ['chartsInScope', 'deck_slices', 'slice_id', 'dashboards', 'chart_customization_config'];

/** A copy in which every numeric id that a bundle can hold, in JSON texts too, went through `onId`. */
export function mapIds(value: Json, onId: OnId, key = '', wasStale = false): Json {
	const stale = wasStale || STALE.includes(key);
	if (typeof value === 'string') return mapText(value, onId, key, stale);
	if (Array.isArray(value)) {
		const kind = LISTS[key];
		return value.map((item) =>
			kind !== undefined && typeof item === 'number' ? onId(item, kind, stale) : mapIds(item, onId, '', stale)
		);
	}
	if (!isObject(value)) {
		const kind = SINGLE[key];
		return kind !== undefined && typeof value === 'number' ? onId(value, kind, stale) : value;
	}
	const entries = Object.entries(value).map(([name, item]): [string, Json] => {
		const mapped = mapIds(item, onId, name, stale);
		if (!KEYED.includes(key) || !/^\d+$/.test(name)) return [name, mapped];
		const id = onId(Number(name), 'chart', stale);
		return [String(id), isObject(mapped) && 'id' in mapped ? { ...mapped, id } : mapped];
	});
	const made = Object.fromEntries(entries);
	if (key === 'datasource' && typeof made['id'] === 'number') made['id'] = onId(made['id'], 'dataset', stale);
	return made;
}

function mapText(text: string, onId: OnId, key: string, stale: boolean): Json {
	const datasource = /^(\d+)__table$/.exec(text);
	if (datasource !== null) return `${String(onId(Number(datasource[1]), 'dataset', stale))}__table`;
	if (!HOLD_JSON.includes(key) || text === '') return text;
	try {
		return JSON.stringify(
			mapIds(JSON.parse(text) as Json, onId, key === 'default_filters' ? 'filter_scopes' : key, stale)
		);
	} catch {
		return text;
	}
}
