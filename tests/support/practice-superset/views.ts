import { objectOf, type Json, type JsonObject, listOf } from './json.ts';
import { openJson } from './import/references.ts';
import { accountOf, type Account } from './people.ts';
import type { ChartRow, ChildRow, DashboardRow, DatabaseRow, DatasetRow, Row, State } from './state.ts';

/** Microseconds as Python's `isoformat` prints a time without zone. */
export const isoTime = (us: number): string => {
	const seconds = Math.floor(us / 1e6);
	const fraction = String(us - seconds * 1e6).padStart(6, '0');
	return `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${fraction}`;
};

export function ago(us: number, now: number): string {
	const seconds = Math.max(0, Math.round((now - us) / 1e6));
	const [size, unit] = (
		[
			[86400, 'day'],
			[3600, 'hour'],
			[60, 'minute']
		] as const
	).find(([limit]) => seconds >= limit) ?? [1, 'second'];
	const count = Math.floor(seconds / size);
	return count === 0 ? 'now' : `${count} ${unit}${count === 1 ? '' : 's'} ago`;
}

const person = (id: number, ...more: ('email' | 'username')[]): JsonObject => {
	const { first_name, last_name, ...rest } = accountOf(id);
	return { first_name, id, last_name, ...Object.fromEntries(more.map((key) => [key, rest[key]])) };
};
const fullName = (who: Account): string => `${who.first_name} ${who.last_name}`;
const digest = (text: string): string => Buffer.from(text).toString('hex').padEnd(64, '0').slice(0, 64);

/** What rows of all kinds show. */
function common(state: State, row: Row): JsonObject {
	const now = state.now() * 1000;
	return {
		id: row.id,
		uuid: row.uuid,
		is_managed_externally: row.fields['is_managed_externally'] ?? false,
		changed_by: person(row.changedBy),
		changed_by_name: fullName(accountOf(row.changedBy)),
		changed_on: isoTime(row.changedOn),
		changed_on_dttm: row.changedOn / 1000,
		changed_on_utc: `${isoTime(row.changedOn)}+0000`,
		changed_on_delta_humanized: ago(row.changedOn, now),
		changed_on_humanized: ago(row.changedOn, now),
		created_by: person(row.createdBy),
		created_by_name: fullName(accountOf(row.createdBy)),
		created_on: isoTime(row.createdOn),
		created_on_delta_humanized: ago(row.createdOn, now),
		created_on_humanized: ago(row.createdOn, now),
		owners: row.owners.map((id) => person(id, 'email', 'username'))
	};
}

const tagsOf = (tags: readonly string[]): Json[] => tags.map((name, at) => ({ id: 100 + at, name, type: 1 }));

export function dashboardView(state: State, row: DashboardRow): JsonObject {
	const { fields } = row;
	const theme = state.byId('theme', row.themeId);
	return {
		...fields,
		...common(state, row),
		charts: row.charts.flatMap((id) => state.byId('chart', id)?.fields['slice_name'] ?? []),
		roles: [],
		status: fields['published'] === true ? 'published' : 'draft',
		tags: tagsOf(row.tags),
		theme:
			theme === undefined
				? null
				: {
						id: theme.id,
						theme_name: theme.fields['theme_name'] ?? null,
						json_data: theme.fields['json_data'] ?? null
					},
		thumbnail_url: `/api/v1/dashboard/${row.id}/thumbnail/${digest(`${row.id}${row.changedOn}`)}/`,
		url: `/superset/dashboard/${String(fields['slug'] ?? '') || row.id}/`
	};
}

/** The dashboards that a chart is linked to. */
export const dashboardsOf = (state: State, chartId: number): DashboardRow[] =>
	state.tables.dashboard.filter(({ charts }) => charts.includes(chartId));

const qualifiedName = (dataset: DatasetRow): string => {
	const { schema, table_name: name } = dataset.fields;
	return typeof schema === 'string' && schema !== '' ? `${schema}.${String(name)}` : String(name);
};

/** A chart's parameters with the id that Superset puts in when it shows them. */
export function formDataOf(row: ChartRow): JsonObject {
	const text = row.fields['params'];
	const params = typeof text === 'string' ? objectOf(openJson(text)) : {};
	const timeout = row.fields['cache_timeout'];
	return {
		...params,
		...(timeout ? { cache_timeout: timeout } : {}),
		slice_id: row.id,
		viz_type: row.fields['viz_type'] ?? null,
		datasource: `${row.datasetId}__table`
	};
}

/** A description of one paragraph without marks, which is all that Markdown is needed for here. */
export const markedDown = (text: Json | undefined): string =>
	typeof text === 'string' && text !== '' ? `<p>${text}</p>` : '';

export function chartView(state: State, row: ChartRow): JsonObject {
	const { fields } = row;
	const dataset = state.byId('dataset', row.datasetId);
	return {
		...fields,
		...common(state, row),
		dashboards: dashboardsOf(state, row.id).map(({ id, fields: of }) => ({
			dashboard_title: of['dashboard_title'] ?? null,
			id,
			json_metadata: of['json_metadata'] ?? null
		})),
		datasource_id: row.datasetId,
		datasource_name_text: dataset === undefined ? null : qualifiedName(dataset),
		datasource_type: 'table',
		datasource_url: `/explore/?datasource_type=table&datasource_id=${row.datasetId}`,
		datasource_uuid: dataset?.uuid ?? null,
		description_markeddown: markedDown(fields['description']),
		edit_url: `/chart/edit/${row.id}`,
		form_data: formDataOf(row),
		last_saved_at: row.lastSavedOn === null ? null : isoTime(row.lastSavedOn),
		last_saved_by: row.lastSavedOn === null ? null : person(row.changedBy),
		slice_url: `/explore/?slice_id=${row.id}`,
		table:
			dataset === undefined
				? null
				: {
						default_endpoint: dataset.fields['default_endpoint'] ?? null,
						table_name: dataset.fields['table_name'] ?? null
					},
		tags: tagsOf(row.tags),
		thumbnail_url: `/api/v1/chart/${row.id}/thumbnail/${digest(`${row.id}${row.changedOn}`)}/`,
		url: `/explore/?slice_id=${row.id}`
	};
}

