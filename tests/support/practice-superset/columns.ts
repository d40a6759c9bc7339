import type { SupersetVersion } from './state.ts';

/** The columns that exports carry and imports accept, per kind, in Superset's order (`export_fields` of its models). */
export interface ExportColumns {
	readonly database: readonly string[];
	readonly dataset: readonly string[];
	readonly column: readonly string[];
	readonly metric: readonly string[];
	readonly chart: readonly string[];
	readonly dashboard: readonly string[];
	readonly theme: readonly string[];
}

const list = (text: string): readonly string[] => text.trim().split(/\s+/);
const without = (columns: readonly string[], ...names: readonly string[]): readonly string[] =>
	columns.filter((column) => !names.includes(column));

const NEW: ExportColumns = {
	database:
		list(`database_name sqlalchemy_uri cache_timeout expose_in_sqllab allow_run_async allow_ctas allow_cvas allow_dml
		allow_file_upload extra impersonate_user configuration_method`),
	dataset:
		list(`table_name main_dttm_col currency_code_column description default_endpoint offset cache_timeout catalog schema
		sql params template_params filter_select_enabled fetch_values_predicate extra normalize_columns always_filter_main_dttm folders`),
	column:
		list(`column_name verbose_name is_dttm is_active type advanced_data_type groupby filterable expression description
		python_date_format datetime_format extra`),
	metric: list('metric_name verbose_name metric_type expression description d3format currency extra warning_text'),
	chart: list('slice_name description certified_by certification_details viz_type params query_context cache_timeout'),
	dashboard: list(
		`dashboard_title position_json json_metadata description css slug certified_by certification_details published`
	),
	theme: list('theme_name json_data')
};

const OLD: ExportColumns = {
	...NEW,
	database: without(NEW.database, 'impersonate_user', 'configuration_method'),
	dataset: without(NEW.dataset, 'currency_code_column', 'folders'),
	column: without(NEW.column, 'datetime_format'),
	theme: []
};

export const exportColumns = (version: SupersetVersion): ExportColumns => (version === '4.1.4' ? OLD : NEW);

/** Taken from a bundle, though no export writes them (`extra_import_fields`). */
export const EXTERNAL = ['is_managed_externally', 'external_url'] as const;
export const DATABASE_IMPORT_ONLY = [
	'password',
	'encrypted_extra',
	'impersonate_user',
	'configuration_method'
] as const;

/** What a new row holds where nobody said anything. */
export const DEFAULTS = {
	database: {
		expose_in_sqllab: true,
		allow_run_async: false,
		allow_file_upload: false,
		allow_ctas: false,
		allow_cvas: false,
		allow_dml: false,
		impersonate_user: false,
		configuration_method: 'sqlalchemy_form',
		is_managed_externally: false
	},
	dataset: {
		offset: 0,
		filter_select_enabled: true,
		normalize_columns: false,
		always_filter_main_dttm: false,
		is_managed_externally: false
	},
	column: { is_dttm: false, is_active: true, groupby: true, filterable: true },
	metric: {},
	chart: { is_managed_externally: false },
	dashboard: { published: false, is_managed_externally: false },
	theme: {}
} as const;
