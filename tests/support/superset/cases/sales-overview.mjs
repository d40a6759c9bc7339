import { chart, column, divider, header, markdown, nativeFilter, row, tab, tabs } from '../layout.mjs';
import { axis, query, series, simpleMetric, timeFilter } from '../queries.mjs';

const byTime = { adhoc_filters: [timeFilter('order_date')] };
const time = 'order_date';

/** Two tabs, rows and columns, filters, cross filters, CSS and ten types of chart. */
export async function salesOverview(to) {
	await addCharts(to);
	const keys = ['revenue', 'line', 'bar', 'pie', 'table', 'pivot', 'heatmap', 'treemap', 'area', 'trend'];
	const id = (key) => to.chartId(`so/${key}`);
	const all = keys.map(id);
	const others = (...without) => all.filter((chartId) => !without.map(id).includes(chartId));
	const inTabs = ['TAB-sales', 'TAB-detail'];
	const countries = ['NO', 'FR', 'JP'];
	const crossFilter = (key, scope, chartsInScope) => ({
		[id(key)]: { id: id(key), crossFilters: { scope, chartsInScope } }
	});
	const metadata = {
		color_scheme: 'd3Category10',
		refresh_frequency: 300,
		shared_label_colors: ['Tea', 'Coffee'],
		label_colors: { Tea: '#5AC189', Coffee: '#8D6E63' },
		map_label_colors: { Tea: '#5AC189', Coffee: '#8D6E63', Ware: '#1FA8C9' },
		color_scheme_domain: ['#1f77b4', '#ff7f0e', '#2ca02c'],
		native_filter_configuration: [
			nativeFilter('so/country', 'Country', {
				dataset: to.datasetId('sales'),
				column: 'country',
				excluded: [id('area')],
				charts: others('area'),
				tabs: inTabs,
				defaultDataMask: {
					extraFormData: { filters: [{ col: 'country', op: 'IN', val: countries }] },
					filterState: { label: countries.join(', '), validateStatus: false, value: countries },
					ownState: {}
				}
			}),
			nativeFilter('so/time', 'Period', { type: 'filter_time', charts: all, tabs: inTabs, controlValues: {} }),
			{
				...nativeFilter('so/divider', 'About the shop', { type: 'filter_divider' }),
				type: 'DIVIDER',
				title: 'Shop',
				description: 'Filters above apply to sales'
			}
		],
		chart_configuration: {
			...crossFilter('pie', { rootPath: ['ROOT_ID'], excluded: [id('pie'), id('revenue')] }, others('pie', 'revenue')),
			...crossFilter('bar', 'global', others('bar'))
		},
		global_chart_configuration: {
			scope: { rootPath: ['ROOT_ID'], excluded: [id('area')] },
			chartsInScope: others('area')
		}
	};
	return to.dashboard('sales-overview', {
		title: 'Sales overview',
		layout: layout(),
		metadata,
		published: true,
		certified_by: 'Data team',
		certification_details: 'Checked each Monday',
		css:
			'.dashboard-component-header {\n  letter-spacing: 0.02em;\n}\n\n' +
			'/* calm tabs */\n.ant-tabs-tab { font-weight: 500; }\n'
	});
}

function layout() {
	const about =
		'### Tea & coffee\n\nWhat we sell, **where** and *to whom*.\n\n- orders since 2023\n- events since 2024';
	return [
		tabs(
			'TABS-top',
			tab(
				'TAB-sales',
				'Sales',
				row(
					column(2, chart('so/revenue', 2, 26), chart('so/trend', 2, 26)),
					chart('so/line', 7, 56),
					column(3, markdown(about, 3, 56))
				),
				row(chart('so/bar'), chart('so/pie'), chart('so/treemap'))
			),
			tab(
				'TAB-detail',
				'Detail',
				header('By place'),
				row(chart('so/heatmap', 6), chart('so/pivot', 6, 60)),
				divider(),
				row(chart('so/table', 8, 60), chart('so/area', 4, 60))
			)
		)
	];
}

