import { positionsOf } from './layout.mjs';
import { uuidOf, writeBundle } from './rest.mjs';

/** Creates or updates what a dashboard is made of. Uuids come from keys, so a second run updates the same objects. */
export class Builder {
	#databases = new Map();
	#datasets = new Map();
	#charts = new Map();

	constructor(rest) {
		this.rest = rest;
	}

	datasetId = (key) => this.#datasets.get(key).id;
	chartId = (key) => this.#charts.get(key).id;

	async database(name, uri, more = {}) {
		const uuid = uuidOf(`database/${name}`);
		const body = { database_name: name, sqlalchemy_uri: uri, uuid, expose_in_sqllab: true };
		const id =
			(await this.rest.findId('database', uuid)) ??
			(await this.rest.send('POST', '/api/v1/database/', { ...body, ...more })).id;
		this.#databases.set(name, { id, stub: { ...body, extra: {}, allow_csv_upload: false, version: '1.0.0' } });
	}

	/**
	 * @param metrics     name → SQL, or name → what the metric has
	 * @param columns     name → what is different from what Superset found in the table
	 * @param calculated  columns of SQL
	 */
	async dataset(key, { database, table, schema = 'main', sql, metrics = {}, columns = {}, calculated = [], ...more }) {
		const uuid = uuidOf(`dataset/${key}`);
		const { id: databaseId, stub: databaseStub } = this.#databases.get(database);
		const stub = {
			'databases/d.yaml': databaseStub,
			'datasets/d/t.yaml': {
				table_name: table,
				schema,
				sql: sql ?? null,
				uuid,
				version: '1.0.0',
				columns: [],
				metrics: [],
				database_uuid: databaseStub.uuid,
				template_params: JSON.parse(more.template_params ?? 'null')
			}
		};
		const template = sql && more.template_params ? { template_params: more.template_params } : {};
		const body = { database: databaseId, schema, table_name: table, ...(sql && { sql }), ...template };
		const { id, isNew } = await this.#create('dataset', uuid, body, stub);
		if (isNew && this.rest.major < 6) await this.rest.send('PUT', `/api/v1/dataset/${id}/refresh`);
		const { result: now } = await this.rest.send('GET', `/api/v1/dataset/${id}`);
		await this.rest.send('PUT', `/api/v1/dataset/${id}?override_columns=true`, {
			columns: mergeColumns(now.columns, columns, calculated),
			metrics: this.#mergeMetrics(now.metrics, metrics),
			...more
		});
		this.#datasets.set(key, { id, uuid, stub });
	}

	async chart(key, { name, dataset, type, params = {}, queries = [], ...more }) {
		const { id: datasetId, uuid: datasetUuid, stub: datasetStub } = this.#datasets.get(dataset);
		const form = { datasource: `${datasetId}__table`, viz_type: type, extra_form_data: {}, dashboards: [], ...params };
		const full = { result_format: 'json', result_type: 'full' };
		const datasource = { id: datasetId, type: 'table' };
		const context = { datasource, force: false, queries, form_data: { ...form, force: false, ...full }, ...full };
		const uuid = uuidOf(`chart/${key}`);
		const stub = { slice_name: name, viz_type: type, params: {}, uuid, version: '1.0.0', dataset_uuid: datasetUuid };
		const body = {
			slice_name: name,
			viz_type: type,
			datasource_id: datasetId,
			datasource_type: 'table',
			params: JSON.stringify(form),
			...(queries.length > 0 && { query_context: JSON.stringify(context) }),
			...more
		};
		const { id, isNew } = await this.#create('chart', uuid, body, { ...datasetStub, 'charts/c.yaml': stub });
		if (!isNew || this.rest.major < 6) await this.rest.send('PUT', `/api/v1/chart/${id}`, body);
		this.#charts.set(key, { id, uuid, name });
	}

	/** Gives the id of the dashboard. `metadata` is `json_metadata` without the layout. */
	async dashboard(key, { title, layout, metadata = {}, slug = key, ...more }) {
		const positions = positionsOf({ key, title }, layout, (chart) => {
			const { id, uuid, name } = this.#charts.get(chart);
			return { chartId: id, uuid, sliceName: name };
		});
		const json_metadata = JSON.stringify({
			color_scheme: 'supersetColors',
			refresh_frequency: 0,
			cross_filters_enabled: true,
			expanded_slices: {},
			label_colors: {},
			timed_refresh_immune_slices: [],
			default_filters: '{}',
			filter_scopes: {},
			chart_configuration: {},
			...metadata,
			positions
		});
		const uuid = uuidOf(`dashboard/${key}`);
		const stub = { dashboard_title: title, position: {}, metadata: {}, uuid, version: '1.0.0' };
		const { id } = await this.#create('dashboard', uuid, { dashboard_title: title }, { 'dashboards/d.yaml': stub });
		await this.rest.send('PUT', `/api/v1/dashboard/${id}`, { dashboard_title: title, json_metadata, slug, ...more });
		return id;
	}

	/** Superset 6 takes a uuid when it creates an object; an older one only in an import, so there a stub is imported. */
	async #create(kind, uuid, body, stub) {
		const found = await this.rest.findId(kind, uuid);
		if (found !== undefined) return { id: found, isNew: false };
		if (this.rest.major >= 6) {
			const { id } = await this.rest.send('POST', `/api/v1/${kind}/`, { ...body, uuid });
			return { id, isNew: true };
		}
		await this.rest.importBundle(kind, await writeBundle(stub));
		return { id: await this.rest.findId(kind, uuid), isNew: true };
	}

	#mergeMetrics(now, wanted) {
		return Object.entries({ count: 'COUNT(*)', ...wanted }).map(([name, given]) => {
			const metric = typeof given === 'string' ? { expression: given } : { ...given };
			// Superset 4 keeps a currency as JSON text.
			if (this.rest.major < 6 && metric.currency) metric.currency = JSON.stringify(metric.currency);
			const old = now.find(({ metric_name }) => metric_name === name);
			return { metric_name: name, ...(old && { id: old.id }), ...metric };
		});
	}
}

const COLUMN_FIELDS = [
	'id',
	'column_name',
	'verbose_name',
	'description',
	'expression',
	'filterable',
	'groupby',
	'is_active',
	'is_dttm',
	'python_date_format',
	'type',
	'extra'
];

function mergeColumns(now, changes, calculated) {
	const isCalculated = (name) => calculated.some(({ column_name }) => column_name === name);
	const found = now
		.filter(({ column_name }) => !isCalculated(column_name))
		.map((column) => ({
			...Object.fromEntries(COLUMN_FIELDS.flatMap((name) => (column[name] == null ? [] : [[name, column[name]]]))),
			...changes[column.column_name]
		}));
	const made = calculated.map((column) => {
		const old = now.find(({ column_name }) => column_name === column.column_name);
		return { groupby: true, filterable: true, is_active: true, ...(old && { id: old.id }), ...column };
	});
	return [...found, ...made];
}
