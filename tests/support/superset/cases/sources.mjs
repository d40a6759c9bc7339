/** The two databases and the datasets that several cases use. */
export async function addSources(to) {
	await to.database('Shop', 'sqlite:///data/shop.db', { allow_ctas: false });
	await to.database('Warehouse', 'sqlite:///data/warehouse.db');
	await to.dataset('sales', {
		database: 'Shop',
		table: 'sales',
		main_dttm_col: 'order_date',
		description: 'One line per order.',
		metrics: {
			revenue: {
				expression: 'SUM(amount)',
				verbose_name: 'Revenue',
				d3format: '$,.2f',
				description: 'Gross, before returns'
			},
			avg_order: { expression: 'AVG(amount)', verbose_name: 'Average order', d3format: ',.2f' },
			return_rate: {
				expression: 'AVG(returned)',
				verbose_name: 'Return rate',
				d3format: '.1%',
				warning_text: 'Returns arrive late'
			}
		},
		columns: { country: { verbose_name: 'Country' }, order_date: { is_dttm: true, verbose_name: 'Ordered' } },
		calculated: [
			{
				column_name: 'is_large',
				expression: "CASE WHEN amount > 300 THEN 'large' ELSE 'small' END",
				type: 'TEXT',
				verbose_name: 'Order size'
			}
		]
	});
	await to.dataset('web_events', {
		database: 'Shop',
		table: 'web_events',
		main_dttm_col: 'event_time',
		metrics: {
			visitors: 'COUNT(DISTINCT visitor)',
			median_seconds: { expression: 'AVG(seconds)', d3format: '.1f' }
		},
		columns: { event_time: { is_dttm: true } }
	});
	await to.dataset('customers', {
		database: 'Shop',
		table: 'customers',
		main_dttm_col: 'since',
		columns: { since: { is_dttm: true } }
	});
}
