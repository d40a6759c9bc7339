import { isList, isMapping, mapping, type Mapping, type Value } from '#lib/domain/value.ts';
import { parseJson, writeJson } from '#lib/server/superset/bundle/json.ts';
import { parseYaml } from '#lib/server/superset/bundle/yaml.ts';
import { yamlBytes } from './edit.ts';
import type { Files } from './example.ts';

/** How another Superset would have numbered its objects. */
export interface Numbering {
	chart(number: number): number;
	dataset(number: number): number;
}

const CHART = new Set(['chartId', 'slice_id']);
const CHARTS = new Set(['excluded', 'immune', 'timed_refresh_immune_slices', 'deck_slices', 'chartsInScope']);
const BY_CHART = new Set(['expanded_slices', 'chart_configuration', 'filter_scopes']);
const JSON_TEXT = new Set(['default_filters', 'query_context']);

/** The same export, as a Superset with other numbers would have written it. */
export function renumberedFiles(files: Files, numbering: Numbering): Files {
	return new Map(
		[...files].map(([path, bytes]) => {
			if (!/^(charts|datasets|dashboards)\//.test(path)) return [path, bytes];
			const kind = path.startsWith('charts/') ? 'chart' : 'dataset';
			const named = path.startsWith('dashboards/')
				? path
				: path.replace(/(\d+)(?=\.yaml$)/, (digits) => String(numbering[kind](Number(digits))));
			return [named, yamlBytes(renumbered(parseYaml(Buffer.from(bytes).toString('utf8')), '', numbering))];
		})
	);
}

function renumbered(value: Value, key: string, to: Numbering): Value {
	const chart = (item: Value) => (typeof item === 'number' ? to.chart(item) : item);
	if (CHART.has(key)) return chart(value);
	if (key === 'datasetId' && typeof value === 'number') return to.dataset(value);
	if (typeof value === 'string') return renumberedText(value, key, to);
	if (isList(value)) {
		if (CHARTS.has(key)) return value.map(chart);
		return value.map((item) => (key === 'annotation_layers' ? layer(item, to) : renumbered(item, '', to)));
	}
	if (!isMapping(value)) return value;
	const made = Object.entries(value).map(([name, item]): [string, Value] => {
		const isId = name === 'id' && key === 'datasource' && typeof item === 'number';
		return [
			BY_CHART.has(key) ? String(to.chart(Number(name))) : name,
			isId ? to.dataset(item) : renumbered(item, name, to)
		];
	});
	return key === 'chart_configuration'
		? mapping(made.map(([name, item]) => [name, withId(item, Number(name))]))
		: mapping(made);
}

function renumberedText(value: string, key: string, to: Numbering): Value {
	if (key === 'datasource') return value.replace(/^\d+(?=__table$)/, (digits) => String(to.dataset(Number(digits))));
	if (!JSON_TEXT.has(key)) return value;
	const parsed = parseJson(value);
	if (key === 'query_context' || !isMapping(parsed)) return writeJson(renumbered(parsed, '', to));
	return writeJson(mapping(Object.entries(parsed).map(([number, item]) => [String(to.chart(Number(number))), item])));
}

const withId = (entry: Value, id: number): Value => (isMapping(entry) ? { ...entry, id } : entry);

const layer = (item: Value, to: Numbering): Value =>
	isMapping(item) && item['sourceType'] === 'line' && typeof item['value'] === 'number'
		? ({ ...item, value: to.chart(item['value']) } as Mapping)
		: item;
