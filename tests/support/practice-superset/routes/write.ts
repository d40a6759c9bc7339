import { forbidden, json, notFound, refuse, unreadablePayload } from '../answer.ts';
import { DEFAULTS } from '../columns.ts';
import { problemsOf } from '../import/fields.ts';
import { openJson } from '../import/references.ts';
import { idOf, isObject, type Json, type JsonObject, listOf } from '../json.ts';
import { canFindTabs, setDashboardMetadata } from '../metadata.ts';
import { type Account, canOverwrite, canSee, canWrite } from '../people.ts';
import { pythonJson } from '../python.ts';
import type { ChartRow, ChildRow, DashboardRow, DatasetRow, Row, State } from '../state.ts';
import { putSchemas } from './put-schemas.ts';
import { idsOf } from './read.ts';
import { type Route, signedIn } from './route.ts';

type Writable = 'dashboard' | 'chart' | 'dataset';
/** Set apart from the plain columns of a row. */
const LINKS = [
	'owners',
	'roles',
	'tags',
	'dashboards',
	'columns',
	'metrics',
	'database_id',
	'datasource_id',
	'theme_id',
	'uuid',
	'query_context_generation'
];

/** The row that may be changed. @throws Refusal 404 and 403 as recorded */
function rowToChange(state: State, kind: Writable, id: number, who: Account): Row {
	if (!canWrite(who, kind)) throw forbidden();
	const row = state.byId(kind, id);
	if (row === undefined || !canSee(who, row, kind)) throw notFound();
	if (!canOverwrite(who, row)) throw forbidden();
	return row;
}

function checked(state: State, kind: Writable, body: JsonObject): JsonObject {
	const payload = structuredClone(body);
	const problems = problemsOf(body, putSchemas(state.version)[kind]);
	if (problems === null) return kind === 'dataset' ? { always_filter_main_dttm: false, ...body } : body;
	throw kind === 'dataset' ? unreadablePayload(problems, payload) : refuse(400, problems);
}

/** Sets columns; the time of change moves only when one of them is another value than before. */
function setColumns(state: State, row: Row, item: JsonObject, who: Account): void {
	let moved = false;
	for (const [column, value] of Object.entries(item)) {
		if (LINKS.includes(column) || row.fields[column] === value) continue;
		row.fields[column] = value;
		moved = true;
	}
	if (Array.isArray(item['owners'])) row.owners = item['owners'].map(Number);
	if (typeof item['uuid'] === 'string') row.uuid = item['uuid'].toLowerCase();
	if (moved) state.touch(row, who.id);
}

function putDashboard(state: State, row: DashboardRow, item: JsonObject, who: Account): void {
	const slug = item['slug'];
	if (slug && state.tables.dashboard.some((other) => other !== row && other.fields['slug'] === slug)) {
		throw refuse(422, { slug: ['Must be unique'] });
	}
	if (state.version !== '4.1.4' && !canFindTabs(row.fields['position_json'])) throw refuse(500, 'Fatal error');
	const columns = { ...item };
	if (typeof columns['position_json'] === 'string' && columns['position_json'] !== '' && state.version !== '4.1.4') {
		columns['position_json'] = pythonJson(openJson(columns['position_json']));
	}
	setColumns(state, row, columns, who);
	if ('theme_id' in item) row.themeId = item['theme_id'] === null ? null : Number(item['theme_id']);
	if (typeof item['json_metadata'] === 'string' && item['json_metadata'] !== '') {
		setDashboardMetadata(state, row, item['json_metadata']);
		state.touch(row, who.id);
	}
}

function putChart(state: State, row: ChartRow, item: JsonObject, who: Account): void {
	if ('dashboards' in item) {
		const wanted = listOf(item['dashboards']).map(Number);
		if (wanted.some((id) => state.byId('dashboard', id) === undefined)) {
			throw refuse(422, { dashboards: ['Dashboards do not exist'] });
		}
		for (const dashboard of state.tables.dashboard) {
			const others = dashboard.charts.filter((id) => id !== row.id);
			if (wanted.includes(dashboard.id) !== dashboard.charts.includes(row.id)) {
				dashboard.charts = wanted.includes(dashboard.id) ? [...others, row.id] : others;
			}
		}
	}
	if (typeof item['datasource_id'] === 'number') {
		const dataset = state.byId('dataset', item['datasource_id']);
		if (dataset === undefined) throw refuse(422, { datasource_id: ['Datasource does not exist'] });
		row.datasetId = dataset.id;
		row.fields['datasource_name'] = dataset.fields['table_name'] ?? null;
	}
	setColumns(state, row, item, who);
	if (item['query_context_generation'] === undefined || item['query_context_generation'] === null) {
		state.touch(row, who.id);
		row.lastSavedOn = row.changedOn;
	}
}

