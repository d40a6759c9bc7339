import { type Answer, json, refuse } from './answer.ts';
import { idOf, isObject, type Json, type JsonObject, listOf, objectOf } from './json.ts';
import { type Account, canSee } from './people.ts';
import type { Resource } from './resources.ts';
import type { Row, State } from './state.ts';
import { pickColumns } from './views.ts';

const labelOf = (column: string): string =>
	column
		.replace(/[._]/g, ' ')
		.toLowerCase()
		.replace(/(^|[^a-z])([a-z])/g, (_all, before: string, letter: string) => before + letter.toUpperCase());

export const labelsOf = (columns: readonly string[]): JsonObject =>
	Object.fromEntries([...columns].sort().map((column) => [column, labelOf(column)]));

/** One page of a list, as Flask-AppBuilder answers it. @throws Refusal 400 */
export function answerList(resource: Resource, state: State, who: Account, query: Json | undefined): Answer {
	const q = objectOf(query);
	const asked = listOf(q['columns']).map(String);
	const columns =
		asked.length === 0 ? resource.listColumns : resource.listColumns.filter((column) => isAsked(column, asked));
	const chosen = [...new Set(columns)];
	let rows = (state.tables[resource.kind] as Row[]).filter((row) => canSee(who, row, resource.kind));
	for (const filter of listOf(q['filters'])) rows = filtered(rows, objectOf(filter), resource, state);
	rows = ordered(rows, q, resource, state);
	const size = pageSize(q['page_size'], resource.maxPageSize);
	const start = size * (Number(q['page'] ?? 0) || 0);
	const page = rows.slice(start, start + size);
	return json({
		count: rows.length,
		description_columns: {},
		ids: page.map(({ id }) => id),
		label_columns: labelsOf(chosen),
		list_columns: asked.length === 0 ? [...resource.listColumns] : asked.filter((column) => chosen.includes(column)),
		list_title: `List ${resource.model}`,
		order_columns: resource.orderColumns.filter((column) => asked.length === 0 || chosen.includes(column)),
		result: page.map((row) => pickColumns(resource.view(state, row), chosen))
	});
}

const isAsked = (column: string, asked: readonly string[]): boolean => asked.includes(column);

function pageSize(asked: Json | undefined, max: number): number {
	if (asked === undefined) return 20;
	const size = Number(asked);
	return size === -1 || size > max ? max : size;
}

function ordered(rows: readonly Row[], q: JsonObject, resource: Resource, state: State): Row[] {
	const column = q['order_column'];
	if (column === undefined || column === '') {
		return resource.newestFirst ? [...rows].sort((a, b) => b.changedOn - a.changedOn) : [...rows];
	}
	if (!resource.orderColumns.includes(String(column))) throw refuse(400, `Invalid order by column: ${String(column)}`);
	const keys = new Map(rows.map((row) => [row, orderKey(row, String(column), resource, state)]));
	const sign = q['order_direction'] === 'desc' ? -1 : 1;
	return [...rows].sort((a, b) => {
		const [x, y] = [keys.get(a) ?? 0, keys.get(b) ?? 0];
		return sign * (x < y ? -1 : x > y ? 1 : 0);
	});
}

function orderKey(row: Row, column: string, resource: Resource, state: State): string | number {
	if (column.startsWith('changed_on')) return row.changedOn;
	const [head = '', tail] = column.split('.');
	const found = resource.view(state, row)[head] ?? null;
	const value = tail === undefined ? found : (objectOf(found)[tail] ?? null);
	return typeof value === 'number' ? value : typeof value === 'boolean' ? Number(value) : String(value ?? '');
}

type Test = (value: Json, wanted: Json) => boolean;
const same = (a: Json, b: Json): boolean => String(a ?? '').toLowerCase() === String(b ?? '').toLowerCase();
const low = (value: Json): string => String(value ?? '').toLowerCase();
const related: Test = (value, wanted) =>
	isObject(value)
		? idOf(value['id']) === idOf(wanted)
		: listOf(value).some((item) => idOf(objectOf(item)['id']) === idOf(wanted));

const OPERATIONS: { readonly [name: string]: Test } = {
	eq: same,
	neq: (a, b) => !same(a, b),
	sw: (a, b) => low(a).startsWith(low(b)),
	ew: (a, b) => low(a).endsWith(low(b)),
	ct: (a, b) => low(a).includes(low(b)),
	nct: (a, b) => !low(a).includes(low(b)),
	gt: (a, b) => Number(a) > Number(b),
	lt: (a, b) => Number(a) < Number(b),
	in: (a, b) => listOf(b).some((one) => same(a, one)),
	rel_o_m: related,
	rel_m_m: related
};

/** Filters that Superset adds to those of Flask-AppBuilder. */
const OWN: { readonly [columnAndName: string]: (view: JsonObject, wanted: Json) => boolean } = {
	'dashboard_title title_or_slug': (view, wanted) =>
		low(view['dashboard_title'] ?? null).includes(low(wanted)) || low(view['slug'] ?? null).includes(low(wanted)),
	'slice_name chart_all_text': (view, wanted) =>
		[view['slice_name'], view['description'], view['viz_type'], view['datasource_name_text']].some((text) =>
			low(text ?? null).includes(low(wanted))
		),
	'sql dataset_is_null_or_empty': (view, wanted) => (low(view['sql'] ?? null) === '') === (wanted === true)
};

const HAS_OWN = ['dashboard_title', 'slice_name', 'sql', 'id', 'created_by', 'tags'];

function filtered(rows: readonly Row[], filter: JsonObject, resource: Resource, state: State): Row[] {
	const [column, operation, wanted] = [String(filter['col']), String(filter['opr']), filter['value'] ?? null];
	const own = OWN[`${column} ${operation}`];
	if (own !== undefined) return rows.filter((row) => own(resource.view(state, row), wanted));
	const test = OPERATIONS[operation];
	// An operation that nobody knows filters nothing where the column has filters of its own.
	if (test === undefined && HAS_OWN.includes(column)) return [...rows];
	if (test === undefined) throw refuse(400, `Filter operation: ${operation} not allowed on column: ${column}`);
	if (!resource.filterColumns.includes(column)) throw refuse(400, `Filter column: ${column} not allowed to filter`);
	return rows.filter((row) => test(resource.view(state, row)[column] ?? null, wanted));
}
