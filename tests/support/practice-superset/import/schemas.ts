import { isObject, type Json, type JsonObject } from '../json.ts';
import type { SupersetVersion } from '../state.ts';
import * as f from './fields.ts';
import type { Schema } from './fields.ts';

/** The schemas that imports check files against, by folder (`ImportV1…Schema` of Superset). */
export interface ImportSchemas {
	readonly databases: Schema;
	readonly datasets: Schema;
	readonly charts: Schema;
	readonly dashboards: Schema;
	readonly themes: Schema | undefined;
}

const EXTERNAL = { is_managed_externally: f.booleanOrNull, external_url: f.textOrNull };

function parsedExtra(data: JsonObject): void {
	if (typeof data['extra'] !== 'string') return;
	try {
		data['extra'] = data['extra'].trim() === '' ? null : (JSON.parse(data['extra']) as Json);
	} catch {
		data['extra'] = null;
	}
}

const databaseExtra = (isOld: boolean): Schema => ({
	fields: {
		metadata_params: f.mapping,
		engine_params: f.mapping,
		metadata_cache_timeout: f.mapping,
		schemas_allowed_for_csv_upload: f.listOf(f.text),
		cost_estimate_enabled: f.boolean,
		allows_virtual_table_explore: f.boolean,
		cancel_query_on_windows_unload: f.boolean,
		disable_data_preview: f.boolean,
		disable_drill_to_detail: f.boolean,
		allow_multi_catalog: f.boolean,
		...(isOld ? {} : { per_user_caching: f.boolean, schema_options: f.mapping }),
		version: f.textOrNull
	},
	required: [],
	before: (data) => {
		if ('schemas_allowed_for_file_upload' in data) {
			data['schemas_allowed_for_csv_upload'] = data['schemas_allowed_for_file_upload'] ?? null;
			delete data['schemas_allowed_for_file_upload'];
		}
	}
});

const database = (isOld: boolean): Schema => ({
	fields: {
		database_name: f.text,
		sqlalchemy_uri: f.text,
		password: f.textOrNull,
		...(isOld ? {} : { encrypted_extra: f.jsonTextOrNull, masked_encrypted_extra: f.text }),
		cache_timeout: f.integerOrNull,
		expose_in_sqllab: f.boolean,
		allow_run_async: f.boolean,
		allow_ctas: f.boolean,
		allow_cvas: f.boolean,
		allow_dml: f.boolean,
		allow_csv_upload: f.boolean,
		...(isOld ? {} : { impersonate_user: f.boolean }),
		extra: f.nested(databaseExtra(isOld)),
		uuid: f.uuid,
		version: f.text,
		...EXTERNAL,
		ssh_tunnel: f.anything,
		...(isOld ? {} : { configuration_method: f.textOrNull })
	},
	required: ['database_name', 'sqlalchemy_uri', 'uuid', 'version'],
	before: (data) => {
		if ('allow_file_upload' in data) {
			data['allow_csv_upload'] = data['allow_file_upload'] ?? null;
			delete data['allow_file_upload'];
		}
	}
});

const column = (isOld: boolean): Schema => ({
	fields: {
		column_name: f.text,
		extra: f.mappingOrNull,
		verbose_name: f.textOrNull,
		is_dttm: f.booleanOrNull,
		is_active: f.booleanOrNull,
		type: f.textOrNull,
		advanced_data_type: f.textOrNull,
		groupby: f.boolean,
		filterable: f.boolean,
		expression: f.textOrNull,
		description: f.textOrNull,
		python_date_format: f.textOrNull,
		...(isOld ? {} : { datetime_format: f.textOrNull })
	},
	required: ['column_name'],
	before: parsedExtra
});

/** 6.x takes the currency as a mapping or as its JSON text, 4.1 as text only. */
const currency: f.Check = (value) => {
	if (value === null || typeof value === 'string') return null;
	if (!isObject(value)) return { _schema: ['Invalid input type.'] };
	return f.problemsOf(value, { fields: { symbol: f.text, symbolPosition: f.text }, required: [] });
};