const genericType = (type: Json | undefined, isTime: Json | undefined): number =>
	isTime === true ? 2 : /INT|REAL|FLOAT|DOUBLE|NUM|DEC/i.test(String(type)) ? 0 : /BOOL/i.test(String(type)) ? 3 : 1;

const childView = ({ fields, ...child }: ChildRow): JsonObject => ({
	...fields,
	id: child.id,
	uuid: child.uuid,
	changed_on: isoTime(child.changedOn),
	created_on: isoTime(child.createdOn)
});

export function datasetView(state: State, row: DatasetRow): JsonObject {
	const { fields } = row;
	const database = state.byId('database', row.databaseId);
	const sql = fields['sql'] ?? null;
	const names = (children: readonly ChildRow[], key: string): [string, Json][] =>
		children.map(({ fields: of }) => [String(of[key]), of['verbose_name'] ?? of[key] ?? null]);
	const formats = row.metrics.flatMap(({ fields: of }): [string, Json][] =>
		typeof of['d3format'] === 'string' ? [[String(of['metric_name']), of['d3format']]] : []
	);
	return {
		...fields,
		...common(state, row),
		currency_formats: {},
		column_formats: Object.fromEntries(formats),
		columns: row.columns.map((column) => ({
			...childView(column),
			type_generic: genericType(column.fields['type'], column.fields['is_dttm'])
		})),
		metrics: row.metrics.map(childView),
		database: {
			allow_multi_catalog: false,
			backend: backendOf(database),
			database_name: database?.fields['database_name'] ?? null,
			id: row.databaseId,
			uuid: database?.uuid ?? null
		},
		datasource_name: fields['table_name'] ?? null,
		datasource_type: 'table',
		explore_url: `/explore/?datasource_type=table&datasource_id=${row.id}`,
		granularity_sqla: row.columns
			.filter((column) => column.fields['is_dttm'] === true)
			.map((column) => [column.fields['column_name'] ?? null, column.fields['column_name'] ?? null]),
		is_sqllab_view: false,
		kind: typeof sql === 'string' && sql !== '' ? 'virtual' : 'physical',
		name: qualifiedName(row),
		order_by_choices: row.columns.flatMap(({ fields: of }) =>
			['asc', 'desc'].map((way) => [
				JSON.stringify([of['column_name'], way === 'asc']),
				`${String(of['column_name'])} [${way}]`
			])
		),
		select_star: `SELECT\n  *\nFROM ${qualifiedName(row)}\nLIMIT 100\nOFFSET 0`,
		time_grain_sqla: [
			['PT1S', 'Second'],
			['P1D', 'Day'],
			['P1W', 'Week'],
			['P1M', 'Month'],
			['P3M', 'Quarter'],
			['P1Y', 'Year']
		],
		uid: `${row.id}__table`,
		url: `/tablemodelview/edit/${row.id}`,
		verbose_map: Object.fromEntries([
			['__timestamp', 'Time'],
			...names(row.metrics, 'metric_name'),
			...names(row.columns, 'column_name')
		])
	};
}

export const backendOf = (row: DatabaseRow | undefined): string =>
	/^([a-z0-9]+)/.exec(String(row?.fields['sqlalchemy_uri'] ?? ''))?.[1] ?? 'sqlite';

export function databaseView(state: State, row: DatabaseRow): JsonObject {
	const { password: _secret, encrypted_extra: _hidden, sqlalchemy_uri: _address, ...fields } = row.fields;
	const backend = backendOf(row);
	return {
		...fields,
		...common(state, row),
		allow_multi_catalog: false,
		allows_cost_estimate: false,
		allows_subquery: true,
		allows_virtual_table_explore: true,
		backend,
		disable_data_preview: false,
		disable_drill_to_detail: false,
		driver: backend === 'sqlite' ? 'pysqlite' : 'psycopg2',
		engine_information: {
			disable_ssh_tunneling: backend === 'sqlite',
			supports_dynamic_catalog: false,
			supports_file_upload: true,
			...(state.version === '4.1.4' ? {} : { supports_oauth2: false })
		},
		explore_database_id: row.id,
		force_ctas_schema: null
	};
}

/** The part of `value` that dotted column names choose; lists are walked through. */
export function pickColumns(value: JsonObject, columns: readonly string[]): JsonObject {
	const groups = new Map<string, string[]>();
	for (const column of columns) {
		const [head = '', ...rest] = column.split('.');
		const group = groups.get(head) ?? [];
		if (rest.length > 0) group.push(rest.join('.'));
		groups.set(head, group);
	}
	const made: JsonObject = {};
	for (const head of [...groups.keys()].sort()) {
		const group = groups.get(head) ?? [];
		const found = value[head] ?? null;
		if (group.length === 0 || found === null) made[head] = found;
		else if (Array.isArray(found)) made[head] = listOf(found).map((item) => pickColumns(objectOf(item), group));
		else made[head] = pickColumns(objectOf(found), group);
	}
	return made;
}
