import { chart, row } from '../layout.mjs';
import { query, sqlMetric } from '../queries.mjs';

const SQL =
	'SELECT s.*,\n       c.size AS customer_size,\n' +
	"       CASE WHEN s.amount > {{ big }} THEN 'big' ELSE 'small' END AS bucket\n" +
	'FROM main.sales s\nJOIN main.customers c ON c.id = s.customer_id\nWHERE 1 = 1\n' +
	"{% if from_dttm %}\n  AND s.order_date >= '{{ from_dttm }}'\n{% endif %}\n" +
	"{% for c in filter_values('channel') %}\n  AND s.channel = '{{ c }}'\n{% endfor %}\n";

const WEEKDAY = "CASE strftime('%w', order_date)\n  WHEN '0' THEN 'Sun'\n  WHEN '6' THEN 'Sat'\n  ELSE 'week'\nEND";

/** A dataset of SQL with Jinja in it, calculated columns, currencies, certification and every optional field. */
export async function virtual(to) {
	const certified = (certified_by, details) => ({ certification: { certified_by, ...(details && { details }) } });
	await to.dataset('sales_joined', {
		database: 'Shop',
		table: 'sales_joined',
		sql: SQL,
		template_params: JSON.stringify({ big: 250, label: 'x' }),
		main_dttm_col: 'order_date',
		fetch_values_predicate: 'amount > 0',
		offset: 3,
		cache_timeout: 120,
		filter_select_enabled: true,
		default_endpoint: '',
		metrics: {
			net: {
				expression: 'SUM(amount * (1 - returned))',
				verbose_name: 'Net revenue',
				d3format: ',.2f',
				currency: { symbol: 'EUR', symbolPosition: 'suffix' },
				extra: JSON.stringify({ ...certified('Finance', 'closed months only'), warning_markdown: '**provisional**' })
			},
			per_unit: {
				expression: 'SUM(amount) / NULLIF(SUM(quantity), 0)',
				d3format: '$,.2f',
				currency: { symbol: 'USD', symbolPosition: 'prefix' }
			}
		},
		columns: { order_date: { is_dttm: true, python_date_format: '%Y-%m-%d %H:%M:%S' } },
		calculated: [
			{
				column_name: 'month',
				expression: "strftime('%Y-%m', order_date)",
				type: 'TEXT',
				description: 'Year and month'
			},
			{ column_name: 'weekday', expression: WEEKDAY, type: 'TEXT', extra: JSON.stringify(certified('Ops')) }
		],
		extra: JSON.stringify({ ...certified('Finance', 'reviewed'), warning_markdown: 'Slow' })
	});
	const metrics = ['net', 'per_unit', sqlMetric('MAX(\n  amount\n)', 'Top order')];
	const where = "channel <> 'partner'\n  AND amount > 0";
	await to.chart('vi/table', {
		name: 'Net by month',
		dataset: 'sales_joined',
		type: 'table',
		params: {
			query_mode: 'aggregate',
			groupby: ['month', 'bucket'],
			metrics,
			row_limit: 100,
			adhoc_filters: [{ clause: 'WHERE', expressionType: 'SQL', sqlExpression: where }]
		},
		queries: [query(metrics, ['month', 'bucket'], { limit: 100, extras: { where: `(${where})` } })]
	});
	const columns = ['order_date', 'product', 'customer_size', 'weekday', 'amount'];
	await to.chart('vi/raw', {
		name: 'Raw rows',
		dataset: 'sales_joined',
		type: 'table',
		params: {
			query_mode: 'raw',
			all_columns: columns,
			groupby: [],
			metrics: [],
			row_limit: 25,
			order_by_cols: ['["order_date", false]'],
			server_pagination: true
		},
		queries: [query([], columns, { limit: 25, orderby: [['order_date', false]] })]
	});
	return to.dashboard('virtual', {
		title: 'Virtual dataset',
		layout: [row(chart('vi/table', 6), chart('vi/raw', 6))],
		published: true
	});
}