const metric = (isOld: boolean): Schema => ({
	fields: {
		metric_name: f.text,
		verbose_name: f.textOrNull,
		metric_type: f.textOrNull,
		expression: f.text,
		description: f.textOrNull,
		d3format: f.textOrNull,
		currency: isOld ? f.textOrNull : currency,
		extra: f.mappingOrNull,
		warning_text: f.textOrNull
	},
	required: ['metric_name', 'expression'],
	before: parsedExtra
});

const dataset = (isOld: boolean): Schema => ({
	fields: {
		table_name: f.text,
		main_dttm_col: f.textOrNull,
		...(isOld ? {} : { currency_code_column: f.textOrNull }),
		description: f.textOrNull,
		default_endpoint: f.textOrNull,
		offset: f.integer,
		cache_timeout: f.integerOrNull,
		schema: f.textOrNull,
		catalog: f.textOrNull,
		sql: f.textOrNull,
		...(isOld ? {} : { source_db_engine: f.textOrNull }),
		params: f.mappingOrNull,
		template_params: f.mappingOrNull,
		filter_select_enabled: f.boolean,
		fetch_values_predicate: f.textOrNull,
		extra: f.mappingOrNull,
		uuid: f.uuid,
		columns: f.listOf(f.nested(column(isOld))),
		metrics: f.listOf(f.nested(metric(isOld))),
		version: f.text,
		database_uuid: f.uuid,
		data: f.text,
		...EXTERNAL,
		normalize_columns: f.boolean,
		always_filter_main_dttm: f.boolean,
		...(isOld ? {} : { folders: f.listOrNull(f.anything), data_file: f.textOrNull })
	},
	required: ['table_name', 'uuid', 'version', 'database_uuid'],
	before: (data) => {
		parsedExtra(data);
		if (!isOld && data['template_params'] === '') data['template_params'] = null;
	}
});

const chart = (isOld: boolean): Schema => ({
	fields: {
		slice_name: f.text,
		description: f.textOrNull,
		certified_by: f.textOrNull,
		certification_details: f.textOrNull,
		viz_type: f.text,
		params: f.mapping,
		query_context: f.jsonTextOrNull,
		cache_timeout: f.integerOrNull,
		uuid: f.uuid,
		version: f.text,
		dataset_uuid: f.uuid,
		...EXTERNAL,
		...(isOld ? {} : { tags: f.listOrNull(f.text) })
	},
	required: ['slice_name', 'viz_type', 'uuid', 'version', 'dataset_uuid']
});

const dashboard = (isOld: boolean): Schema => ({
	fields: {
		dashboard_title: f.text,
		description: f.textOrNull,
		css: f.textOrNull,
		slug: f.textOrNull,
		uuid: f.uuid,
		position: f.mapping,
		metadata: f.mapping,
		version: f.text,
		...EXTERNAL,
		certified_by: f.textOrNull,
		certification_details: f.textOrNull,
		published: f.booleanOrNull,
		...(isOld ? {} : { tags: f.listOrNull(f.text), theme_uuid: f.uuidOrNull, theme_id: f.integerOrNull })
	},
	required: ['dashboard_title', 'uuid', 'version']
});

const theme: Schema = {
	fields: { theme_name: f.text, json_data: f.anything, uuid: f.uuid, version: f.text },
	required: ['theme_name', 'json_data', 'uuid', 'version']
};

export function importSchemas(version: SupersetVersion): ImportSchemas {
	const isOld = version === '4.1.4';
	return {
		databases: database(isOld),
		datasets: dataset(isOld),
		charts: chart(isOld),
		dashboards: dashboard(isOld),
		themes: isOld ? undefined : theme
	};
}

export const METADATA: Schema = {
	fields: { version: f.text, type: f.text, timestamp: f.anything },
	required: ['version']
};
