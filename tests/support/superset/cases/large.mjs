import { chart, nativeFilter, row, tab, tabs } from '../layout.mjs';
import { query, timeFilter } from '../queries.mjs';

const FORMS = [
	{
		type: 'table',
		form: (metric, by) => ({ query_mode: 'aggregate', groupby: [by], metrics: [metric], row_limit: 100 })
	},
	{ type: 'pie', form: (metric, by) => ({ groupby: [by], metric, row_limit: 100 }) },
	{ type: 'big_number_total', form: (metric) => ({ metric }) }
];

/** 200 charts in five tabs, 10 datasets of 60 columns, filters and cross filters that name them all. */
export async function large(to) {
	const sums = numbers(21).filter((n) => n % 3 !== 0).map((n) => [`sum_${two(n)}`, `SUM(c${two(n)})`]); // prettier-ignore
	for (const n of numbers(10)) {
		await to.dataset(`wide_${two(n)}`, {
			database: 'Shop',
			table: `wide_${two(n)}`,
			main_dttm_col: 'ts',
			columns: { ts: { is_dttm: true } },
			metrics: Object.fromEntries(sums)
		});
	}
	for (const n of numbers(200)) {
		const { type, form } = FORMS[n % 3];
		const metric = `sum_${two(1 + 3 * (n % 6))}`;
		const by = n % 2 === 1 ? 'grp' : 'c03';
		await to.chart(`la/${n}`, {
			name: `Large ${String(n).padStart(3, '0')} ${type}`,
			dataset: `wide_${two(n % 10)}`,
			type,
			params: { ...form(metric, by), adhoc_filters: [timeFilter('ts')] },
			queries: [query([metric], type === 'big_number_total' ? [] : [by], { limit: 100, time: 'ts' })]
		});
	}
	const ids = numbers(200).map((n) => to.chartId(`la/${n}`));
	const parts = numbers(5).map((part) => {
		const rows = numbers(10).map((line) =>
			row(...numbers(4).map((n) => chart(`la/${part * 40 + line * 4 + n}`, 3, 40)))
		);
		return tab(`TAB-part${part}`, `Part ${part + 1}`, ...rows);
	});
	const crossFilter = (id) => {
		const chartsInScope = ids.slice(0, 20).filter((other) => other !== id);
		return [id, { id, crossFilters: { scope: 'global', chartsInScope } }];
	};
	return to.dashboard('large', {
		title: 'Large: 200 charts',
		layout: [tabs('TABS-large', ...parts)],
		metadata: {
			native_filter_configuration: numbers(10).map((n) =>
				nativeFilter(`la/${n}`, `Group ${n}`, {
					dataset: to.datasetId(`wide_${two(n)}`),
					column: 'grp',
					charts: ids.filter((_, index) => index % 10 === n),
					excluded: ids.filter((_, index) => index % 10 !== n)
				})
			),
			chart_configuration: Object.fromEntries(ids.filter((_, index) => index % 3 === 1).map(crossFilter)),
			global_chart_configuration: { scope: { rootPath: ['ROOT_ID'], excluded: [] }, chartsInScope: ids }
		}
	});
}

function numbers(length) {
	return Array.from({ length }, (_, n) => n);
}

const two = (n) => String(n).padStart(2, '0');
