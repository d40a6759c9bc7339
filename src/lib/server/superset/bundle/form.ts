import type { AssetKind } from '#lib/domain/asset.ts';
import { mapping, type Value } from '#lib/domain/value.ts';

/** The number of the canonical form that this code writes; see specs/domain/canonical-form.md. */
export const FORM = 1;

/** Superset's own number of its bundle format; every file of a bundle carries it. */
export const BUNDLE_VERSION = '1.0.0';

export interface Field {
	readonly key: string;
	/** The value that means the same as an absent key and is left out; `undefined` where the key always stands. */
	readonly absent: Value | undefined;
}

const always = (key: string): Field => ({ key, absent: undefined });
/** Text: null, '' and absent are one. */
const text = (key: string): Field => ({ key, absent: null });
const unless = (key: string, absent: Value): Field => ({ key, absent });

/**
 * The fields of each kind of file in the order in which they are written, with what an absent one means. Sources:
 * `export_fields` of Superset's models, its ImportV1…Schema classes, and the recorded exports of 4.1.4 to 6.1.0.
 */
export const FIELDS: Record<'dashboard' | 'chart' | 'dataset' | 'column' | 'metric' | 'theme', readonly Field[]> = {
	dashboard: [
		always('dashboard_title'),
		text('slug'),
		text('description'),
		always('published'),
		text('certified_by'),
		text('certification_details'),
		text('css'),
		text('theme_uuid'),
		unless('tags', []),
		always('uuid'),
		always('position'),
		always('metadata'),
		always('version')
	],
	chart: [
		always('slice_name'),
		always('viz_type'),
		text('description'),
		text('certified_by'),
		text('certification_details'),
		text('cache_timeout'),
		unless('tags', []),
		always('uuid'),
		text('dataset_uuid'),
		always('params'),
		text('query_context'),
		always('version')
	],
	dataset: [
		always('table_name'),
		text('catalog'),
		text('schema'),
		text('description'),
		text('main_dttm_col'),
		text('currency_code_column'),
		text('sql'),
		text('fetch_values_predicate'),
		text('template_params'),
		text('params'),
		text('extra'),
		unless('offset', 0),
		text('cache_timeout'),
		text('default_endpoint'),
		unless('filter_select_enabled', true),
		unless('normalize_columns', false),
		unless('always_filter_main_dttm', false),
		text('folders'),
		always('uuid'),
		always('database_uuid'),
		unless('metrics', []),
		unless('columns', []),
		always('version')
	],
	column: [
		always('column_name'),
		text('verbose_name'),
		text('type'),
		text('advanced_data_type'),
		text('expression'),
		text('description'),
		unless('is_dttm', false),
		text('python_date_format'),
		text('datetime_format'),
		unless('is_active', true),
		unless('groupby', true),
		unless('filterable', true),
		text('extra')
	],
	metric: [
		always('metric_name'),
		text('verbose_name'),
		text('metric_type'),
		always('expression'),
		text('description'),
		text('d3format'),
		text('currency'),
		text('warning_text'),
		text('extra')
	],
	theme: [always('theme_name'), always('uuid'), always('json_data'), always('version')]
};

/** Keys of a dashboard's metadata that the front end writes anew by itself; what a person chose is in others. */
export const MACHINE_MADE_METADATA = ['shared_label_colors', 'map_label_colors', 'color_scheme_domain'] as const;

/** Keys of metadata and the value that means the same as an absent key. */
export const METADATA_DEFAULTS: readonly (readonly [key: string, value: Value])[] = [
	['default_filters', '{}'],
	['default_filters', mapping()],
	['filter_scopes', mapping()],
	['chart_customization_config', []],
	['native_filter_configuration', []],
	['chart_configuration', mapping()],
	['timed_refresh_immune_slices', []],
	['expanded_slices', mapping()],
	['label_colors', mapping()],
	['show_chart_timestamps', false],
	['cross_filters_enabled', true],
	['color_scheme', ''],
	['refresh_frequency', 0]
];

/** Keys of a chart's parameters that only say where the chart stands in one Superset. */
export const PLACE_PARAMS = ['datasource', 'slice_id', 'dashboards'] as const;

export const FOLDER_OF_KIND: Record<Exclude<AssetKind, 'tags' | 'form'>, string> = {
	dashboard: 'dashboards',
	chart: 'charts',
	dataset: 'datasets',
	database: 'databases',
	theme: 'themes'
};