async function addCharts(to) {
	const sales = (key, name, type, params, queries, more) =>
		to.chart(`so/${key}`, { name, dataset: 'sales', type, params, queries, ...more });

	await sales(
		'revenue',
		'Total revenue',
		'big_number_total',
		{
			metric: 'revenue',
			...byTime,
			header_font_size: 0.4,
			subheader_font_size: 0.15,
			y_axis_format: '$,.0f',
			time_format: 'smart_date',
			subheader: 'all channels'
		},
		[query(['revenue'], [], { time })],
		{ description: 'Everything sold, in dollars.' }
	);
	const line = series({
		metrics: ['revenue'],
		x: time,
		grain: 'P1M',
		by: ['category'],
		markerEnabled: false,
		zoomable: true
	});
	await sales('line', 'Revenue by month', 'echarts_timeseries_line', line.params, line.queries, { cache_timeout: 600 });
	const bar = series({
		metrics: ['revenue', 'count'],
		x: 'channel',
		orientation: 'vertical',
		only_total: true,
		show_value: true,
		x_axis_sort: 'revenue',
		x_axis_sort_asc: false
	});
	await sales('bar', 'Channels', 'echarts_timeseries_bar', bar.params, bar.queries);
	await sales(
		'pie',
		'Category share',
		'pie',
		{
			groupby: ['category'],
			metric: 'revenue',
			...byTime,
			row_limit: 100,
			sort_by_metric: true,
			color_scheme: 'supersetColors',
			donut: true,
			innerRadius: 40,
			outerRadius: 70,
			show_legend: true,
			label_type: 'key_percent',
			number_format: 'SMART_NUMBER'
		},
		[query(['revenue'], ['category'], { limit: 100, time })]
	);
	await addTables(sales);
	await sales(
		'treemap',
		'Products',
		'treemap_v2',
		{
			groupby: ['category', 'product'],
			metric: 'revenue',
			row_limit: 100,
			color_scheme: 'supersetColors',
			show_labels: true,
			show_upper_labels: true,
			label_type: 'key_value',
			number_format: 'SMART_NUMBER',
			...byTime
		},
		[query(['revenue'], ['category', 'product'], { limit: 100, time })]
	);
	const area = series({
		metrics: ['visitors'],
		x: 'event_time',
		grain: 'P1W',
		by: ['event'],
		seriesType: 'line',
		stack: 'Stack',
		opacity: 0.4,
		only_total: true,
		area: true
	});
	await to.chart('so/area', { name: 'Visitors by week', dataset: 'web_events', type: 'echarts_area', ...area });
	const units = simpleMetric('quantity', 'SUM', 'Units');
	const trend = series({ metrics: [units], x: time, grain: 'P1D', compare_lag: 7 });
	const params = { ...trend.params, metric: units, compare_suffix: 'WoW', show_trend_line: true };
	await sales('trend', 'Units, last day', 'big_number', params, trend.queries);
}

async function addTables(sales) {
	const inShops = { col: 'channel', op: 'IN', val: ['web', 'store'] };
	const measures = ['revenue', 'avg_order', 'return_rate'];
	await sales(
		'table',
		'Top products',
		'table',
		{
			query_mode: 'aggregate',
			groupby: ['product', 'category'],
			metrics: measures,
			percent_metrics: [],
			all_columns: [],
			order_by_cols: [],
			order_desc: true,
			row_limit: 50,
			server_page_length: 10,
			table_timestamp_format: 'smart_date',
			show_cell_bars: true,
			color_pn: true,
			allow_render_html: true,
			adhoc_filters: [
				timeFilter(time),
				{
					clause: 'WHERE',
					comparator: inShops.val,
					expressionType: 'SIMPLE',
					operator: 'IN',
					operatorId: 'IN',
					subject: 'channel'
				}
			],
			conditional_formatting: [{ colorScheme: '#ACE1C4', column: 'revenue', operator: '>', targetValue: 20000 }],
			column_config: {
				revenue: { d3NumberFormat: '$,.0f' },
				return_rate: { d3NumberFormat: '.1%', alignPositiveNegative: false }
			}
		},
		[query(measures, ['product', 'category'], { limit: 50, time, filters: [inShops] })]
	);
	await sales(
		'pivot',
		'Country by channel',
		'pivot_table_v2',
		{
			groupbyColumns: ['channel'],
			groupbyRows: ['country', 'category'],
			metrics: ['revenue'],
			metricsLayout: 'COLUMNS',
			...byTime,
			row_limit: 10000,
			aggregateFunction: 'Sum',
			rowTotals: true,
			colTotals: true,
			valueFormat: '$,.0f',
			rowOrder: 'key_a_to_z',
			colOrder: 'key_a_to_z',
			temporal_columns_lookup: { order_date: true }
		},
		[query(['revenue'], ['country', 'category', 'channel'], { limit: 10000, time })]
	);
	const rank = { operation: 'rank', options: { metric: 'revenue', group_by: null } };
	await sales(
		'heatmap',
		'Country and category',
		'heatmap_v2',
		{
			x_axis: 'country',
			groupby: 'category',
			metric: 'revenue',
			...byTime,
			row_limit: 10000,
			sort_x_axis: 'alpha_asc',
			sort_y_axis: 'alpha_asc',
			normalize_across: 'heatmap',
			legend_type: 'continuous',
			linear_color_scheme: 'superset_seq_1',
			xscale_interval: -1,
			yscale_interval: -1,
			left_margin: 'auto',
			bottom_margin: 'auto',
			value_bounds: [null, null],
			y_axis_format: 'SMART_NUMBER',
			show_legend: true,
			show_percentage: true
		},
		[query(['revenue'], [axis('country'), 'category'], { limit: 10000, time, post_processing: [rank] })]
	);
}
