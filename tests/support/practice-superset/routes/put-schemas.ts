import * as f from '../import/fields.ts';
import type { Check, Schema } from '../import/fields.ts';
import type { Json } from '../json.ts';
import type { SupersetVersion } from '../state.ts';

/** What PUT takes, per kind (`…PutSchema` of Superset); only what is named is changed. */
export interface PutSchemas {
	readonly dashboard: Schema;
	readonly chart: Schema;
	readonly dataset: Schema;
}

const EXTERNAL = { is_managed_externally: f.booleanOrNull, external_url: f.textOrNull };
const CERTIFIED = { certified_by: f.textOrNull, certification_details: f.textOrNull };

const metadataSchema = (isOld: boolean): Schema => ({
	fields: {
		native_filter_configuration: f.listOrNull(f.mapping),
		chart_configuration: f.mapping,
		global_chart_configuration: f.mapping,
		...(isOld ? {} : { chart_customization_config: f.listOrNull(f.mapping) }),
		timed_refresh_immune_slices: f.listOf(f.integer),
		filter_scopes: f.mapping,
		expanded_slices: f.mapping,
		refresh_frequency: f.integer,
		default_filters: f.text,
		stagger_refresh: f.boolean,
		stagger_time: f.integer,
		color_scheme: f.textOrNull,
		color_namespace: f.textOrNull,
		positions: f.mappingOrNull,
		label_colors: f.mapping,
		shared_label_colors: f.anything,
		map_label_colors: f.mapping,
		color_scheme_domain: f.listOf(f.text),
		cross_filters_enabled: f.boolean,
		...(isOld ? {} : { show_chart_timestamps: f.boolean }),
		import_time: f.integer,
		remote_id: f.integer,
		filter_bar_orientation: f.textOrNull,
		native_filter_migration: f.mapping
	},
	required: [],
	before: (data) => {
		delete data['show_native_filters'];
	}
});

const metadataText =
	(schema: Schema): Check =>
	(value) => {
		if (value === null || value === '') return null;
		const problem = f.jsonTextOrNull(value);
		if (problem !== null) return problem;
		const found = f.problemsOf(JSON.parse(String(value)) as Json, schema);
		return found === null ? null : [found];
	};

const column: Schema = {
	fields: {
		id: f.integer,
		column_name: f.text,
		type: f.textOrNull,
		advanced_data_type: f.textOrNull,
		verbose_name: f.textOrNull,
		description: f.textOrNull,
		expression: f.textOrNull,
		extra: f.textOrNull,
		filterable: f.boolean,
		groupby: f.boolean,
		is_active: f.booleanOrNull,
		is_dttm: f.booleanOrNull,
		python_date_format: f.textOrNull,
		datetime_format: f.textOrNull,
		uuid: f.uuidOrNull
	},
	required: ['column_name']
};

const metric: Schema = {
	fields: {
		id: f.integer,
		expression: f.text,
		description: f.textOrNull,
		extra: f.textOrNull,
		metric_name: f.text,
		metric_type: f.textOrNull,
		d3format: f.textOrNull,
		currency: f.anything,
		verbose_name: f.textOrNull,
		warning_text: f.textOrNull,
		uuid: f.uuidOrNull
	},
	required: ['expression', 'metric_name']
};

export function putSchemas(version: SupersetVersion): PutSchemas {
	const isOld = version === '4.1.4';
	const newer = isOld ? {} : { uuid: f.uuidOrNull };
	return {
		dashboard: {
			fields: {
				dashboard_title: f.textOrNull,
				slug: f.textOrNull,
				owners: f.listOf(f.integerOrNull),
				roles: f.listOf(f.integerOrNull),
				position_json: f.jsonTextOrNull,
				css: f.textOrNull,
				...(isOld ? {} : { theme_id: f.integerOrNull }),
				json_metadata: metadataText(metadataSchema(isOld)),
				published: f.booleanOrNull,
				...CERTIFIED,
				...EXTERNAL,
				tags: f.listOf(f.integerOrNull),
				...newer
			},
			required: []
		},
		chart: {
			fields: {
				slice_name: f.textOrNull,
				description: f.textOrNull,
				viz_type: f.textOrNull,
				owners: f.listOf(f.integer),
				params: f.jsonTextOrNull,
				query_context: f.textOrNull,
				query_context_generation: f.booleanOrNull,
				cache_timeout: f.integerOrNull,
				datasource_id: f.integerOrNull,
				datasource_type: f.textOrNull,
				dashboards: f.listOf(f.integer),
				...CERTIFIED,
				...EXTERNAL,
				tags: f.listOf(f.integer),
				...newer
			},
			required: []
		},
		dataset: {
			fields: {
				table_name: f.textOrNull,
				database_id: f.integer,
				sql: f.textOrNull,
				filter_select_enabled: f.booleanOrNull,
				fetch_values_predicate: f.textOrNull,
				catalog: f.textOrNull,
				schema: f.textOrNull,
				description: f.textOrNull,
				main_dttm_col: f.textOrNull,
				...(isOld ? {} : { currency_code_column: f.textOrNull }),
				normalize_columns: f.booleanOrNull,
				always_filter_main_dttm: f.boolean,
				offset: f.integerOrNull,
				default_endpoint: f.textOrNull,
				cache_timeout: f.integerOrNull,
				is_sqllab_view: f.booleanOrNull,
				template_params: f.textOrNull,
				owners: f.listOf(f.integer),
				columns: f.listOf(f.nested(column)),
				metrics: f.listOf(f.nested(metric)),
				...(isOld ? {} : { folders: f.listOf(f.anything) }),
				extra: f.textOrNull,
				...EXTERNAL,
				...newer
			},
			required: []
		}
	};
}
