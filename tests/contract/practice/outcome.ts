import { parseYaml } from '#lib/server/superset/bundle/yaml.ts';
import { isObject, type Json, type JsonObject } from '#tests/support/practice-superset/json.ts';
import type { PracticeClient, Reply } from '#tests/support/practice-superset/practice-client.ts';
import { mapIds } from '#tests/support/practice-superset/bundle-ids.ts';

/** What two Supersets must have in common after one step. */
export interface Outcome {
	readonly step: string;
	readonly status?: number;
	readonly type?: string | null;
	readonly location?: string | null;
	readonly body?: Json;
}

/** Numbers, times and random things by what they are; words, and texts of JSON by their content. */
export function shapeOf(value: Json, key = ''): Json {
	if (typeof value === 'number') return 'number';
	if (MOVING.test(key)) return 'moving';
	if (Array.isArray(value)) {
		// 4.1 lists some columns twice.
		const items = key === 'show_columns' ? [...new Set(value)] : value;
		return items.map((item) => shapeOf(item, key)).sort(byText);
	}
	if (isObject(value)) {
		return Object.fromEntries(
			Object.entries(value)
				.map(([name, item]): [string, Json] => [/^\d+$/.test(name) ? 'id' : name, shapeOf(item, name)])
				.sort(([a], [b]) => (a < b ? -1 : 1))
		);
	}
	if (typeof value !== 'string') return value;
	return shapeOfText(value, key);
}

/** Times, addresses with ids, and what depends on the engine of the database. */
const MOVING =
	/^(changed|created|last_saved)|^time_grain_sqla$|thumbnail|humanized|^url$|_url$|^perm$|^uid$|datasource$/;
const byText = (a: Json, b: Json): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

function shapeOfText(text: string, key: string): Json {
	if (key === 'uuid' && !text.startsWith('#')) return 'uuid';
	if (/^[[{]/.test(text)) {
		try {
			return shapeOf(JSON.parse(text) as Json);
		} catch {
			return text;
		}
	}
	return text.replace(/_\d+\.yaml/g, '_N.yaml');
}

export const replyOutcome = (step: string, reply: Reply, body: 'exact' | 'shape' | 'none' = 'exact'): Outcome => ({
	step,
	status: reply.status,
	type: reply.headers.get('content-type')?.split(';')[0] ?? null,
	location: reply.headers.get('location'),
	...(body === 'none' ? {} : { body: body === 'exact' ? withoutNumbers(reply.json) : shapeOf(reply.json) })
});

/** Words exactly; ids in paths and numbers of seconds may differ. */
const withoutNumbers = (value: Json): Json =>
	JSON.parse(JSON.stringify(value).replace(/"(id|last_modified_time)":[\d.]+/g, '"$1":0')) as Json;

/** The live ids of one Superset by kind, as `#uuid`. */
export async function liveIds(client: PracticeClient): Promise<Map<string, string>> {
	const names = new Map<string, string>();
	for (const kind of ['chart', 'dataset', 'dashboard']) {
		for (let page = 0; ; page += 1) {
			const rows = await client.list(kind, `(columns:!(id,uuid),page_size:100,page:${page})`);
			for (const { id, uuid } of rows) names.set(`${kind} ${String(id)}`, `#${String(uuid)}`);
			if (rows.length < 100) break;
		}
	}
	return names;
}

/** An export by content: paths without ids, ids by the uuid that they stand for here, random names by `*`. */
export async function exportOutcome(
	step: string,
	client: PracticeClient,
	kind: string,
	ids: readonly number[]
): Promise<Outcome> {
	const names = await liveIds(client);
	const files = await client.export(kind, ids);
	const body: JsonObject = {};
	for (const [path, text] of files) {
		const named = mapIds(parseYaml(text) as Json, (id, of) => names.get(`${of} ${id}`) ?? id);
		body[path.replace(/_\d+\.yaml$/, '_N.yaml').replace(/^(\w+)\/\d+\.yaml$/, '$1/N.yaml')] = sorted(
			withoutChance(named)
		);
	}
	return { step, body: sorted(body) };
}

const sorted = (value: Json): Json => {
	if (Array.isArray(value)) return value.map(sorted);
	if (typeof value === 'string' && /^[[{]/.test(value)) {
		try {
			return sorted(JSON.parse(value) as Json);
		} catch {
			return value;
		}
	}
	if (!isObject(value)) return value;
	return Object.fromEntries(
		Object.entries(value)
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.map(([key, item]) => [key, sorted(item)])
	);
};

function withoutChance(value: Json): Json {
	const text = JSON.stringify(value)
		.replace(/(ROW-N|CHART)-[A-Z0-9]{8}"/g, '$1-*"')
		.replace(/"timestamp":"[^"]*"/, '"timestamp":"time"');
	return JSON.parse(text) as Json;
}
