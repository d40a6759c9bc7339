import { type Answer, forbidden, json, notFound, refuse, wrongMethod } from '../answer.ts';
import { exportAssets, exportBundle } from '../export/bundle.ts';
import { listOf, type Json, type JsonObject } from '../json.ts';
import { answerList, labelsOf } from '../list.ts';
import { type Account, canSee, permissionsOf } from '../people.ts';
import { resourcesOf, type Resource } from '../resources.ts';
import type { Row, State } from '../state.ts';
import { pickColumns } from '../views.ts';
import { type Route, signedIn } from './route.ts';

const resource = (state: State, kind: string): Resource => {
	const found = resourcesOf(state.version).find((one) => one.kind === kind);
	if (found === undefined) throw notFound();
	return found;
};

/** The row that a path names: by id; dashboards also by uuid and slug, charts and datasets by uuid in 6.x. @throws Refusal 404 */
export function rowOf(state: State, kind: Resource['kind'], key: string, who: Account): Row {
	const rows: readonly Row[] = state.tables[kind];
	const byUuid = kind === 'dashboard' || (kind !== 'database' && state.version !== '4.1.4');
	const row =
		rows.find(({ id }) => String(id) === key) ??
		(byUuid ? rows.find(({ uuid }) => uuid === key.toLowerCase()) : undefined) ??
		(kind === 'dashboard' ? rows.find(({ fields }) => fields['slug'] === key) : undefined);
	if (row === undefined || !canSee(who, row, kind)) throw notFound();
	return row;
}

function show(state: State, kind: Resource['kind'], row: Row): Answer {
	const { showColumns, model, view } = resource(state, kind);
	const result = pickColumns(view(state, row), showColumns);
	if (kind === 'dashboard') return json({ result });
	if (kind === 'database') return json({ id: row.id, result });
	if (state.version !== '4.1.4') return json(kind === 'chart' ? { result } : { id: row.id, result });
	return json({
		description_columns: {},
		id: row.id,
		label_columns: labelsOf(showColumns),
		result,
		show_columns: [...showColumns],
		show_title: `Show ${model}`
	});
}

/** Ids from rison, whole numbers only. @throws Refusal 400 */
export function idsOf(query: Json | undefined, version: string): number[] {
	const ids = listOf(query);
	const wrong = ids.find((id) => typeof id !== 'number' || !Number.isInteger(id));
	if (wrong !== undefined) {
		const shown = typeof wrong === 'string' ? `'${wrong}'` : String(wrong);
		const more =
			version === '4.1.4'
				? `\n\nFailed validating 'type' in schema['items']:\n    {'type': 'integer'}\n\nOn instance[0]:\n    ${shown}`
				: '';
		throw refuse(400, `Not a valid rison schema ${shown} is not of type 'integer'${more}`);
	}
	return ids.map(Number);
}

const zipAnswer = (root: string, zip: Uint8Array): Answer => ({
	status: 200,
	headers: {
		'content-type': 'application/zip',
		'content-disposition': `attachment; filename=${root}.zip`,
		'cache-control': 'public, max-age=31536000'
	},
	body: zip
});

export const readRoutes: readonly Route[] = [
	{
		// A practice Superset has no annotation layers; exports of real ones name theirs all the same.
		method: 'GET',
		path: /^\/api\/v1\/annotation_layer\/$/,
		run: signedIn(() => json({ count: 0, ids: [], result: [] }))
	},
	{
		method: 'GET',
		path: /^\/api\/v1\/assets\/export\/$/,
		run: signedIn(async ({ state }, who) => {
			if (who.role === 'viewer') throw forbidden();
			const { root, zip } = await exportAssets(state, state.now());
			return zipAnswer(root, zip);
		})
	},
	{
		method: 'GET',
		path: /^\/api\/v1\/(dashboard|chart|dataset|database)\/export\/$/,
		run: signedIn(async ({ state, request, parts }, who) => {
			const kind = parts[0] as Resource['kind'];
			if (kind === 'database' && who.role !== 'admin') throw forbidden();
			const ids = idsOf(request.rison(), state.version);
			const rows = ids.map((id) => state.byId(kind, id));
			if (rows.some((row) => row === undefined || !canSee(who, row, kind))) throw notFound();
			const { root, zip } = await exportBundle(state, kind, ids, state.now());
			return zipAnswer(root, zip);
		})
	},
	{
		method: 'GET',
		path: /^\/api\/v1\/(dashboard|chart|dataset|database)\/_info$/,
		run: signedIn(({ parts }, who) => json({ permissions: [...permissionsOf(who, parts[0] ?? '')] }))
	},
	{
		method: 'GET',
		path: /^\/api\/v1\/(dashboard|chart|dataset|database)\/$/,
		run: signedIn(({ state, request, parts }, who) =>
			answerList(resource(state, parts[0] ?? ''), state, who, request.rison())
		)
	},
	{
		method: 'GET',
		path: /^\/api\/v1\/database\/(\d+)\/connection$/,
		run: signedIn(({ state, parts }, who) => {
			const row = rowOf(state, 'database', parts[0] ?? '', who);
			const { showColumns, view } = resource(state, 'database');
			const more: JsonObject = {
				extra: row.fields['extra'] ?? null,
				masked_encrypted_extra: '{}',
				parameters: {},
				parameters_schema: {},
				server_cert: null,
				sqlalchemy_uri: row.fields['sqlalchemy_uri'] ?? null,
				...(state.version === '4.1.4' ? {} : { ssh_tunnel: null })
			};
			return json({ id: row.id, result: { ...pickColumns(view(state, row), showColumns), ...more } });
		})
	},
	{
		method: 'GET',
		path: /^\/api\/v1\/(?:(dashboard|chart|dataset)\/([^/]+)|(database)\/(\d+))$/,
		run: signedIn(({ state, parts }, who) => {
			const [kind, key] = parts.filter((part) => part !== '') as [Resource['kind'], string];
			// 4.1 has no route for other keys than ids, but some for other methods.
			if (state.version === '4.1.4' && kind !== 'dashboard' && !/^\d+$/.test(key)) throw wrongMethod();
			return show(state, kind, rowOf(state, kind, key, who));
		})
	}
];
