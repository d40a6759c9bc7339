import { chart, nativeFilter, row } from '../layout.mjs';
import { query, series } from '../queries.mjs';
import { uuidOf, writeBundle } from '../rest.mjs';

/** One chart in two dashboards. */
export async function sharedChart(to) {
	const shared = series({ metrics: ['revenue'], x: 'order_date', grain: 'P1M' });
	await to.chart('sh/shared', {
		name: 'Revenue, shared',
		dataset: 'sales',
		type: 'echarts_timeseries_line',
		...shared
	});
	const ids = [];
	for (const [side, by] of [
		['a', 'channel'],
		['b', 'country']
	]) {
		await to.chart(`sh/${side}`, {
			name: `Own chart ${side}`,
			dataset: 'sales',
			type: 'pie',
			params: { groupby: [by], metric: 'count', row_limit: 100, adhoc_filters: [] },
			queries: [query(['count'], [by], { limit: 100 })]
		});
		const channel = nativeFilter(`sh/${side}`, 'Channel', {
			dataset: to.datasetId('sales'),
			column: 'channel',
			charts: [to.chartId('sh/shared'), to.chartId(`sh/${side}`)]
		});
		const id = await to.dashboard(`shared-chart-${side}`, {
			title: `Shared chart ${side.toUpperCase()}`,
			layout: [row(chart('sh/shared', 8), chart(`sh/${side}`, 4))],
			metadata: { native_filter_configuration: [channel] },
			published: side === 'a'
		});
		ids.push(id);
	}
	return ids;
}

/** Four datasets named `sales`: three schemas of one database, and another database. */
export async function twoSchemas(to) {
	const places = [
		{ key: 'sales', name: 'Main', by: 'country', metric: 'revenue' },
		{ key: 'sales@warehouse', name: 'Warehouse schema', by: 'sku', schema: 'warehouse', total: 'SUM(units)' },
		{ key: 'sales@archive', name: 'Archive schema', by: 'country', schema: 'archive', total: 'SUM(amount)' },
		{ key: 'sales@Warehouse', name: 'Warehouse database', by: 'sku', database: 'Warehouse', total: 'SUM(cost)' }
	];
	for (const { key, schema = 'main', database = 'Shop', total } of places) {
		if (total) await to.dataset(key, { database, table: 'sales', schema, metrics: { total } });
	}
	for (const { key, name, by, metric = 'total' } of places) {
		await to.chart(`ts/${key}`, {
			name,
			dataset: key,
			type: 'table',
			params: { query_mode: 'aggregate', groupby: [by], metrics: [metric], row_limit: 100 },
			queries: [query([metric], [by], { limit: 100 })]
		});
	}
	return to.dashboard('two-schemas', {
		title: 'One table name, four places',
		layout: [row(...places.map(({ key }) => chart(`ts/${key}`, 3)))]
	});
}

/** A chart that the dashboard knows but does not show, and one that it shows but that is gone. */
export async function orphan(to) {
	// The one that goes is not made last: SQLite would give its id to the next chart.
	for (const name of ['kept', 'gone', 'linked']) {
		await to.chart(`or/${name}`, {
			name: `Chart ${name}`,
			dataset: 'sales',
			type: 'big_number_total',
			params: { metric: 'count', adhoc_filters: [] },
			queries: [query(['count'])]
		});
	}
	const id = await to.dashboard('orphan', {
		title: 'Orphans',
		layout: [row(chart('or/kept', 4), chart('or/gone', 4))]
	});
	await to.rest.send('PUT', `/api/v1/chart/${to.chartId('or/linked')}`, { dashboards: [id] });
	await to.rest.send('DELETE', `/api/v1/chart/${to.chartId('or/gone')}`);
	return id;
}

/** A theme and tags: Superset 6 and newer. */
export async function theme(to) {
	if (to.rest.major < 6) return undefined;
	const token = { colorPrimary: '#7c5cff', borderRadius: 10, fontFamily: 'Inter, sans-serif' };
	const dusk = {
		theme_name: 'Dusk',
		uuid: uuidOf('theme/dusk'),
		version: '1.0.0',
		json_data: { algorithm: 'dark', token }
	};
	await to.rest.importBundle('theme', await writeBundle({ 'themes/dusk.yaml': dusk }));
	const bar = series({ metrics: ['revenue'], x: 'order_date', grain: 'P3M' });
	await to.chart('th/bar', { name: 'Quarters', dataset: 'sales', type: 'echarts_timeseries_bar', ...bar });
	await to.chart('th/num', {
		name: 'Orders',
		dataset: 'sales',
		type: 'big_number_total',
		params: { metric: 'count' },
		queries: [query(['count'])]
	});
	const id = await to.dashboard('theme', {
		title: 'Dusk theme and tags',
		layout: [row(chart('th/bar', 8), chart('th/num', 4))],
		theme_id: await to.rest.findId('theme', dusk.uuid)
	});
	const there = (await to.rest.list('tag')).map(({ name }) => name);
	const tags = [
		{ name: 'finance', description: 'Money: matters', objects_to_tag: [['dashboard', id], ['chart', to.chartId('th/bar')]] }, // prettier-ignore
		{ name: 'квартал 📅', objects_to_tag: [['dashboard', id]] }
	];
	for (const tag of tags.filter(({ name }) => !there.includes(name))) await to.rest.send('POST', '/api/v1/tag/', tag);
	return id;
}