function putDataset(state: State, row: DatasetRow, item: JsonObject, who: Account, override: boolean): void {
	const identity = ['catalog', 'schema', 'table_name'].map(
		(key) => (key in item ? item[key] : row.fields[key]) ?? null
	);
	const databaseId = 'database_id' in item ? Number(item['database_id']) : row.databaseId;
	const taken = state.tables.dataset.some(
		(other) =>
			other !== row &&
			other.databaseId === databaseId &&
			['catalog', 'schema', 'table_name'].every((key, at) => (other.fields[key] ?? null) === identity[at])
	);
	if (taken) {
		const name = identity[1] === null ? String(identity[2]) : `${String(identity[1])}.${String(identity[2])}`;
		throw refuse(422, { table: [`Dataset ${name} already exists`] });
	}
	row.databaseId = databaseId;
	setColumns(state, row, item, who);
	if ('columns' in item) row.columns = putChildren(state, override ? [] : row.columns, item['columns'], 'column');
	if ('metrics' in item) row.metrics = putChildren(state, row.metrics, item['metrics'], 'metric');
	if ('columns' in item || 'metrics' in item) state.touch(row, who.id);
}

/** With an id: changed. Without: new. Not named: gone. */
function putChildren(
	state: State,
	rows: readonly ChildRow[],
	items: Json | undefined,
	table: 'column' | 'metric'
): ChildRow[] {
	const made = listOf(items).map((item) => {
		const { id, uuid, ...fields } = isObject(item) ? item : {};
		const known = rows.find((one) => one.id === idOf(id));
		const row = known ?? { ...state.newChild(table), fields: { ...DEFAULTS[table] } };
		if (typeof uuid === 'string') row.uuid = uuid;
		Object.assign(row.fields, fields);
		row.changedOn = state.time();
		return row;
	});
	return made.sort((a, b) => a.id - b.id);
}

function remove(state: State, kind: Writable, row: Row): void {
	const rows: Row[] = state.tables[kind];
	rows.splice(rows.indexOf(row), 1);
	if (kind !== 'chart') return;
	for (const dashboard of state.tables.dashboard) dashboard.charts = dashboard.charts.filter((id) => id !== row.id);
}

export const writeRoutes: readonly Route[] = [
	{
		method: 'PUT',
		path: /^\/api\/v1\/(dashboard|chart|dataset)\/(\d+)$/,
		run: signedIn(({ state, request, parts }, who) => {
			const kind = parts[0] as Writable;
			if (!canWrite(who, kind)) throw forbidden();
			const item = checked(state, kind, request.json());
			const id = Number(parts[1]);
			const row = state.transaction(() => {
				const found = rowToChange(state, kind, id, who);
				if (kind === 'dashboard') putDashboard(state, found as DashboardRow, item, who);
				else if (kind === 'chart') putChart(state, found as ChartRow, item, who);
				else putDataset(state, found as DatasetRow, item, who, request.query.get('override_columns') === 'true');
				return found;
			});
			const time = kind === 'dashboard' ? { last_modified_time: Math.floor(row.changedOn / 1e6) } : {};
			return json({ id: row.id, ...time, result: item });
		})
	},
	{
		method: 'DELETE',
		path: /^\/api\/v1\/(dashboard|chart|dataset)\/(\d+)$/,
		run: signedIn(({ state, parts }, who) => {
			const kind = parts[0] as Writable;
			state.transaction(() => remove(state, kind, rowToChange(state, kind, Number(parts[1]), who)));
			return json({ message: 'OK' });
		})
	},
	{
		method: 'DELETE',
		path: /^\/api\/v1\/(dashboard|chart|dataset)\/$/,
		run: signedIn(({ state, request, parts }, who) => {
			const kind = parts[0] as Writable;
			const ids = idsOf(request.rison(), state.version);
			state.transaction(() => {
				for (const row of ids.map((id) => rowToChange(state, kind, id, who))) remove(state, kind, row);
			});
			return json({ message: `Deleted ${ids.length} ${kind}${ids.length === 1 ? '' : 's'}` });
		})
	}
];
