import type { JsonObject } from './json.ts';
import type { DashboardRow, ChartRow, DatabaseRow, DatasetRow, Row, State, SupersetVersion } from './state.ts';
import * as views from './views.ts';

/** The four kinds that have lists, with the columns that Superset's REST API allows (its `api.py` files). */
export interface Resource {
	readonly kind: 'dashboard' | 'chart' | 'dataset' | 'database';
	/** Superset's name of the model, in titles. */
	readonly model: string;
	readonly listColumns: readonly string[];
	readonly orderColumns: readonly string[];
	readonly filterColumns: readonly string[];
	/** Columns of the answer for one row; `undefined` where Superset makes the answer by hand. */
	readonly showColumns: readonly string[];
	readonly newestFirst: boolean;
	readonly maxPageSize: number;
	view(state: State, row: Row): JsonObject;
}

const list = (text: string): string[] => text.trim().split(/\s+/);
const CHANGED =
	'changed_by.first_name changed_by.last_name changed_by.id changed_by_name changed_on_utc changed_on_delta_humanized';

function dashboards(isOld: boolean): Resource {
	return {
		kind: 'dashboard',
		model: 'Dashboard',
		listColumns:
			list(`id ${isOld ? '' : 'uuid'} published status slug url ${isOld ? 'css position_json json_metadata' : ''} thumbnail_url
			certified_by certification_details ${CHANGED} created_on_delta_humanized created_by.first_name created_by.id
			created_by.last_name dashboard_title owners.id owners.first_name owners.last_name ${isOld ? '' : 'owners.email'} roles.id roles.name
			is_managed_externally uuid tags.id tags.name tags.type`),
		orderColumns: list(
			'changed_by.first_name changed_on_delta_humanized created_by.first_name dashboard_title published changed_on'
		),
		filterColumns: list(
			`created_by changed_by dashboard_title id owners published roles slug tags ${isOld ? '' : 'uuid'}`
		),
		showColumns:
			list(`certification_details certified_by changed_by.first_name changed_by.id changed_by.last_name changed_by_name changed_on
			changed_on_delta_humanized charts created_by.first_name created_by.id created_by.last_name created_on_delta_humanized css
			dashboard_title id is_managed_externally json_metadata owners.first_name owners.id owners.last_name position_json published roles
			slug tags ${isOld ? '' : 'theme uuid'} thumbnail_url url`),
		newestFirst: true,
		maxPageSize: 100,
		view: (state, row) => views.dashboardView(state, row as DashboardRow)
	};
}

function charts(isOld: boolean): Resource {
	return {
		kind: 'chart',
		model: 'Slice',
		listColumns:
			list(`is_managed_externally certified_by certification_details cache_timeout changed_by.first_name changed_by.last_name
			changed_by.id changed_by_name changed_on_delta_humanized changed_on_dttm changed_on_utc created_by.first_name created_by.id
			created_by.last_name created_by_name created_on_delta_humanized datasource_id datasource_name_text datasource_type datasource_url
			description description_markeddown edit_url form_data id last_saved_at last_saved_by.id last_saved_by.first_name
			last_saved_by.last_name owners.first_name owners.id owners.last_name ${isOld ? '' : 'owners.email'} dashboards.id
			dashboards.dashboard_title params slice_name slice_url table.default_endpoint table.table_name thumbnail_url url viz_type tags.id
			tags.name tags.type uuid`),
		orderColumns:
			list(`changed_by.first_name changed_on_delta_humanized datasource_id datasource_name last_saved_at last_saved_by.id
			last_saved_by.first_name last_saved_by.last_name slice_name viz_type`),
		filterColumns:
			list(`created_by changed_by last_saved_at last_saved_by datasource_id datasource_name datasource_type description id
			owners dashboards slice_name viz_type tags ${isOld ? '' : 'uuid'}`),
		showColumns:
			list(`cache_timeout certification_details certified_by changed_on_delta_humanized dashboards.dashboard_title dashboards.id
			dashboards.json_metadata ${isOld ? '' : 'datasource_id datasource_name_text datasource_type datasource_url datasource_uuid'}
			description id is_managed_externally owners.first_name owners.id owners.last_name ${isOld ? '' : 'owners.email'} params query_context
			slice_name tags.id tags.name tags.type thumbnail_url url ${isOld ? '' : 'uuid'} viz_type`),
		newestFirst: true,
		maxPageSize: 100,
		view: (state, row) => views.chartView(state, row as ChartRow)
	};
}

