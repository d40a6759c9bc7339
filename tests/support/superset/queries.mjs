import { uuidOf } from './rest.mjs';

/** A query object as Superset's front end writes it into a chart's `query_context`. */
export function query(metrics = [], columns = [], { limit = 1000, time, orderby, filters, extras, ...more } = {}) {
	const time_range = { col: time, op: 'TEMPORAL_RANGE', val: 'No filter' };
	return {
		filters: [...(time ? [time_range] : []), ...(filters ?? [])],
		extras: { having: '', where: '', ...extras },
		applied_time_extras: {},
		columns,
		metrics,
		orderby: orderby ?? metrics.slice(0, 1).map((metric) => [metric, false]),
		annotation_layers: [],
		row_limit: limit,
		series_limit: 0,
		order_desc: true,
		url_params: {},
		custom_params: {},
		custom_form_data: {},
		post_processing: [],
		...more
	};
}

export const axis = (column, grain) => ({
	...(grain && { timeGrain: grain }),
	columnType: 'BASE_AXIS',
	sqlExpression: column,
	label: column,
	expressionType: 'SQL'
});

/** A metric made in the chart: `SUM` of a column. */
export const simpleMetric = (column, aggregate, label) => ({
	expressionType: 'SIMPLE',
	column: { column_name: column },
	aggregate,
	label,
	hasCustomLabel: true,
	optionName: `metric_${uuidOf(column + aggregate).slice(0, 8)}`
});

/** A metric made in the chart from SQL. */
export const sqlMetric = (sql, label) => ({
	expressionType: 'SQL',
	sqlExpression: sql,
	label,
	hasCustomLabel: true,
	optionName: `metric_${uuidOf(sql).slice(0, 8)}`
});

/** The filter by time that Explore puts into each chart of a dataset with a time column. */
export const timeFilter = (column) => ({
	clause: 'WHERE',
	comparator: 'No filter',
	expressionType: 'SIMPLE',
	operator: 'TEMPORAL_RANGE',
	subject: column
});

/** Form and queries of a chart of the timeseries family. */
export function series({ metrics, x, grain = null, by = [], ...params }) {
	const names = metrics.map((metric) => (typeof metric === 'string' ? metric : metric.label));
	const each = (value) => Object.fromEntries(names.map((name) => [name, value]));
	const pivot = { index: [x], columns: by, drop_missing_columns: false, aggregates: each({ operator: 'mean' }) };
	const rename = { operation: 'rename', options: { columns: each(null), level: 0, inplace: true } };
	const form = {
		x_axis: x,
		time_grain_sqla: grain,
		x_axis_sort_asc: true,
		x_axis_sort_series: 'name',
		metrics,
		groupby: by,
		adhoc_filters: grain ? [timeFilter(x)] : [],
		order_desc: true,
		row_limit: 10000,
		truncate_metric: true,
		show_empty_columns: true,
		comparison_type: 'values',
		annotation_layers: [],
		color_scheme: 'supersetColors',
		show_legend: true,
		legendType: 'scroll',
		legendOrientation: 'top',
		x_axis_time_format: 'smart_date',
		y_axis_format: 'SMART_NUMBER',
		rich_tooltip: true,
		...params
	};
	const one = query(metrics, [axis(x, grain), ...by], {
		limit: 10000,
		...(grain && { time: x }),
		post_processing: [
			{ operation: 'pivot', options: pivot },
			...(by.length > 0 ? [rename] : []),
			{ operation: 'flatten' }
		],
		series_columns: by,
		extras: grain ? { time_grain_sqla: grain } : {},
		time_offsets: []
	});
	return { params: form, queries: [one] };
}
