import { chart, nativeFilter, row, tab, tabs } from '../layout.mjs';
import { query, series } from '../queries.mjs';
import { uuidOf } from '../rest.mjs';

const TILES = 'https://tile.openstreetmap.org/{z}/{x}/{y}.png';

/** Ids of charts and datasets in every place that can hold one: metadata, parameters, annotations, deck.gl layers. */
export async function idsEverywhere(to) {
	await addMaps(to);
	await addLines(to);
	const [base, notes, table, multi] = ['base', 'notes', 'table', 'multi'].map((key) => to.chartId(`id/${key}`));
	const sales = to.datasetId('sales');
	const trio = [base, notes, table];
	const crossFilters = trio.map((id) => [
		id,
		{
			id,
			crossFilters: {
				scope: { rootPath: ['TAB-ids1'], excluded: [id, multi] },
				chartsInScope: trio.filter((other) => other !== id)
			}
		}
	]);
	const metadata = {
		timed_refresh_immune_slices: [base, table],
		expanded_slices: { [base]: true, [table]: true },
		refresh_frequency: 60,
		stagger_refresh: true,
		stagger_time: 2500,
		filter_scopes: {
			[table]: {
				city: { scope: ['ROOT_ID'], immune: [base, multi] },
				country: { scope: ['TAB-ids1'], immune: [] }
			}
		},
		default_filters: JSON.stringify({ [table]: { city: ['Oslo', 'Lima'] } }),
		color_namespace: 'shop',
		filter_bar_orientation: 'HORIZONTAL',
		native_filter_configuration: [
			nativeFilter('id/city', 'City', {
				dataset: sales,
				column: 'city',
				excluded: [multi, base],
				charts: [notes, table],
				tabs: ['TAB-ids1']
			})
		],
		chart_configuration: Object.fromEntries(crossFilters),
		global_chart_configuration: { scope: { rootPath: ['ROOT_ID'], excluded: [multi] }, chartsInScope: trio },
		...(hasDisplayControls(to.rest.version) && {
			chart_customization_config: [displayControl({ dataset: sales, excluded: [multi, table], charts: [base, notes] })]
		})
	};
	return to.dashboard('ids-everywhere', {
		title: 'Ids everywhere',
		layout: [
			tabs(
				'TABS-ids',
				tab('TAB-ids1', 'Lines', row(chart('id/base', 6), chart('id/notes', 6)), row(chart('id/table', 12))),
				tab('TAB-ids2', 'Map', row(chart('id/multi', 12, 70)))
			)
		],
		metadata
	});
}

const hasDisplayControls = ([major, minor]) => major > 6 || (major === 6 && minor >= 1);

const displayControl = ({ dataset, excluded, charts }) => ({
	id: `CHART_CUSTOMIZATION-${uuidOf('cc').replaceAll('-', '').slice(0, 9)}`,
	type: 'CHART_CUSTOMIZATION',
	name: 'Group by',
	filterType: 'chart_customization_dynamic_groupby',
	targets: [{ datasetId: dataset, column: { name: 'channel' } }],
	scope: { rootPath: ['ROOT_ID'], excluded },
	chartsInScope: charts,
	cascadeParentIds: [],
	defaultDataMask: { extraFormData: {}, filterState: {} },
	controlValues: { canSelectMultiple: true },
	description: ''
});

async function addMaps(to) {
	const points = [query(['count'], ['lat', 'lon'], { limit: 500 })];
	const viewport = { longitude: 10, latitude: 20, zoom: 1 };
	const colors = { North: { r: 10, g: 120, b: 250, a: 1 }, South: { r: 250, g: 120, b: 10, a: 1 } };
	for (const [n, [name, color]] of Object.entries(colors).entries()) {
		await to.chart(`id/deck${n}`, {
			name: `Deck ${name}`,
			dataset: 'customers',
			type: 'deck_scatter',
			params: {
				spatial: { type: 'latlong', latCol: 'lat', lonCol: 'lon' },
				row_limit: 500,
				point_radius_fixed: { type: 'fix', value: 900 },
				color_picker: color,
				mapbox_style: TILES,
				viewport: { ...viewport, bearing: 0, pitch: 0 },
				adhoc_filters: []
			},
			queries: points
		});
	}
	await to.chart('id/multi', {
		name: 'Deck multi',
		dataset: 'customers',
		type: 'deck_multi',
		params: { deck_slices: [to.chartId('id/deck0'), to.chartId('id/deck1')], mapbox_style: TILES, viewport },
		queries: points
	});
}

async function addLines(to) {
	const revenue = { metrics: ['revenue'], x: 'order_date', grain: 'P1M' };
	const line = { dataset: 'sales', type: 'echarts_timeseries_line' };
	await to.chart('id/base', { name: 'Base line', ...line, ...series(revenue) });
	const { params, queries } = series({
		...revenue,
		annotation_layers: annotations(await holidays(to), to.chartId('id/base'))
	});
	await to.chart('id/notes', {
		name: 'Line with annotations',
		...line,
		params: { ...params, dashboards: [1, 2], slice_id: 99999, url_params: { slice_id: '99999' } },
		queries
	});
	await to.chart('id/table', {
		name: 'Details',
		dataset: 'sales',
		type: 'table',
		params: { query_mode: 'aggregate', groupby: ['city'], metrics: ['revenue'], row_limit: 50 },
		queries: [query(['revenue'], ['city'], { limit: 50 })]
	});
}

/** The id of the annotation layer "Holidays", with one annotation in it. */
async function holidays({ rest }) {
	const { result } = await rest.send('GET', '/api/v1/annotation_layer/');
	const found = result.find(({ name }) => name === 'Holidays');
	if (found !== undefined) return found.id;
	const { id } = await rest.send('POST', '/api/v1/annotation_layer/', { name: 'Holidays', descr: 'Days off' });
	await rest.send('POST', `/api/v1/annotation_layer/${id}/annotation/`, {
		short_descr: 'Year end',
		start_dttm: '2024-12-24T00:00:00',
		end_dttm: '2024-12-31T00:00:00'
	});
	return id;
}

function annotations(layerId, chartId) {
	const shown = { show: true, width: 1 };
	const byTime = { ...shown, style: 'solid', overrides: { time_range: null }, color: null };
	return [
		{
			name: 'Goal',
			annotationType: 'FORMULA',
			value: '12000',
			style: 'dashed',
			...shown,
			opacity: '',
			color: '#E04355',
			sourceType: '',
			overrides: {},
			titleColumn: '',
			descriptionColumns: [],
			timeColumn: '',
			intervalEndColumn: '',
			hideLine: false,
			showMarkers: false,
			showLabel: false
		},
		{
			name: 'Holidays',
			annotationType: 'INTERVAL',
			sourceType: 'NATIVE',
			value: layerId,
			...byTime,
			opacity: 'opacityLow'
		},
		{ name: 'Other line', annotationType: 'TIME_SERIES', sourceType: 'line', value: chartId, ...byTime }
	];
}