function datasets(isOld: boolean): Resource {
	const columns =
		list(`advanced_data_type changed_on column_name created_on description expression extra filterable groupby id is_active
		is_dttm python_date_format type type_generic uuid verbose_name`).map((name) => `columns.${name}`);
	const metrics = list(`changed_on created_on currency d3format description expression extra id metric_name metric_type
		${isOld ? '' : 'uuid'} verbose_name warning_text`).map((name) => `metrics.${name}`);
	return {
		kind: 'dataset',
		model: 'Sqla Table',
		listColumns:
			list(`id uuid database.id database.database_name ${isOld ? '' : 'database.uuid'} changed_by_name changed_by.first_name
			changed_by.last_name changed_by.id changed_on_utc changed_on_delta_humanized default_endpoint description datasource_type explore_url
			extra kind owners.id owners.first_name owners.last_name catalog schema sql table_name uuid`),
		orderColumns: list(
			'table_name catalog schema changed_by.first_name changed_on_delta_humanized database.database_name'
		),
		filterColumns: list(
			`id database owners catalog schema sql table_name created_by changed_by ${isOld ? '' : 'uuid'}`
		),
		showColumns: [
			...list(`always_filter_main_dttm cache_timeout catalog changed_by.first_name changed_by.last_name changed_on changed_on_humanized
				column_formats created_by.first_name created_by.last_name created_on created_on_humanized
				${isOld ? 'currency_formats' : 'currency_code_column uuid database.uuid'} database.allow_multi_catalog database.backend database.database_name
				database.id datasource_name datasource_type default_endpoint description extra fetch_values_predicate filter_select_enabled
				granularity_sqla id is_managed_externally is_sqllab_view kind main_dttm_col name normalize_columns offset order_by_choices
				owners.first_name owners.id owners.last_name schema select_star sql table_name template_params time_grain_sqla uid url verbose_map`),
			...columns,
			...metrics
		],
		newestFirst: false,
		maxPageSize: 100,
		view: (state, row) => views.datasetView(state, row as DatasetRow)
	};
}

function databases(isOld: boolean): Resource {
	return {
		kind: 'database',
		model: 'Database',
		listColumns:
			list(`allow_file_upload allow_ctas allow_cvas allow_dml allow_run_async allows_cost_estimate allows_subquery
			allows_virtual_table_explore backend changed_on changed_on_delta_humanized changed_by.first_name changed_by.last_name
			created_by.first_name created_by.last_name ${isOld ? '' : 'configuration_method'} database_name explore_database_id
			expose_in_sqllab extra force_ctas_schema id uuid disable_data_preview disable_drill_to_detail allow_multi_catalog engine_information`),
		orderColumns:
			list(`allow_file_upload allow_dml allow_run_async changed_on changed_on_delta_humanized created_by.first_name
			database_name expose_in_sqllab`),
		filterColumns: list(
			'allow_file_upload allow_dml allow_run_async created_by changed_by database_name expose_in_sqllab uuid'
		),
		showColumns:
			list(`allow_ctas allow_cvas allow_dml allow_file_upload allow_run_async backend cache_timeout configuration_method
			database_name driver engine_information expose_in_sqllab force_ctas_schema id impersonate_user is_managed_externally uuid`),
		newestFirst: false,
		maxPageSize: Number.POSITIVE_INFINITY,
		view: (state, row) => views.databaseView(state, row as DatabaseRow)
	};
}

export function resourcesOf(version: SupersetVersion): readonly Resource[] {
	const isOld = version === '4.1.4';
	return [dashboards(isOld), charts(isOld), datasets(isOld), databases(isOld)];
}
